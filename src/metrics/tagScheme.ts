/**
 * How tags mark entities: a prefix for the token's place in its entity, '-', and the entity's type: B-PER I-PER O.
 * Six schemes are known. In all of them O stands outside; they differ in which places have a prefix of their own.
 */
import { LabError } from '../errors';

/** The tags of one sentence, a token each. */
export type TagSequence = readonly string[];

/** Named as seqeval names them. BIO is IOB2, BIOES is IOBES, and BILOU is IOBES in other letters. The commoner ones first. */
export const tagSchemes = ['IOB2', 'IOB1', 'IOE2', 'IOE1', 'IOBES', 'BILOU'] as const;

export type TagScheme = (typeof tagSchemes)[number];

export type TagPrefix = 'O' | 'B' | 'I' | 'E' | 'S' | 'L' | 'U';

/** The prefixes that a scheme uses. */
export const prefixesOf: Readonly<Record<TagScheme, string>> = {
  IOB1: 'OBI',
  IOB2: 'OBI',
  IOE1: 'OIE',
  IOE2: 'OIE',
  IOBES: 'OBIES',
  BILOU: 'OBILU',
};

/** A tag in parts: 'B-PER' is prefix B and what follows it, '-PER'. */
export interface TagParts {
  readonly prefix: TagPrefix;
  readonly rest: string;
}

/**
 * The parts of a tag: O, a prefix alone (B), or a prefix, '-' and a type (B-PER); undefined for any other text.
 */
export function tagParts(tag: string): TagParts | undefined {
  if (typeof tag !== 'string' || !/^(?:O|[BIESLU](?:-.*)?)$/s.test(tag)) return undefined;
  return { prefix: tag[0] as TagPrefix, rest: tag.slice(1) };
}

/** The type in the parts of a tag, '_' where it has none. */
export function typeOf({ rest }: TagParts): string {
  return rest.slice(1) || '_';
}

/**
 * Checks that two lists of sentences have the same tokens.
 * @param what the first list holds, in the plural
 * @throws LabError that names the first sentence where they differ
 */
export function checkSameTokens(
  given: readonly ArrayLike<unknown>[],
  labelled: readonly ArrayLike<unknown>[],
  what = 'predictions',
): void {
  if (labelled.length === 0) throw new LabError('There are no sentences to score.');
  if (given.length !== labelled.length) {
    throw new LabError(
      `There are ${what} of ${given.length} sentences and labels of ${labelled.length}; give both for each sentence.`,
    );
  }
  for (let s = 0; s < labelled.length; s++) {
    if (!isList(given[s]) || !isList(labelled[s])) {
      throw new LabError(`Sentence ${s} is not a list; give a list with one entry for each token.`);
    }
    if (given[s].length !== labelled[s].length) {
      throw new LabError(
        `Sentence ${s} has ${given[s].length} ${what} for ${labelled[s].length} labelled tokens; give one for each token.`,
      );
    }
  }
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
