/** The figures of a study. */
import { type StudyResults } from '../ablations/results';
import { Figure } from './figure';
/** The metric over the label budget: each seed a dot, means joined, 95 % intervals as bands. */
export declare function labelCurve(results: StudyResults, metric?: string): Figure;
/** The treatment minus every other arm, one row a comparison and budget, with 95 % intervals and each seed's difference. */
export declare function pairedDifferences(results: StudyResults, metric?: string): Figure;
/**
 * Validation loss over steps, each seed a thin line and their mean a thick one.
 * @param labelsPerClass default: the largest budget at which the treatment has a curve
 * @returns undefined where no trial recorded a 'validationLoss' curve
 */
export declare function convergence(results: StudyResults, labelsPerClass?: number): Figure | undefined;
