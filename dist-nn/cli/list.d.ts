import { Command } from 'commander';
export declare function listCommand(): Command;
