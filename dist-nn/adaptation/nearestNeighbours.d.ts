import { type SelectionBudget, type TextPool } from './pool';
import type { Selection } from './selectCorpus';
export interface NearestNeighboursOptions extends SelectionBudget {
    /** Texts of the task, without labels. */
    readonly target: readonly string[];
    /** A text's vector, of any length but the same for all; all zeros for a text that cannot be embedded. */
    readonly embed: (text: string) => ArrayLike<number>;
    /** Neighbours kept of each target text while reading. Default 50, the smallest k of the paper. */
    readonly neighbours?: number;
}
/**
 * Reads a pool once and selects, under a token budget, first the nearest neighbour of every target text, then every
 * second-nearest, and so on, the most similar of a rank first, each text once, until the next would not fit. Similarity is
 * the cosine. Memory holds `neighbours` texts for each target text. Fewer tokens than the budget come out where the
 * neighbours kept do not fill it.
 * @throws LabError when no target text can be embedded, vectors differ in length, or a number is out of range; StoppedError
 *   on request
 */
export declare function selectNearestNeighbours(pool: TextPool, options: NearestNeighboursOptions): Promise<Selection>;
