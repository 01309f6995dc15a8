/** What a study is scored on: a task fixes which metrics exist, and the split that may choose hyperparameters. */
/** The metrics that fit each kind of task; the trial returns them under these names. */
export interface MetricsOfTask {
    classification: 'accuracy' | 'error' | 'macroF1' | 'microF1' | 'macroRecall' | 'loss';
    tagging: 'accuracy' | 'error' | 'macroF1' | 'microF1' | 'macroRecall' | 'loss' | 'spanF1';
    languageModelling: 'perplexity' | 'bitsPerByte' | 'tokenAccuracy';
    translation: 'bleu' | 'chrF' | 'exactMatch';
}
export type TaskKind = keyof MetricsOfTask;
export interface Task<Kind extends TaskKind = TaskKind> {
    readonly kind: Kind;
    /** Name of the dataset's card. */
    readonly dataset: string;
    /** What is reported; the first one decides the verdict. */
    readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
    /** The split that may choose hyperparameters and stopping points. Never 'test': that does not compile. */
    readonly selectOn: 'train' | 'dev';
    /** The split that the metrics are computed on. */
    readonly evaluateOn: 'test';
    /** What one label budget counts, in the plural: 'labels per class', 'labelled sentences'. */
    readonly budgetUnit: string;
}
export interface TaskOptions<Kind extends TaskKind> {
    readonly metrics: readonly [MetricsOfTask[Kind], ...MetricsOfTask[Kind][]];
    /** Default 'dev'. */
    readonly selectOn?: 'train' | 'dev';
    readonly budgetUnit?: string;
}
/** One label a text. `classification('wordnet-glosses', { metrics: ['accuracy', 'macroF1'] })`. */
export declare function classification(dataset: string, options: TaskOptions<'classification'>): Task<'classification'>;
/** One label a token. */
export declare function tagging(dataset: string, options: TaskOptions<'tagging'>): Task<'tagging'>;
/** The next token, or the masked one. */
export declare function languageModelling(dataset: string, options: TaskOptions<'languageModelling'>): Task<'languageModelling'>;
/** One text into another. */
export declare function translation(dataset: string, options: TaskOptions<'translation'>): Task<'translation'>;
/** Whether a larger value of the metric is the better one; true for a metric that nobody registered. */
export declare function higherIsBetter(metric: string): boolean;
/** A metric as it stands in tables and on axes. */
export declare function metricTitle(metric: string): string;
