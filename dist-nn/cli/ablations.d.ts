import type { Ablation } from '../ablations/ablation';
/** All registered ablations, in reading order. Loaded on demand: `lab --help` needs no engine. */
export declare function registeredAblations(): Promise<readonly Ablation[]>;
/**
 * Ablations by id, 'all', or the path of a JavaScript module that exports some (`./my-ablation.js`).
 * @param cards entries role=card, for the study on other data
 * @throws LabError for an unknown name, with the nearest known one, or cards that the study cannot take
 */
export declare function findAblations(names: readonly string[], cards?: readonly string[]): Promise<Ablation[]>;
/** One ablation by id or path, on other cards where some are given. */
export declare function findAblation(name: string, cards?: readonly string[]): Promise<Ablation>;
