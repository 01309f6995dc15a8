import { Command } from 'commander';
export declare function recordCommand(): Command;
