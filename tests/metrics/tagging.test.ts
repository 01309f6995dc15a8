import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenientEntities, strictEntities } from '../../src/metrics/entities';
import { type EntityScores, entityScores } from '../../src/metrics/entityScores';
import { surfaceForms } from '../../src/metrics/surfaceForms';
import {
  entityF1,
  entityPrecision,
  entityRecall,
  macroEntityF1,
  seenEntityF1,
  seenEntityRecall,
  strictEntityF1,
  strictMacroEntityF1,
  strictWeightedEntityF1,
  tokenAccuracy,
  unseenEntityF1,
  unseenEntityRecall,
  weightedEntityF1,
} from '../../src/metrics/tagging';
import type { TagScheme } from '../../src/metrics/tagScheme';
import { expectRecorded, recorded } from './recorded';

type Three = [precision: number, recall: number, f1: number];
interface Scores {
  readonly micro: Three;
  readonly macro: Three | [null, null, null];
  readonly weighted: Three;
  readonly types: Record<string, [...Three, labelled: number]>;
}
interface TaggedCase {
  readonly labels: string[];
  readonly answers: string[];
  readonly tokenAccuracy: number | null;
  readonly lenient: Scores | null;
  readonly strict: Partial<Record<TagScheme, Scores | null>>;
}

const split = (sentences: readonly string[]) =>
  sentences.map((sentence) => (sentence === '' ? [] : sentence.split(' ')));

const cases = recorded('tagging')
  .cases<TaggedCase>('sentences')
  .map((given) => ({ ...given, labels: split(given.labels), answers: split(given.answers) }));

function expectScores(found: EntityScores, given: Scores, about: string) {
  const three = (score: { precision: number; recall: number; f1: number }) => [
    score.precision,
    score.recall,
    score.f1,
  ];
  expectRecorded(three(found.micro), given.micro, `micro, ${about}`);
  expectRecorded(three(found.weighted), given.weighted, `weighted, ${about}`);
  if (given.macro[0] === null) expect(found.macro, about).toBeUndefined();
  else expectRecorded(three(found.macro!), given.macro as Three, `macro, ${about}`);
  expect([...found.types.keys()].sort(), about).toEqual(Object.keys(given.types).sort());
  for (const [type, values] of Object.entries(given.types)) {
    const own = found.types.get(type)!;
    expectRecorded([...three(own), own.labelled], values, `type ${type}, ${about}`);
  }
}

describe("seqeval's values", () => {
  it('are equalled by its default mode', () => {
    const read = cases.filter(({ lenient }) => lenient !== null);
    expect(read.length).toBeGreaterThan(150);
    for (const [k, { labels, answers, lenient }] of read.entries()) {
      expectScores(entityScores(answers, labels), lenient!, `case ${k}`);
      expectRecorded(
        [entityPrecision, entityRecall, entityF1].map((metric) => metric.compute(answers, labels)),
        lenient!.micro,
        `metrics of case ${k}`,
      );
      expectRecorded([weightedEntityF1.compute(answers, labels)], [lenient!.weighted[2]], `case ${k}`);
      const macro = () => macroEntityF1.compute(answers, labels);
      if (lenient!.macro[2] === null) expect(macro).toThrow(/Neither labels nor answers have an entity/);
      else expectRecorded([macro()], [lenient!.macro[2]], `case ${k}`);
    }
  });

  it('are equalled by its strict mode in each scheme, and refused where it refuses', () => {
    const seen = new Map<string, number>();
    let refused = 0;
    for (const [k, { labels, answers, strict }] of cases.entries()) {
      for (const [scheme, scores] of Object.entries(strict) as [TagScheme, Scores | null][]) {
        if (scores === null) {
          refused++;
          expect(() => entityScores(answers, labels, scheme)).toThrow(/is not of the scheme IOB2/);
          continue;
        }
        seen.set(scheme, (seen.get(scheme) ?? 0) + 1);
        expectScores(entityScores(answers, labels, scheme), scores, `${scheme}, case ${k}`);
        expectRecorded(
          [strictEntityF1, strictWeightedEntityF1].map((metric) => metric.compute(answers, labels, scheme)),
          [scores.micro[2], scores.weighted[2]],
          `${scheme}, case ${k}`,
        );
        const macro = () => strictMacroEntityF1.compute(answers, labels, scheme);
        if (scores.macro[2] === null) expect(macro).toThrow(/Neither labels nor answers/);
        else expectRecorded([macro()], [scores.macro[2]], `${scheme}, case ${k}`);
      }
    }
    expect([...seen.keys()].sort()).toEqual(['BILOU', 'IOB1', 'IOB2', 'IOBES', 'IOE1', 'IOE2']);
    for (const count of seen.values()) expect(count).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  });

  it('are equalled by token accuracy', () => {
    for (const [k, { labels, answers, tokenAccuracy: value }] of cases.entries()) {
      if (value === null) expect(() => tokenAccuracy.compute(answers, labels)).toThrow(/no tokens/);
      else expectRecorded([tokenAccuracy.compute(answers, labels)], [value], `case ${k}`);
    }
  });

  it('tell the modes, the schemes and the means apart', () => {
    const differ = (one: (given: TaggedCase) => number | null | undefined, other: typeof one) =>
      recorded('tagging')
        .cases<TaggedCase>('sentences')
        .filter((given) => {
          const [a, b] = [one(given), other(given)];
          return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) > 1e-6;
        }).length;
    const lenient = (given: TaggedCase) => given.lenient?.micro[2];
    const strict = (scheme: TagScheme) => (given: TaggedCase) => given.strict[scheme]?.micro[2];
    expect(differ(lenient, strict('IOB2'))).toBeGreaterThan(20);
    expect(differ(strict('IOB1'), strict('IOB2'))).toBeGreaterThan(20);
    expect(differ(strict('IOE1'), strict('IOE2'))).toBeGreaterThan(20);
    expect(differ(lenient, strict('IOBES'))).toBeGreaterThan(5);
    expect(differ(lenient, (given) => given.lenient?.macro[2])).toBeGreaterThan(20);
    expect(differ(lenient, (given) => given.lenient?.weighted[2])).toBeGreaterThan(20);
  });
});

describe('entities by hand', () => {
  const tags = ['I-PER', 'I-PER', 'B-PER', 'I-LOC', 'O', 'S-ORG', 'E-ORG'];

  it('are mended by the default mode', () => {
    expect(lenientEntities(tags)).toEqual([
      { type: 'PER', start: 0, end: 2 },
      { type: 'PER', start: 2, end: 3 },
      { type: 'LOC', start: 3, end: 4 },
      { type: 'ORG', start: 5, end: 6 },
      { type: 'ORG', start: 6, end: 7 },
    ]);
  });

  it('are dropped by the strict mode where they break the scheme', () => {
    expect(strictEntities(['I-PER', 'O', 'B-PER', 'I-PER', 'I-LOC'], 'IOB2')).toEqual([
      { type: 'PER', start: 2, end: 4 },
    ]);
  });

  it('do not go on from one sentence to the next', () => {
    expect(entityF1.compute([['B-A'], ['I-A']], [['B-A'], ['I-A']])).toBe(1);
    expect(entityScores([['B-A'], ['I-A']], [['B-A'], ['I-A']]).micro.labelled).toBe(2);
  });

  it('are refused with a tag of no scheme, an unknown scheme, or BILOU in the default mode', () => {
    const of = (tag: string, scheme?: TagScheme) => () => entityScores([[tag]], [['O']], scheme);
    for (const tag of ['NN', 'O-PER', 'BPER', 'b-PER', 'PER-B', '', 'o', '0']) {
      expect(of(tag)).toThrow(
        new RegExp(`Answers of sentence 0: The tag '${tag}' of token 0 is of no tagging scheme`),
      );
    }
    expect(of(7 as unknown as string)).toThrow(/The tag '7'/);
    expect(of('U-A')).toThrow(/BILOU, which only strict scores read; normalise the tags with toBio/);
    expect(of('B-A', 'BIO' as TagScheme)).toThrow(/no tagging scheme 'BIO'; there are IOB1, IOB2/);
    expect(of('E-A', 'IOB2')).toThrow(
      /'E-A' of token 0 is not of the scheme IOB2, whose prefixes are O, B, I/,
    );
  });

  it('need the same sentences and tokens on both sides', () => {
    expect(() => entityF1.compute([], [])).toThrow(/no sentences/);
    expect(() => entityF1.compute([['O']], [])).toThrow(/no sentences/);
    expect(() => entityF1.compute([['O']], [['O'], ['O']])).toThrow(
      /predictions of 1 sentences and labels of 2/,
    );
    expect(() => entityF1.compute([['O'], ['O']], [['O'], ['O', 'O']])).toThrow(
      /Sentence 1 has 1 predictions for 2 labelled tokens/,
    );
    expect(() => entityF1.compute(['O'] as unknown as string[][], [['O']])).toThrow(
      /Sentence 0 is not a list/,
    );
  });
});

/** Sentences with any tags of BIO and BIOES, answered in two ways. */
const sentences = fc.array(
  fc.array(
    fc.tuple(
      fc.constantFrom('O', 'B-A', 'I-A', 'B-B', 'I-B', 'E-A', 'S-B'),
      fc.constantFrom('O', 'B-A', 'I-A', 'B-B', 'I-B', 'E-A', 'S-B'),
    ),
    { minLength: 1, maxLength: 8 },
  ),
  { minLength: 1, maxLength: 5 },
);

describe('every score of entities', () => {
  it('is in its range, the same in any order of sentences, and best for equal tags', () => {
    fc.assert(
      fc.property(sentences, (drawn) => {
        const [labels, answers] = [0, 1].map((side) => drawn.map((own) => own.map((both) => both[side])));
        const found = entityScores(answers, labels);
        fc.pre(found.micro.labelled > 0);
        const back = <T>(list: readonly T[]) => [...list].reverse();
        for (const metric of [entityF1, entityPrecision, entityRecall, macroEntityF1, weightedEntityF1]) {
          const value = metric.compute(answers, labels);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(metric.compute(back(answers), back(labels))).toBeCloseTo(value, 12);
          expect(metric.compute(labels, labels)).toBeCloseTo(1, 12);
        }
        // Answers and labels exchanged exchange precision and recall, and leave F1.
        const exchanged = entityScores(labels, answers);
        expect(exchanged.micro.precision).toBe(found.micro.recall);
        expect(exchanged.micro.f1).toBe(found.micro.f1);
      }),
      { seed: 3 },
    );
  });
});

interface SplitCase {
  readonly trainWords: string[];
  readonly trainTags: string[];
  readonly words: string[];
  readonly labels: string[];
  readonly answers: string[];
  readonly seen: Half;
  readonly unseen: Half;
}
interface Half {
  readonly labelled: number;
  readonly predicted: number;
  readonly recall: number | null;
  readonly f1: number | null;
}

describe('entities seen in training, and unseen ones', () => {
  it('score as counted over entities of seqeval', () => {
    const splits = recorded('tagging').cases<SplitCase>('split');
    const compared = { seen: 0, unseen: 0 };
    for (const [k, given] of splits.entries()) {
      const seen = surfaceForms(split(given.trainWords), split(given.trainTags));
      const of = (metric: typeof seenEntityF1 | typeof unseenEntityF1) =>
        metric.compute(split(given.answers), split(given.labels), split(given.words), seen);
      for (const [half, f1, recall] of [
        ['seen', seenEntityF1, seenEntityRecall],
        ['unseen', unseenEntityF1, unseenEntityRecall],
      ] as const) {
        if (given[half].recall === null) {
          expect(() => of(f1 as typeof seenEntityF1)).toThrow(
            new RegExp(`None of the labelled entities is ${half} in training`),
          );
          continue;
        }
        compared[half]++;
        expectRecorded(
          [f1, recall].map((metric) => of(metric as typeof seenEntityF1)),
          [given[half].f1!, given[half].recall!],
          `${half}, case ${k}`,
        );
      }
    }
    expect(Math.min(compared.seen, compared.unseen)).toBeGreaterThan(20);
  });

  it('are told apart by all their words, case included', () => {
    const seen = surfaceForms([['New', 'York', 'is', 'in', 'May']], [['B-LOC', 'I-LOC', 'O', 'O', 'O']]);
    expect([...seen]).toEqual(['New York']);
    const words = [['new', 'York', 'New', 'York']];
    const labels = [['B-LOC', 'I-LOC', 'B-ORG', 'I-ORG']];
    expect(seenEntityRecall.compute([['O', 'O', 'B-ORG', 'I-ORG']], labels, words, seen)).toBe(1);
    expect(unseenEntityRecall.compute([['O', 'O', 'B-ORG', 'I-ORG']], labels, words, seen)).toBe(0);
  });

  it('need words for each token', () => {
    expect(() => surfaceForms([['a']], [['O', 'O']])).toThrow(/1 words for 2 labelled tokens/);
    expect(() => seenEntityF1.compute([['O']], [['O']], [['a', 'b']], new Set())).toThrow(/2 words for 1/);
  });
});

describe('token accuracy', () => {
  it('takes token numbers too, over all sequences together', () => {
    expect(tokenAccuracy.compute([Int32Array.of(1, 2), [3]], [Int32Array.of(1, 5), [3]])).toBe(2 / 3);
    expect(tokenAccuracy.chanceLevel([0.2, 0.7, 0.1])).toBe(0.7);
  });

  it('refuses what is neither a tag nor a token', () => {
    expect(() => tokenAccuracy.compute([[0.5]], [[1]])).toThrow(/Prediction 0 of sequence 0 is 0.5/);
    expect(() => tokenAccuracy.compute([[1]], [[Number.NaN]])).toThrow(/Token 0 of sequence 0 is NaN/);
    expect(() => tokenAccuracy.compute([[1, 2]], [[1]])).toThrow(/2 predictions for 1/);
    expect(() => tokenAccuracy.compute([[]], [[]])).toThrow(/no tokens/);
  });
});
