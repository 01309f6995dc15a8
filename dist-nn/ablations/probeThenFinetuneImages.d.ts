/** A trial of an image encoder: a linear probe, and from there, unless it stays frozen, everything (LP-FT; Kumar et al. 2022). */
import type { ImageCollection, LabelledImages } from '../data/images';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import type { Augmentation } from '../objectives/augmentation';
import type { Json, TrialContext, TrialResult } from './ablation';
import type { ImageStudyData } from './imageStudyData';
import type { ImageFinetuning, ImageTrainingSizes } from './imageStudySettings';
/** Scores of answers [images, classes], as metrics and facts. */
type Scoring = (scores: ArrayLike<number>, labels: Int32Array) => Pick<TrialResult, 'metrics'> & {
    readonly facts: Readonly<Record<string, number | string>>;
};
/**
 * Probes the encoder that the arm starts from (fresh weights of the trial's seed, where it starts from no stage), fine-tunes
 * it unless `frozen`, and scores it on test.
 */
export declare function probeThenFinetuneImages(options: {
    /** The trial's; an arm that matches a stage's compute takes so many more steps. */
    readonly context: Pick<TrialContext, 'seed' | 'engine' | 'precision' | 'start' | 'matched'>;
    readonly task: Pick<ImageStudyData, 'labels' | 'dev' | 'test' | 'hash'>;
    readonly train: LabelledImages;
    /** The encoder's sizes, which tell trainers apart, and how one is made. */
    readonly encoder: {
        readonly sizes: Json;
        make(seed: number): ImageEncoder;
    };
    readonly augmentation: Augmentation | undefined;
    /** Images that scale the features, labels unseen. */
    readonly scaleOn: ImageCollection;
    /** Dev images that the loss is measured on. */
    readonly validation: LabelledImages;
    readonly sizes: Omit<ImageTrainingSizes, 'validationImages'>;
    /** Penalties of the probe to choose from on dev. */
    readonly l2: readonly number[];
    /** How everything is trained; absent: nothing is, the encoder stays frozen under its probe. */
    readonly finetuning: ImageFinetuning | undefined;
    /** Absent: accuracy and macro-F1, a frozen probe's from its own probabilities. */
    readonly score?: Scoring;
}): Promise<TrialResult>;
export {};
