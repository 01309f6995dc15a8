import { LabError } from '../errors';
import { breathe } from '../stop';
import { countWords } from './wordHashes';

/**
 * Where the texts to select from come: a function that starts reading from the beginning each time it is called, so that a
 * pool larger than memory can be read twice. Arrays are pools too.
 */
export type TextPool = readonly string[] | (() => Iterable<string> | AsyncIterable<string>);

/** Texts read between two safe points. */
const textsBetweenBreaths = 4096;

/** Calls `read` for every text of a pool, in order. @returns how many texts there were. @throws StoppedError on request */
export async function readPool(pool: TextPool, read: (text: string) => void): Promise<number> {
  const texts = typeof pool === 'function' ? pool() : pool;
  let count = 0;
  for await (const text of texts) {
    read(text);
    count++;
    if (count % textsBetweenBreaths === 0) await breathe();
  }
  return count;
}

/** How much may be selected. */
export interface SelectionBudget {
  /** Tokens to select, at most. */
  readonly tokens: number;
  /** Tokens of a text, a whole number. Default: its words (see {@link countWords}). */
  readonly countTokens?: (text: string) => number;
}

/** @throws LabError when the budget is not a number of tokens above zero */
export function checkedBudget({
  tokens,
  countTokens = countWords,
}: SelectionBudget): Required<SelectionBudget> {
  if (!(tokens > 0))
    throw new LabError(`The budget is ${tokens} tokens; give the number of tokens to select, above zero.`);
  return { tokens, countTokens };
}
