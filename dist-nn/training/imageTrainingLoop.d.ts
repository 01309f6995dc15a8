import type { ImageCollection } from '../data/images';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import type { Parameters } from '../models/parameters';
import { type TrainingOptions, type TrainingRecord } from './trainingLoop';
/** What pretraining on images learns, whatever its proxy task. */
export interface ImageTrainingTask<Extra extends Readonly<Record<string, tf.Tensor>>> {
    /** As the progress bar says it: 'Contrastive pretraining'. */
    readonly label: string;
    readonly parameters: Parameters;
    readonly images: ImageCollection;
    readonly batchSize: number;
    /** Seeds the images' order together with the seed of the training. Default 'images'. */
    readonly order?: string;
    /** What a batch of the images with these indices feeds beside them; the loop disposes it. */
    extra?(indices: readonly number[]): Extra;
    /** Scalar loss of a batch: images [batchSize, height, width, channels] in [0, 1]. */
    loss(inputs: {
        readonly images: tf.Tensor;
    } & Extra, random: Randomness): tf.Tensor;
    /** Examples of a step, in the unit that the caller counts (images, views), and its floating-point operations. */
    readonly seen: number;
    readonly flops: number;
}
/**
 * The loop that every pretraining on images shares: batches of an epoch in their own order, an incomplete one left out, fed
 * to the loop of all pretraining.
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
export declare function imageTrainingLoop<Extra extends Readonly<Record<string, tf.Tensor>>>(task: ImageTrainingTask<Extra>, options: TrainingOptions): Promise<TrainingRecord>;
