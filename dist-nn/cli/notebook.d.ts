import { Command } from 'commander';
export declare function notebookCommand(): Command;
