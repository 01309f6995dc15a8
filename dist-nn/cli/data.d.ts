/** `lab data`: which datasets there are, bringing their files into place, and checking them. */
import { Command } from 'commander';
/** The command, for the command line to add. */
export declare function dataCommand(): Command;
