/** A classifier over a published model: its pooled states, standardised, and a linear head. */
import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import { Predictor } from '../finetuning/predictor';
import { ClassificationHead, type HeadValues } from '../models/classificationHead';
import type { FeatureScaling } from '../models/featureScaling';
import type { Parameters } from '../models/parameters';
import type { TrainableClassifier } from '../training/classifierTrainer';
import type { Examples, Feed } from '../training/feed';
import type { LowRankAdapters } from './lowRankAdapters';
import { modelState } from './modelState';
import type { PublishedModel } from './publishedModel';

export interface ClassifierOptions {
  /** Names of the classes, in label order: `dataset.labels`. */
  readonly classes: readonly string[];
  /**
   * What fine-tuning changes beside the head: all of the model, adapters that were put on it, or nothing. What is not changed
   * has neither gradient nor optimiser state. Default 'all'.
   */
  readonly trains?: 'all' | 'head' | LowRankAdapters;
  /** Of the head's initial weights. Default 1. */
  readonly seed?: number;
}

export abstract class PublishedClassifier<Set extends Examples> implements TrainableClassifier {
  readonly classes: readonly string[];
  /** What is trained. */
  readonly parameters: Parameters;
  /** What stays as it is. */
  readonly constants: State;
  private readonly head: ClassificationHead;
  private readonly trainsAll: boolean;
  private predictor: Predictor<Set> | undefined;

  /**
   * @param probe the states of a small input, which tells the parameters that they depend on
   * @throws LabError for fewer than two classes, or adapters that are not on the model
   */
  protected constructor(
    model: PublishedModel,
    { classes, trains = 'all', seed = 1 }: ClassifierOptions,
    readonly featureWidth: number,
    probe: () => tf.Tensor,
  ) {
    this.classes = classes;
    this.trainsAll = trains === 'all';
    this.head = new ClassificationHead(featureWidth, classes.length, seed);
    const adapters = typeof trains === 'object' ? trains : undefined;
    if (adapters && (adapters.model !== model || !adapters.attached))
      throw new LabError(
        'The adapters are not on this model: make them for it, and do not merge them before training.',
      );
    const moves =
      trains === 'all' ? reachedBy(model, probe) : adapters ? adapters.parameters : ({} satisfies Parameters);
    this.parameters = { ...moves, ...this.head.parameters };
    const moving = new Set(Object.values(moves));
    const still = Object.entries(modelState(model)).filter(([, variable]) => !moving.has(variable));
    this.constants = { ...Object.fromEntries(still), ...this.head.constants };
  }

  /** Peak rate where none is given: low for a whole model (Devlin et al. 2019, appendix A.3), higher for adapters. */
  get usualRate(): number {
    return this.trainsAll ? 5e-5 : 1e-3;
  }

  /** Pooled states [batch, width]. */
  abstract features(batch: tf.Tensor): tf.Tensor;

  /** How examples reach the model in batches. */
  protected abstract ownFeed(): Feed<Set>;

  resetHead(seed: number): void {
    this.head.reset(seed);
  }

  setHead(values: HeadValues): void {
    this.head.set(values);
  }

  /** Class scores [batch, classes]. */
  logits(batch: tf.Tensor): tf.Tensor {
    return this.head.logits(this.features(batch));
  }

  standardize(features: DenseMatrix): FeatureScaling {
    return this.head.standardize(features, 1);
  }

  /** Frees the head; the model and its adapters stay. */
  dispose(): void {
    this.predictor?.dispose();
    tf.dispose([Object.values(this.head.parameters), Object.values(this.head.constants)]);
  }

  /** Says what it says with the weights of now. */
  protected asked(): Predictor<Set> {
    this.predictor ??= new Predictor(this, this.ownFeed());
    return this.predictor;
  }
}

/** The parameters that states depend on; a head's are not among them. */
function reachedBy(model: PublishedModel, probe: () => tf.Tensor): Parameters {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(() => probe().sum() as tf.Scalar, Object.values(model.parameters));
    return Object.fromEntries(Object.entries(model.parameters).filter(([, { name }]) => grads[name]));
  });
}
