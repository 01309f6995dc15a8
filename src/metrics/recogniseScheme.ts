/**
 * Which scheme tagged sentences are in, and the same entities in BIO (IOB2), which the lab trains on. Data sets name their
 * scheme seldom and break it often: what is broken is told, and mended only on request.
 */
import { LabError } from '../errors';
import { type Entity, lenientEntities } from './entities';
import {
  prefixesOf,
  type TagParts,
  type TagScheme,
  type TagSequence,
  tagParts,
  tagSchemes,
  typeOf,
} from './tagScheme';

/** A tag that its scheme does not allow at its place. */
export interface BrokenTag {
  readonly sentence: number;
  readonly token: number;
  readonly tag: string;
  /** Why, as the end of a sentence: 'follows O, and an entity starts with B-'. */
  readonly why: string;
}

export interface RecognisedScheme {
  /** The scheme; with broken tags, the one that the fewest tags break, and of two such the commoner. */
  readonly scheme: TagScheme;
  /**
   * All schemes that are broken by equally few tags, `scheme` first. They read the same entities: tags with I alone, say,
   * are IOB1 as well as IOE1.
   */
  readonly candidates: readonly TagScheme[];
  /** What breaks `scheme`; empty where it fits. */
  readonly broken: readonly BrokenTag[];
}

/**
 * Recognises the scheme of tagged sentences from the prefixes and their order.
 * @throws LabError for no tags, or a tag of no scheme (a part of speech, say)
 */
export function recogniseScheme(sentences: readonly TagSequence[]): RecognisedScheme {
  const read = parsed(sentences);
  const found = tagSchemes
    .filter((scheme) => read.every((tags) => tags.every(({ prefix }) => prefixesOf[scheme].includes(prefix))))
    .map((scheme) => ({ scheme, broken: brokenTags(read, sentences, scheme) }));
  if (found.length === 0) {
    const prefixes = [...new Set(read.flatMap((tags) => tags.map(({ prefix }) => prefix)))].sort();
    throw new LabError(
      `No tagging scheme has all of the prefixes ${prefixes.join(', ')}; write the tags in one of ${tagSchemes.join(', ')}.`,
    );
  }
  const fewest = Math.min(...found.map(({ broken }) => broken.length));
  const best = found.filter(({ broken }) => broken.length === fewest);
  return {
    scheme: best[0].scheme,
    candidates: best.map(({ scheme }) => scheme),
    broken: best[0].broken,
  };
}

export interface ToBioOptions {
  /** The scheme of the tags; recognised where it is left out. */
  readonly scheme?: TagScheme;
  /**
   * 'refuse' throws for a broken tag; 'mend' reads it as conlleval.pl does, so that an entity starts wherever the type
   * changes or O ends. Default 'refuse'.
   */
  readonly broken?: 'refuse' | 'mend';
}

export interface BioTags {
  readonly tags: string[][];
  /** The scheme that they were in. */
  readonly scheme: TagScheme;
  /** What was mended. */
  readonly mended: readonly BrokenTag[];
}

/**
 * The same entities in BIO: B- on the first token of each, I- on its others.
 * @throws LabError for a tag of no scheme, or a broken tag unless it is to be mended
 */
export function toBio(sentences: readonly TagSequence[], options: ToBioOptions = {}): BioTags {
  const found = options.scheme ? given(sentences, options.scheme) : recogniseScheme(sentences);
  const { scheme, broken } = found;
  if (broken.length > 0 && options.broken !== 'mend') {
    const [{ tag, token, sentence, why }] = broken;
    const more = broken.length > 1 ? ` (and ${broken.length - 1} more)` : '';
    throw new LabError(
      `The tag '${tag}' of token ${token} in sentence ${sentence} breaks ${scheme}: it ${why}${more}; mend the data, name another scheme, or ask for broken: 'mend'.`,
    );
  }
  const tags = sentences.map((sentence) => {
    const bio = new Array<string>(sentence.length).fill('O');
    for (const { type, start, end } of entitiesIn(sentence, scheme)) {
      // A tag without a type is B or I alone.
      const rest = type === '_' && !sentence[start].endsWith('-_') ? '' : `-${type}`;
      bio.fill(`I${rest}`, start, end);
      bio[start] = `B${rest}`;
    }
    return bio;
  });
  return { tags, scheme, mended: broken };
}

function given(sentences: readonly TagSequence[], scheme: TagScheme): RecognisedScheme {
  if (!tagSchemes.includes(scheme)) {
    throw new LabError(`There is no tagging scheme '${scheme}'; there are ${tagSchemes.join(', ')}.`);
  }
  const read = parsed(sentences);
  read.forEach((tags, sentence) => {
    tags.forEach(({ prefix }, token) => {
      if (!prefixesOf[scheme].includes(prefix)) {
        throw new LabError(
          `The tag '${sentences[sentence][token]}' of token ${token} in sentence ${sentence} is not of the scheme ${scheme}, whose prefixes are ${[...prefixesOf[scheme]].join(', ')}; name the scheme of these tags.`,
        );
      }
    });
  });
  return { scheme, candidates: [scheme], broken: brokenTags(read, sentences, scheme) };
}

function parsed(sentences: readonly TagSequence[]): TagParts[][] {
  if (!sentences.some((tags) => tags.length > 0)) throw new LabError('There are no tags to read.');
  return sentences.map((tags, sentence) =>
    tags.map((tag, token) => {
      const parts = tagParts(tag);
      if (!parts) {
        throw new LabError(
          `The tag '${tag}' of token ${token} in sentence ${sentence} is of no tagging scheme; write O, or a prefix and a type, as B-PER.`,
        );
      }
      return parts;
    }),
  );
}

/** Entities of tags in any one scheme. Where the scheme is kept, conlleval's reading is the scheme's own. */
function entitiesIn(tags: TagSequence, scheme: TagScheme): Entity[] {
  if (scheme !== 'BILOU') return lenientEntities(tags);
  return lenientEntities(tags.map((tag) => tag.replace(/^L/, 'E').replace(/^U/, 'S')));
}

/** Why a tag may not stand between its neighbours (O at the ends of the sentence), or undefined where it may. */
type Neighbours = (tag: TagParts, before: TagParts, after: TagParts) => string | undefined;

const outside: TagParts = { prefix: 'O', rest: '' };

function brokenTags(
  read: readonly (readonly TagParts[])[],
  sentences: readonly TagSequence[],
  scheme: TagScheme,
): BrokenTag[] {
  return read.flatMap((tags, sentence) =>
    tags.flatMap((tag, token) => {
      const why = allowed[scheme](tag, tags[token - 1] ?? outside, tags[token + 1] ?? outside);
      return why === undefined ? [] : [{ sentence, token, tag: sentences[sentence][token], why }];
    }),
  );
}

/** Whether `other` has one of the prefixes and this tag's type. */
function is(other: TagParts, prefixes: string, tag: TagParts): boolean {
  return prefixes.includes(other.prefix) && typeOf(other) === typeOf(tag);
}

const shown = ({ prefix, rest }: TagParts) => prefix + rest;

/** The chunk schemes that mark the last token and the only one: B I* last, or single. */
function marksEnds(last: string, single: string): Neighbours {
  return (tag, before, after) => {
    const [opens, closes] = [`B${single}`.includes(tag.prefix), (last + single).includes(tag.prefix)];
    if (tag.prefix === 'O') return undefined;
    if (!opens && !is(before, 'BI', tag)) {
      return `follows ${shown(before)}, and an entity starts with B- or ${single}-`;
    }
    if (!closes && !is(after, `I${last}`, tag)) {
      return `stands before ${shown(after)}, and an entity ends with ${last}- or ${single}-`;
    }
    return undefined;
  };
}

const allowed: Readonly<Record<TagScheme, Neighbours>> = {
  IOB1: (tag, before) =>
    tag.prefix === 'B' && !is(before, 'BI', tag)
      ? `follows ${shown(before)}, and B- only parts an entity from one of its type just before`
      : undefined,
  IOB2: (tag, before) =>
    tag.prefix === 'I' && !is(before, 'BI', tag)
      ? `follows ${shown(before)}, and an entity starts with B-`
      : undefined,
  IOE1: (tag, _, after) =>
    tag.prefix === 'E' && !is(after, 'IE', tag)
      ? `stands before ${shown(after)}, and E- only parts an entity from one of its type just after`
      : undefined,
  IOE2: (tag, _, after) =>
    tag.prefix === 'I' && !is(after, 'IE', tag)
      ? `stands before ${shown(after)}, and an entity ends with E-`
      : undefined,
  IOBES: marksEnds('E', 'S'),
  BILOU: marksEnds('L', 'U'),
};
