interface MetricHead {
    readonly name: string;
    /** As it stands in tables and on axes. */
    readonly title: string;
    readonly higherIsBetter: boolean;
    /** Kinds of task whose answers it can score. */
    readonly tasks: readonly ('classification' | 'tagging')[];
    /**
     * What guessing without looking at the input scores on many examples with these label shares [classes]: the better of
     * always answering the most frequent class and of drawing answers at the labels' own frequencies.
     */
    chanceLevel(shares: readonly number[]): number;
}
/** Scores answers, one class an example. Labels and predictions are 0 to classes - 1. */
export interface PredictionMetric extends MetricHead {
    readonly needs: 'predictions';
    compute(predictions: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number;
}
/** Scores probabilities [examples, classes], row-major. */
export interface ProbabilityMetric extends MetricHead {
    readonly needs: 'probabilities';
    compute(probabilities: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number;
}
export type Metric = PredictionMetric | ProbabilityMetric;
/**
 * How often each class was answered with each: entry (label, prediction) at label * classes + prediction.
 * @throws LabError for no examples, unequal lengths or a class outside 0 to classes - 1
 */
export declare function confusionMatrix(predictions: ArrayLike<number>, labels: ArrayLike<number>, classes: number): Int32Array;
/** Scores of one class against all others. */
export interface ClassScore {
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    /** Examples that have this label. */
    readonly labelled: number;
    /** Examples that got this answer. */
    readonly predicted: number;
}
/**
 * Precision, recall and F1 of each class. Where one is 0 / 0 it is 0, as scikit-learn's zero_division=0: precision of a
 * class that was never answered, recall of one that no example has.
 */
export declare function classScores(predictions: ArrayLike<number>, labels: ArrayLike<number>, classes: number): ClassScore[];
export declare const accuracy: PredictionMetric;
export declare const error: PredictionMetric;
/**
 * Mean F1 over the classes that occur among labels or predictions (scikit-learn's default label set); classes in neither
 * are left out, a class that was answered but never right counts 0.
 */
export declare const macroF1: PredictionMetric;
/** F1 over all decisions pooled; with one label and one answer an example it equals accuracy. */
export declare const microF1: PredictionMetric;
/** Mean recall over the classes that occur among the labels (balanced accuracy); classes without examples are left out. */
export declare const macroRecall: PredictionMetric;
/**
 * Mean of -ln p(label), in nats; Infinity if a label got probability 0. Chance is the labels' entropy, reached by giving
 * every example the labels' own frequencies as probabilities.
 */
export declare const loss: ProbabilityMetric;
/** Every metric, by name. */
export declare const metrics: Readonly<Record<string, Metric>>;
/** The metric of that name. @throws LabError listing the names there are */
export declare function metricNamed(name: string): Metric;
/** Share of examples with each label: [classes], sums to 1. */
export declare function labelShares(labels: ArrayLike<number>, classes: number): number[];
/**
 * Share of examples whose highest score [examples, classes] is shared by two classes or more, so that the answer was the
 * tie-break's and not the model's. Scores may be probabilities or logits.
 */
export declare function tieRate(scores: ArrayLike<number>, classes: number): number;
export {};
