/** What the recipes for tagging need of a study's data: all of it plain, hashed by content. */
import { LabError } from '../errors';
import type { TaggedSentences, TaggingData } from '../tasks/tagging';
import type { TaggedTokens } from '../training/taggedTokens';
import type { TextCorpora } from './textData';

/** Tagged sentences with their token ids, side by side. */
export interface EncodedSentences extends TaggedSentences {
  /** Token ids of each sentence. */
  readonly examples: readonly Int32Array[];
  /** Place of each word's first piece among its sentence's token ids: [words]. */
  readonly firsts: readonly Int32Array[];
}

export interface SentenceTaggingData extends TaggingData<EncodedSentences>, TextCorpora {
  /** Untagged sentences that scale the features. */
  readonly scaleOn: Pick<EncodedSentences, 'words' | 'examples' | 'firsts'>;
}

/** The chosen sentences, in the given order. */
export function pickSentences(set: EncodedSentences, rows: readonly number[]): EncodedSentences {
  return {
    words: rows.map((row) => set.words[row]!),
    tags: rows.map((row) => set.tags[row]!),
    examples: rows.map((row) => set.examples[row]!),
    firsts: rows.map((row) => set.firsts[row]!),
  };
}

/** The sentences with indices of their tags in `tagNames`. */
export function withLabels(
  { examples, firsts, tags }: Omit<EncodedSentences, 'words'>,
  tagNames: readonly string[],
): TaggedTokens {
  const indexOf = new Map(tagNames.map((name, index) => [name, index]));
  const labelOf = (tag: string) => {
    const label = indexOf.get(tag);
    if (label === undefined)
      throw new LabError(`The tag '${tag}' is not among the data's tags: ${tagNames.join(', ')}.`);
    return label;
  };
  return { examples, firsts, labels: tags.map((own) => Int32Array.from(own, labelOf)) };
}
