/**
 * The entities that tags mark out, read as the Python package seqeval reads them: its default mode takes the tags of any
 * scheme and mends broken ones as conlleval.pl does; its strict mode takes one scheme and drops what breaks its rules.
 */
import { LabError } from '../errors';
import { prefixesOf, type TagParts, type TagScheme, type TagSequence, tagParts } from './tagScheme';

/** The tokens start to end - 1 of a sentence. */
export interface Entity {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Entities by seqeval's default mode (`get_entities`). A change of type starts a new entity, and so does I after O: nothing
 * is refused for its order, so that a model that never answers B still gets credit.
 * @throws LabError for a tag of no scheme; of BILOU's L and U too, which that mode does not know
 */
export function lenientEntities(tags: TagSequence): Entity[] {
  const entities: Entity[] = [];
  let previous: TagParts = { prefix: 'O', rest: '' };
  let type = '';
  let start = 0;
  for (let k = 0; k <= tags.length; k++) {
    const parts: TagParts = k < tags.length ? lenientParts(tags[k], k) : { prefix: 'O', rest: '' };
    // seqeval takes what follows the first '-', here the first character.
    const own = parts.rest.slice(1) || '_';
    const inside = previous.prefix !== 'O';
    const changed = own !== type;
    if (inside && (changed || 'ES'.includes(previous.prefix) || 'BSO'.includes(parts.prefix))) {
      entities.push({ type, start, end: k });
    }
    if (parts.prefix !== 'O' && (changed || 'BS'.includes(parts.prefix) || 'ESO'.includes(previous.prefix))) {
      start = k;
    }
    [previous, type] = [parts, own];
  }
  return entities;
}

function lenientParts(tag: string, place: number): TagParts {
  const parts = tagParts(tag);
  if (!parts) {
    throw new LabError(
      `The tag '${tag}' of token ${place} is of no tagging scheme; write O, or B-, I-, E- or S- and a type, as B-PER.`,
    );
  }
  if (parts.prefix === 'L' || parts.prefix === 'U') {
    throw new LabError(
      `The tag '${tag}' of token ${place} is of the scheme BILOU, which only strict scores read; normalise the tags with toBio.`,
    );
  }
  return parts;
}

/** What the types of two neighbouring tags must be for a rule to hold. */
type SameType = '=' | '!' | '*';
/** Prefixes of the first tag, prefixes of the second, and whether their types must be equal. */
type Rule = readonly [previous: string, current: string, types: SameType];

/** Between which neighbours an entity starts, goes on, and is properly ended. '.' is any prefix. */
interface SchemeRules {
  readonly start: readonly Rule[];
  readonly inside: readonly Rule[];
  readonly end: readonly Rule[];
}

/** The rules of seqeval 1.2.2's strict mode. They have gaps (an IOE1 entity before E-, say), which are kept. */
const rules: Readonly<Record<TagScheme, SchemeRules>> = {
  IOB1: {
    start: [
      ['OB', 'I', '*'],
      ['I', 'I', '!'],
      ['IB', 'B', '='],
    ],
    inside: [['BI', 'I', '=']],
    end: [
      ['BI', 'I', '!'],
      ['BI', 'O', '*'],
      ['I', 'B', '*'],
      ['B', 'B', '='],
    ],
  },
  IOB2: {
    start: [['.', 'B', '*']],
    inside: [['BI', 'I', '=']],
    end: [
      ['BI', 'OB', '*'],
      ['BI', 'I', '!'],
    ],
  },
  IOE1: {
    start: [
      ['OE', 'I', '*'],
      ['I', 'I', '!'],
      ['E', 'E', '='],
    ],
    inside: [['I', 'IE', '=']],
    end: [
      ['I', 'IE', '!'],
      ['I', 'O', '*'],
      ['E', 'IE', '='],
    ],
  },
  IOE2: {
    start: [
      ['OE', 'IE', '*'],
      ['I', 'IE', '!'],
    ],
    inside: [['I', 'IE', '=']],
    end: [['E', '.', '*']],
  },
  IOBES: { start: [['.', 'BS', '*']], inside: [['BI', 'IE', '=']], end: [['ES', '.', '*']] },
  BILOU: { start: [['.', 'BU', '*']], inside: [['BI', 'IL', '=']], end: [['LU', '.', '*']] },
};

interface StrictTag {
  readonly prefix: string;
  readonly type: string;
}

function holds(list: readonly Rule[], previous: StrictTag, current: StrictTag): boolean {
  return list.some(
    ([before, after, types]) =>
      (before === '.' || before.includes(previous.prefix)) &&
      (after === '.' || after.includes(current.prefix)) &&
      (types === '*' || (types === '=') === (previous.type === current.type)),
  );
}

/**
 * Entities by seqeval's strict mode: an entity counts only if it starts, goes on and ends by the rules of the scheme.
 * @throws LabError for a tag whose prefix the scheme does not have
 */
export function strictEntities(tags: TagSequence, scheme: TagScheme): Entity[] {
  const schemeRules = rules[scheme];
  if (!schemeRules) {
    throw new LabError(`There is no tagging scheme '${scheme}'; there are ${Object.keys(rules).join(', ')}.`);
  }
  const { start, inside, end } = schemeRules;
  const outside: StrictTag = { prefix: 'O', type: '_' };
  const read = [...tags.map((tag, k) => strictTag(tag, k, scheme)), outside];
  const entities: Entity[] = [];
  let previous = outside;
  for (let k = 0; k < read.length; ) {
    let next = k + 1;
    if (holds(start, previous, read[k])) {
      while (next < read.length && holds(inside, read[next - 1], read[next])) next++;
      if (next < read.length && holds(end, read[next - 1], read[next])) {
        entities.push({ type: read[k].type, start: k, end: next });
      }
    }
    previous = read[next - 1];
    k = next;
  }
  return entities;
}

function strictTag(tag: string, place: number, scheme: TagScheme): StrictTag {
  const parts = tagParts(tag);
  if (!parts || !prefixesOf[scheme].includes(parts.prefix)) {
    throw new LabError(
      `The tag '${tag}' of token ${place} is not of the scheme ${scheme}, whose prefixes are ${[...prefixesOf[scheme]].join(', ')}; name the scheme of these tags.`,
    );
  }
  // seqeval's strict mode strips '-' at both ends of the type, its default mode the first one.
  return { prefix: parts.prefix, type: parts.rest.replace(/^-+|-+$/g, '') || '_' };
}
