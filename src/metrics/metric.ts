/**
 * What every metric states of itself, and what each kind of metric is computed from. A value always comes back as a number
 * of the stated range; where the metric is not defined, compute throws a LabError that says why.
 */
import type { TagScheme, TagSequence } from './tagScheme';

/** What a model is asked for: it fixes which metrics fit. 'measurement' is a task that is only measured. */
export type TaskKind =
  | 'classification'
  | 'tagging'
  | 'translation'
  | 'segmentation'
  | 'languageModelling'
  | 'measurement';

export interface MetricHead {
  readonly name: string;
  /** As it stands in tables and on axes. */
  readonly title: string;
  /** '' for a share or a score without a unit. */
  readonly unit: '' | 'nats' | 'bits per byte';
  /** undefined where neither way is better: the target, if there is one, is. */
  readonly higherIsBetter: boolean | undefined;
  /** The value to be hit, of a metric of which neither way is better. */
  readonly target?: number;
  /** Lowest and highest value that there can be. */
  readonly range: readonly [low: number, high: number];
  /** Kinds of task whose answers it can score. */
  readonly tasks: readonly TaskKind[];
  /** The implementation and version that gives the same values, or the equation. */
  readonly reference: string;
  /** What answering without a look at the input scores, or why that has no meaning here. */
  readonly chance: string;
}

/** Of a metric whose chance level follows from how frequent each class is. */
interface ChanceFromShares {
  /**
   * What guessing without looking at the input scores on many examples with these label shares [classes]: the better of
   * always answering the most frequent class and of drawing answers at the labels' own frequencies.
   */
  chanceLevel(shares: readonly number[]): number;
}

/** Scores answers, one class an example. Labels and predictions are 0 to classes - 1. */
export interface PredictionMetric extends MetricHead, ChanceFromShares {
  readonly needs: 'predictions';
  compute(predictions: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number;
}

/** Scores probabilities [examples, classes], row-major; each row sums to 1. */
export interface ProbabilityMetric extends MetricHead {
  readonly needs: 'probabilities';
  compute(probabilities: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number;
  /** As of a {@link PredictionMetric}, with the labels' own frequencies as every example's probabilities. */
  chanceLevel?(shares: readonly number[]): number;
}

/** Scores sequences of answers, one a token. */
export interface SequenceMetric extends MetricHead, ChanceFromShares {
  readonly needs: 'sequences';
  compute(predicted: readonly TokenSequence[], actual: readonly TokenSequence[]): number;
}

/** Tags or token numbers. */
export type TokenSequence = ArrayLike<string> | ArrayLike<number>;

/** Scores the entities that tags such as B-PER mark out, sentence by sentence. */
export interface TagMetric extends MetricHead {
  readonly needs: 'tags';
  /** @param scheme of strict metrics: how tags mark entities, IOB2 unless given; others read all schemes alike */
  compute(predicted: readonly TagSequence[], actual: readonly TagSequence[], scheme?: TagScheme): number;
}

/** Scores entities apart by whether training had an entity of the same words. */
export interface SurfaceFormMetric extends MetricHead {
  readonly needs: 'tagsAndWords';
  /**
   * @param words the sentences that the tags belong to
   * @param seen what `surfaceForms` gave of the training sentences
   */
  compute(
    predicted: readonly TagSequence[],
    actual: readonly TagSequence[],
    words: readonly (readonly string[])[],
    seen: ReadonlySet<string>,
  ): number;
}

/** One right text of an output, or several of which each is right. */
export type References = string | readonly string[];

/** Scores written outputs against what should have been written. Detokenised text, a sentence or segment each. */
export interface TextMetric extends MetricHead {
  readonly needs: 'texts';
  compute(outputs: readonly string[], references: readonly References[]): number;
}

/** Scores a confusion matrix [labels, predictions], summed over as many images as there are. */
export interface ConfusionMetric extends MetricHead, ChanceFromShares {
  readonly needs: 'confusion';
  compute(confusion: ArrayLike<number>, classes: number): number;
}

/** What a language model made of a text: sums over all its predicted tokens. */
export interface LanguageModelTotals {
  /** Sum of -ln p(token) over the predicted tokens, in nats. */
  readonly nats: number;
  /** How many tokens were predicted. */
  readonly tokens: number;
  /** Length in UTF-8 of the text that those tokens stand for. */
  readonly bytes: number;
}

/** Scores how probable a language model held a text. */
export interface TotalsMetric extends MetricHead {
  readonly needs: 'totals';
  compute(totals: LanguageModelTotals): number;
  /** @param shares how frequent each token is (for bits per byte: each byte), for a model that knows no more than that */
  chanceLevel(shares: readonly number[]): number;
}

/** Compares two raters' classes of the same things: whole numbers or names. */
export interface RatingMetric extends MetricHead {
  readonly needs: 'ratings';
  compute(first: ArrayLike<string | number>, second: ArrayLike<string | number>): number;
  /** @param shares of the classes, the same for both raters, who rate without a look at the thing */
  chanceLevel(shares: readonly number[]): number;
}

/** Relates two measured quantities of the same things. */
export interface PairMetric extends MetricHead {
  readonly needs: 'pairs';
  compute(x: ArrayLike<number>, y: ArrayLike<number>): number;
  chanceLevel(): number;
}

/** Measures a gradient, given as the values of each of its tensors. */
export interface GradientMetric extends MetricHead {
  readonly needs: 'gradients';
  compute(gradients: readonly ArrayLike<number>[]): number;
}

export type Metric =
  | PredictionMetric
  | ProbabilityMetric
  | SequenceMetric
  | TagMetric
  | SurfaceFormMetric
  | TextMetric
  | ConfusionMetric
  | TotalsMetric
  | RatingMetric
  | PairMetric
  | GradientMetric;
