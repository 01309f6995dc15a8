import { type Ablation } from './ablation';
import { type MismatchTask } from './mismatchData';
type Stages = MismatchTask | 'random' | 'mooreLewis' | 'importance' | 'nearest';
type Arms = 'untrained' | 'tfidf' | Stages;
/** The study on cards of one's own, in the parts 'target', 'second' and 'third'; each must be a classification task. */
export declare function domainMismatchAndSelectionOn(own: Readonly<Record<string, string>>): Ablation<Arms>;
/** The study; see the head of this file. */
export declare const domainMismatchAndSelection: Ablation<Arms>;
export {};
