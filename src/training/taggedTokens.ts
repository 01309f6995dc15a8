/** Sentences as token ids with a tag for each word. */
import type { TokenSequences } from './textFeed';

/** Where words stand among the pieces they were cut into. */
export interface WordTokens {
  /** Token ids of each sentence. */
  readonly examples: TokenSequences;
  /** Place of each word's first piece among its sentence's token ids, ascending: [words]. */
  readonly firsts: readonly Int32Array[];
}

/** The same with an index of a tag for each word of `firsts`. */
export interface TaggedTokens extends WordTokens {
  readonly labels: readonly Int32Array[];
}

/** Only the words whose first piece stands within `maxLength` tokens: the encoder does not see the others. */
export function withinReach<Set extends WordTokens & { readonly labels?: readonly Int32Array[] }>(
  set: Set,
  maxLength: number,
): Set {
  const reached = set.firsts.map((firsts) => firsts.filter((first) => first < maxLength));
  return {
    ...set,
    examples: set.examples.map((tokens) => tokens.subarray(0, maxLength)),
    firsts: reached,
    ...(set.labels && { labels: set.labels.map((labels, row) => labels.subarray(0, reached[row]!.length)) }),
  };
}

/** All values one sentence after the other. */
export function flat(rows: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}

/** Labels in the places of the first pieces, -1 elsewhere: row-major [rows, time]. */
export function labelsInPlace(
  { firsts, labels }: TaggedTokens,
  chosen: readonly number[],
  rows: number,
  time: number,
): Int32Array {
  const placed = new Int32Array(rows * time).fill(-1);
  chosen.forEach((sentence, row) => {
    firsts[sentence]!.forEach((first, word) => {
      if (first < time) placed[row * time + first] = labels[sentence]![word]!;
    });
  });
  return placed;
}
