import { Command } from 'commander';
import type { RunRecord } from '../ablations/runRecord';
export declare function showCommand(): Command;
/** A run's record as aligned text. */
export declare function describeRun(record: RunRecord): string;
