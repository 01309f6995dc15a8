import { Command } from 'commander';
import type { Study } from '../ablations/study';
export declare function reportCommand(): Command;
/** Writes a study's report under its usual name and returns the file. */
export declare function writeReportTo(study: Study, folder?: string): Promise<string>;
