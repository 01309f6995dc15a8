/** How probable a language model holds a text, told by token and by byte. */
import { LabError } from '../errors';
import { entropy } from './chance';
import type { LanguageModelTotals, TotalsMetric } from './metric';

/**
 * Bytes that a text takes in UTF-8. Half a surrogate pair counts three, as the replacement character that it is written as.
 */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** exp of the mean loss of a token: as unsure as a choice among that many. Comparable only under one tokenizer. */
export const perplexity = {
  name: 'perplexity',
  title: 'Perplexity',
  unit: '',
  higherIsBetter: false,
  range: [1, Number.POSITIVE_INFINITY],
  tasks: ['languageModelling'],
  needs: 'totals',
  reference: 'exp(nats / tokens)',
  chance: "exp of the entropy of the tokens' own frequencies",
  chanceLevel: (shares) => Math.exp(entropy(shares)),
  compute: (totals) => Math.exp(natsOf(totals) / countOf(totals, 'tokens')),
} as const satisfies TotalsMetric;

/** Loss of a byte of the text's UTF-8, in bits: comparable whatever the tokenizer is. */
export const bitsPerByte = {
  name: 'bitsPerByte',
  title: 'Bits per byte',
  unit: 'bits per byte',
  higherIsBetter: false,
  range: [0, Number.POSITIVE_INFINITY],
  tasks: ['languageModelling'],
  needs: 'totals',
  reference: 'nats / (ln 2 * bytes)',
  chance: "the entropy of the bytes' own frequencies in bits; 8 where all 256 are as frequent",
  chanceLevel: (shares) => entropy(shares) / Math.LN2,
  compute: (totals) => natsOf(totals) / (Math.LN2 * countOf(totals, 'bytes')),
} as const satisfies TotalsMetric;

function natsOf({ nats }: LanguageModelTotals): number {
  if (!(nats >= 0)) {
    throw new LabError(`The losses sum to ${nats} nats; give the sum of -ln p, which is 0 or more.`);
  }
  return nats;
}

function countOf(totals: LanguageModelTotals, what: 'tokens' | 'bytes'): number {
  const count = totals[what];
  if (!(Number.isInteger(count) && count > 0)) {
    throw new LabError(`The losses are of ${count} ${what}; give their number, a whole one above 0.`);
  }
  return count;
}
