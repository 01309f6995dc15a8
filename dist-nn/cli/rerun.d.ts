import { Command } from 'commander';
export declare function rerunCommand(): Command;
