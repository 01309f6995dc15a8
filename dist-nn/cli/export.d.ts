import { Command } from 'commander';
/** The command, for the command line to add. */
export declare function exportCommand(): Command;
