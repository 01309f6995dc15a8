import { Command } from 'commander';
import { type Study } from '../ablations/study';
export declare function runCommand(): Command;
/** The results table and the verdict as text. */
export declare function printStudy(done: Study): void;
