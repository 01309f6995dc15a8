/** Results as a flat table, one row a trial: what data frames, Parquet and trackers read. */
import type { StudyResults } from '../ablations/results';
/** A row of plain values under the same column names as every other row; null where a trial has none. */
export type ResultRow = Readonly<Record<string, string | number | null>>;
/**
 * One row a trial, finished or not. First what the trial is, then what it cost, then its metrics and its other facts,
 * each in a column of its name ('fact.NAME' where that is taken). A column holds numbers or texts, never both.
 */
export declare function resultRows(results: StudyResults): ResultRow[];
/** JSON Lines (jsonlines.org): one object a line. */
export declare function jsonLines(rows: readonly ResultRow[]): string;
/** CSV as in RFC 4180, with a header line; null is an empty field. */
export declare function csv(rows: readonly ResultRow[]): string;
