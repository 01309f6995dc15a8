import type { StudyResults } from '../ablations/results';
import { Table } from './table';
/** Arms by budgets: mean ± half the 95 % interval, with n where it differs from the tier's seeds. */
export declare function resultsTable(results: StudyResults, metric?: string): Table;
/** The treatment against every other arm: mean paired difference, two intervals, signs, effect size, p. */
export declare function differencesTable(results: StudyResults, metric?: string): Table;
/** Costs of each arm. */
export declare function ledgerTable(results: StudyResults): Table;
/** Every run of the study with its id: the receipts. */
export declare function receiptsTable(results: StudyResults): Table;
/** What the environments were. */
export declare function environmentTable(results: StudyResults): Table;
