/** Texts with their token ids: plain data, so that what works on them stands in the modules that import it. */
import { seededRandom } from '../data/seededRandom';
import type { LabelledTexts } from '../data/texts';
import { interruptible } from '../interruptible';

/** Labelled texts with their token ids, side by side. */
export interface EncodedTexts {
  readonly texts: readonly string[];
  /** Token ids of each text. */
  readonly examples: readonly Int32Array[];
  readonly labels: Int32Array;
}

interface Encoder {
  encode(text: string): Int32Array;
}

/** Token ids of each text. Ctrl-C ends it, though it may take long and never waits. */
export function encodeAll(texts: readonly string[], tokenizer: Encoder): Int32Array[] {
  return interruptible(() => texts.map((text) => tokenizer.encode(text)));
}

/** Tokenizes labelled texts, keeping their order. */
export function encodeTexts({ examples }: LabelledTexts, tokenizer: Encoder): EncodedTexts {
  return {
    texts: examples.map(({ text }) => text),
    examples: encodeAll(
      examples.map(({ text }) => text),
      tokenizer,
    ),
    labels: Int32Array.from(examples, ({ label }) => label),
  };
}

/** The chosen texts, in the given order. */
export function pickTexts({ texts, examples, labels }: EncodedTexts, rows: readonly number[]): EncodedTexts {
  return {
    texts: rows.map((row) => texts[row]!),
    examples: rows.map((row) => examples[row]!),
    labels: Int32Array.from(rows, (row) => labels[row]!),
  };
}

/** A random sample fixed by its seed, or all in order if the limit is not below the whole. */
export function sampleTexts(texts: EncodedTexts, limit: number, seed: string): EncodedTexts {
  if (limit >= texts.labels.length) return texts;
  const rows = seededRandom(seed)
    .shuffle([...texts.labels.keys()])
    .slice(0, limit);
  return pickTexts(texts, rows);
}
