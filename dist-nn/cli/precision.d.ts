import { Command } from 'commander';
/** `lab precision`: what mixed bfloat16 does to the loss. */
export declare function precisionCommand(): Command;
