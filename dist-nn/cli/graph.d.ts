import { Command } from 'commander';
export declare function graphCommand(): Command;
