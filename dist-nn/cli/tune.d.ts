import { Command } from 'commander';
export declare function tuneCommand(): Command;
