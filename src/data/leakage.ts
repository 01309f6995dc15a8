import { LabError } from '../errors';
import { excerpt } from '../excerpt';
import { type RawSplits, wholeText } from './examples';
import { nearDuplicatesAcross, normalisedText } from './nearDuplicates';

/** A text of one split that repeats (or nearly repeats) a text of a split it must not know. */
export interface Leak {
  readonly split: 'pretraining' | 'train' | 'dev';
  readonly index: number;
  readonly text: string;
  readonly heldOut: 'dev' | 'test';
  readonly heldOutText: string;
  /** exact: equal but for case, accents, punctuation and spacing; near: as similar as the threshold or more. */
  readonly kind: 'exact' | 'near';
}

/** How many texts of each split were taken out because dev or test hold them too. */
export interface DroppedTexts {
  readonly pretraining: number;
  readonly train: number;
  readonly dev: number;
}

/**
 * Texts of pretraining and train that stand in dev or test, and texts of dev that stand in test. Pretraining may
 * contain train's texts: they are no secret, their labels are not in it.
 */
export function findLeaks(splits: RawSplits, threshold: number): Leak[] {
  const dev = splits.dev.map(wholeText);
  const test = splits.test.map(wholeText);
  const train = splits.train.map(wholeText);
  const leaks: Leak[] = [];
  const search = (split: Leak['split'], texts: readonly string[], reference: readonly string[]) => {
    const firstTest = reference.length - test.length;
    const add = (index: number, match: number, kind: Leak['kind']) => {
      const heldOut = match < firstTest ? 'dev' : 'test';
      leaks.push({ split, index, text: texts[index]!, heldOut, heldOutText: reference[match]!, kind });
    };
    const exact = new Map<string, number>();
    reference.forEach((text, index) => {
      exact.set(normalisedText(text), index);
    });
    const rest: number[] = [];
    texts.forEach((text, index) => {
      const match = exact.get(normalisedText(text));
      if (match === undefined) rest.push(index);
      else add(index, match, 'exact');
    });
    const restTexts = rest.map((index) => texts[index]!);
    for (const [index, match] of nearDuplicatesAcross(restTexts, reference, threshold))
      add(rest[index]!, match, 'near');
  };
  // Where the pretraining texts contain train's, as they mostly do, one search serves both.
  search('pretraining', splits.pretraining, [...dev, ...test]);
  const known = new Set(splits.pretraining);
  const leaking = new Map(leaks.map((leak) => [leak.text, leak]));
  const unknown: number[] = [];
  train.forEach((text, index) => {
    const leak = leaking.get(text);
    if (leak) leaks.push({ ...leak, split: 'train', index });
    else if (!known.has(text)) unknown.push(index);
  });
  const before = leaks.length;
  search(
    'train',
    unknown.map((index) => train[index]!),
    [...dev, ...test],
  );
  for (let entry = before; entry < leaks.length; entry++) {
    leaks[entry] = { ...leaks[entry]!, index: unknown[leaks[entry]!.index]! };
  }
  search('dev', dev, test);
  return leaks;
}

/**
 * Refuses a dataset whose held-out texts leak.
 * @throws LabError with the counts and up to two examples
 */
export function refuseLeaks(name: string, splits: RawSplits, threshold: number): void {
  const leaks = findLeaks(splits, threshold);
  if (leaks.length === 0) return;
  const exact = leaks.filter(({ kind }) => kind === 'exact').length;
  const examples = leaks
    .slice(0, 2)
    .map(
      (leak) =>
        `${leak.split} ${leak.index + 1} '${short(leak.text)}' ~ ${leak.heldOut} '${short(leak.heldOutText)}'`,
    );
  throw new LabError(
    `${name} leaks: ${exact} exact and ${leaks.length - exact} near duplicates (similarity ${threshold} or more) stand on ` +
      `both sides of a split (${examples.join('; ')}): part them, or set "onLeak": "drop" in the card to leave them out ` +
      'of pretraining, train and dev.',
  );
}

/** The splits without the leaking texts of pretraining, train and dev, and how many those were. Test is never touched. */
export function dropLeaks(
  splits: RawSplits,
  threshold: number,
): { splits: RawSplits; dropped: DroppedTexts } {
  const leaks = findLeaks(splits, threshold);
  const outOf = (split: Leak['split']) =>
    new Set(leaks.filter((leak) => leak.split === split).map(({ index }) => index));
  const [pretraining, train, dev] = [outOf('pretraining'), outOf('train'), outOf('dev')];
  return {
    splits: {
      pretraining: splits.pretraining.filter((_, index) => !pretraining.has(index)),
      train: splits.train.filter((_, index) => !train.has(index)),
      dev: splits.dev.filter((_, index) => !dev.has(index)),
      test: splits.test,
    },
    dropped: { pretraining: pretraining.size, train: train.size, dev: dev.size },
  };
}

function short(text: string): string {
  return text.length > 60 ? excerpt(text, 57, '...') : text;
}
