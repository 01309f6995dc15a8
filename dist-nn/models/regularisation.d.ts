import { type Features, LogisticRegression } from './logisticRegression';
export interface LabelledFeatures {
    features: Features;
    /** [rows] */
    labels: Int32Array;
}
export interface ChosenModel {
    model: LogisticRegression;
    l2: number;
    /** Every strength tried, in the grid's order, with its dev score. */
    scores: {
        l2: number;
        score: number;
    }[];
}
/**
 * Fits a logistic regression on `train` for each L2 strength of the grid and keeps the one with the highest score on
 * `dev` (accuracy unless another score is given); of equal ones, the strongest penalty.
 * @throws LabError when the grid is empty
 */
export declare function chooseRegularisation(train: LabelledFeatures, dev: LabelledFeatures, options: {
    classes: number;
    /** L2 strengths to try, each >= 0. */
    grid: readonly number[];
    score?: (predictions: Int32Array, labels: Int32Array) => number;
}): ChosenModel;
