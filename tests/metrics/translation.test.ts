import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bleu, corpusBleu, sacreBleuVersion, sentenceBleu } from '../../src/metrics/bleu';
import { bleuWords } from '../../src/metrics/bleuTokenizer';
import { chrF, chrFPlusPlus, corpusChrF, sentenceChrF } from '../../src/metrics/chrF';
import { exactMatch, lengthRatio, repeats, repetitionRate } from '../../src/metrics/outputForm';
import { expectRecorded, recorded } from './recorded';

interface BleuValues {
  readonly score: number;
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  readonly outputLength: number;
  readonly referenceLength: number;
  readonly signature: string;
}
interface ChrFValues {
  readonly score: number;
  readonly signature: string;
}
interface TextsCase {
  readonly outputs: string[];
  readonly references: string[][];
  readonly bleu: BleuValues;
  readonly sentenceBleu: number;
  readonly bleuSettings: {
    readonly tokenize: '13a' | 'none';
    readonly lowercase: boolean;
    readonly smooth_method: 'exp' | 'floor' | 'add-k' | 'none';
    readonly smooth_value: number | null;
    readonly effective_order: boolean;
  };
  readonly bleuSet: BleuValues;
  readonly chrF: ChrFValues;
  readonly chrFPlusPlus: ChrFValues;
  readonly chrFSettings: {
    readonly char_order: number;
    readonly word_order: number;
    readonly beta: number;
    readonly lowercase: boolean;
    readonly whitespace: boolean;
  };
  readonly chrFSet: ChrFValues;
}

const file = recorded('translation');
const cases = file.cases<TextsCase>('texts');

function expectBleu(found: BleuValues, given: BleuValues, about: string) {
  expectRecorded([found.score, ...found.precisions], [given.score, ...given.precisions], about, 1e-8);
  expectRecorded(
    [found.brevityPenalty, found.outputLength, found.referenceLength],
    [given.brevityPenalty, given.outputLength, given.referenceLength],
    about,
  );
  expect(found.signature, about).toBe(given.signature);
}

describe("sacreBLEU's values", () => {
  it('are of the version that signatures name', () => {
    expect(file.versions.sacrebleu).toBe(sacreBleuVersion);
  });

  it('are equalled by BLEU with its defaults', () => {
    for (const [k, { outputs, references, bleu: given }] of cases.entries()) {
      expectBleu(corpusBleu(outputs, references), given, `case ${k}`);
      expectRecorded([bleu.compute(outputs, references)], [given.score], `case ${k}`, 1e-8);
    }
    expect(cases.filter((given) => given.bleu.score > 0 && given.bleu.score < 100).length).toBeGreaterThan(
      80,
    );
  });

  it('are equalled by BLEU with any settings, signature included', () => {
    for (const [k, { outputs, references, bleuSettings, bleuSet }] of cases.entries()) {
      const found = corpusBleu(outputs, references, {
        tokenizer: bleuSettings.tokenize,
        lowerCase: bleuSettings.lowercase,
        smoothing: bleuSettings.smooth_method,
        smoothingValue: bleuSettings.smooth_value ?? undefined,
        effectiveOrder: bleuSettings.effective_order,
      });
      expectBleu(found, bleuSet, `case ${k}, ${JSON.stringify(bleuSettings)}`);
    }
  });

  it('are equalled by BLEU of one sentence', () => {
    for (const [k, { outputs, references, sentenceBleu: given }] of cases.entries()) {
      expectRecorded([sentenceBleu(outputs[0], references[0]).score], [given], `case ${k}`, 1e-8);
    }
  });

  it('are equalled by chrF and chrF++, and with any settings', () => {
    for (const [k, given] of cases.entries()) {
      const { outputs, references, chrFSettings } = given;
      const found = [
        corpusChrF(outputs, references),
        corpusChrF(outputs, references, { wordOrder: 2 }),
        corpusChrF(outputs, references, {
          characterOrder: chrFSettings.char_order,
          wordOrder: chrFSettings.word_order,
          beta: chrFSettings.beta,
          lowerCase: chrFSettings.lowercase,
          whiteSpace: chrFSettings.whitespace,
        }),
      ];
      [given.chrF, given.chrFPlusPlus, given.chrFSet].forEach((values, n) => {
        const about = `case ${k}, variant ${n}`;
        expectRecorded([found[n].score], [values.score], about, 1e-8);
        expect(found[n].signature, about).toBe(values.signature);
      });
      expectRecorded(
        [chrF.compute(outputs, references), chrFPlusPlus.compute(outputs, references)],
        [given.chrF.score, given.chrFPlusPlus.score],
        `case ${k}`,
        1e-8,
      );
    }
  });

  it('tell the variants apart', () => {
    const differ = (one: (given: TextsCase) => number, other: typeof one) =>
      cases.filter((given) => Math.abs(one(given) - other(given)) > 1e-4).length;
    expect(
      differ(
        (given) => given.bleu.score,
        (given) => given.bleuSet.score,
      ),
    ).toBeGreaterThan(50);
    expect(
      differ(
        (given) => given.chrF.score,
        (given) => given.chrFPlusPlus.score,
      ),
    ).toBeGreaterThan(50);
    const signatures = new Set(cases.map(({ bleuSet }) => bleuSet.signature.replace(/nrefs:[^|]*\|/, '')));
    expect(signatures.size).toBeGreaterThan(25);
    expect(new Set(cases.map(({ bleu: own }) => own.signature.split('|')[0])).size).toBeGreaterThan(2);
  });
});

describe('BLEU by hand', () => {
  it('clips matches, and punishes brevity', () => {
    // Papineni et al. 2002, section 2.1: of seven times 'the', two match the reference.
    const { precisions } = corpusBleu(['the the the the the the the'], ['the cat is on the mat'], {
      smoothing: 'none',
    });
    expect(precisions[0]).toBeCloseTo(200 / 7, 12);
    const short = corpusBleu(['a b c d'], ['a b c d e f']);
    expect(short.score).toBeCloseTo(100 * Math.exp(1 - 6 / 4), 10);
    expect(short.signature).toBe('nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0');
  });

  it('counts over the corpus, and is no mean of sentences', () => {
    const [outputs, references] = [
      ['a b c d e', 'x'],
      ['a b c d e', 'y'],
    ];
    const mean = outputs.reduce((sum, own, k) => sum + sentenceBleu(own, references[k]).score, 0) / 2;
    expect(Math.abs(corpusBleu(outputs, references).score - mean)).toBeGreaterThan(5);
  });

  it('parts punctuation from words, but not inside numbers', () => {
    expect(bleuWords('It cost $3.50, "really"!', '13a')).toEqual('It cost $ 3.50 , " really " !'.split(' '));
    expect(bleuWords('2010-12 well-known A.B &amp;', '13a')).toEqual(
      '2010 - 12 well-known A . B &'.split(' '),
    );
    expect(bleuWords('&amp;lt; &lt;amp;', '13a')).toEqual(['<', '<', 'amp', ';']);
    expect(bleuWords('2010-12, A.B', 'none')).toEqual(['2010-12,', 'A.B']);
  });

  it('refuses settings and texts that make no score', () => {
    const of = (options: object) => () => corpusBleu(['a'], ['a'], options);
    expect(of({ tokenizer: 'intl' })).toThrow(/BLEU has no tokenizer 'intl'; take 13a or none/);
    expect(of({ smoothing: 'toString' })).toThrow(/BLEU has no smoothing 'toString'; take exp, floor/);
    expect(of({ smoothing: 'add-k', smoothingValue: -1 })).toThrow(/cannot smooth by -1/);
    expect(of({ smoothing: 'floor', smoothingValue: Number.NaN })).toThrow(/cannot smooth by NaN/);
  });
});

const all = [bleu, chrF, chrFPlusPlus, exactMatch, lengthRatio, repetitionRate];
const word = fc.constantFrom('a', 'b', 'cat', 'Cat', 'mat.', '3,5', '\u00e9', '\u{1f600}', '(x)');
const sentence = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));
const corpus = fc.array(fc.tuple(sentence, fc.array(sentence, { minLength: 1, maxLength: 3 })), {
  minLength: 1,
  maxLength: 5,
});

describe('every score of texts', () => {
  it('is in its range, and the same in any order of outputs and of references', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const [outputs, references] = [pairs.map(([own]) => own), pairs.map(([, own]) => own)];
        for (const metric of all) {
          const value = metric.compute(outputs, references);
          expect(value).toBeGreaterThanOrEqual(metric.range[0]);
          expect(value).toBeLessThanOrEqual(metric.range[1]);
          expect(metric.compute([...outputs].reverse(), [...references].reverse())).toBeCloseTo(value, 9);
          // chrF takes the first of references that suit as well, so that their order may matter there.
          if (metric !== chrF && metric !== chrFPlusPlus) {
            const turned = references.map((own) => [...own].reverse());
            expect(metric.compute(outputs, turned)).toBeCloseTo(value, 9);
          }
        }
      }),
      { seed: 8 },
    );
  });

  it('is best for outputs that are their references', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const references = pairs.map(([, own]) => own);
        const outputs = references.map((own) => own[0]);
        fc.pre(corpusBleu(outputs, references).precisions.every((value) => value > 0));
        for (const metric of [bleu, chrF, chrFPlusPlus]) {
          expect(metric.compute(outputs, references)).toBeCloseTo(100, 9);
        }
        expect(exactMatch.compute(outputs, references)).toBe(1);
        expect(lengthRatio.compute(outputs, references)).toBe(1);
        expect(repetitionRate.compute(outputs, references)).toBe(0);
      }),
      { seed: 9 },
    );
  });

  it('refuses what is not an output with its references', () => {
    for (const metric of all) {
      expect(() => metric.compute([], [])).toThrow(/no outputs/);
      expect(() => metric.compute(['a'], ['a', 'b'])).toThrow(/1 outputs came with references of 2/);
      expect(() => metric.compute(['a'], [[]])).toThrow(/Output 0 has no reference/);
      expect(() => metric.compute([undefined as unknown as string], ['a'])).toThrow(/Output 0 is undefined/);
      expect(() => metric.compute(['a'], [null as unknown as string])).toThrow(/Output 0 has no reference/);
      expect(() => metric.compute(['a'], [[Number.NaN as unknown as string]])).toThrow(
        /reference of output 0 is NaN/,
      );
      expect(() => metric.compute('abc' as unknown as string[], ['a', 'b', 'c'])).toThrow(/lists of texts/);
    }
  });
});

describe('chrF by hand', () => {
  it('counts characters as Python does: one emoji is one', () => {
    // Of two characters one is right; no pair of them is.
    const { score } = sentenceChrF('\u{1f600}\u{1f601}', '\u{1f600}\u{1f602}');
    expect(score).toBeCloseTo(100 * (1 / 2 / 2), 12);
  });

  it('refuses orders and weights that make no score', () => {
    const of = (options: object) => () => corpusChrF(['a'], ['a'], options);
    expect(of({ characterOrder: 1.5 })).toThrow(/runs of up to 1.5/);
    expect(of({ wordOrder: -1 })).toThrow(/runs of up to -1/);
    expect(of({ characterOrder: 0 })).toThrow(/needs runs/);
    expect(of({ beta: 0 })).toThrow(/weigh recall by 0/);
  });
});

describe('form of outputs', () => {
  it('matches exactly, or not', () => {
    expect(exactMatch.compute(['a b', 'a b ', 'A b'], [['x', 'a b'], 'a b', 'a b'])).toBe(1 / 3);
  });

  it('is as long as sacreBLEU says', () => {
    for (const { outputs, references, bleu: given } of cases) {
      const ratio = () => lengthRatio.compute(outputs, references);
      if (given.referenceLength === 0) expect(ratio).toThrow(/All references are empty/);
      else expect(ratio()).toBe(given.outputLength / given.referenceLength);
    }
  });

  it('repeats when a block of words stands three times in a row', () => {
    for (const text of [
      'very very very',
      'to the to the to the end',
      'a x y z x y z x y z',
      'no, no, no, no',
    ]) {
      expect(repeats(text), text).toBe(true);
    }
    for (const text of [
      '',
      'a',
      'very very',
      'to the to the to',
      'a b a c a d a',
      'a a b a a b a',
      'Very very very',
    ]) {
      expect(repeats(text), text).toBe(false);
    }
  });

  it('repeats as a slow search over all blocks finds it', () => {
    const slow = (words: string[]) => {
      for (let start = 0; start < words.length; start++) {
        for (let size = 1; start + 3 * size <= words.length; size++) {
          const blocks = [0, 1, 2].map((n) =>
            words.slice(start + n * size, start + (n + 1) * size).join(' '),
          );
          if (blocks[0] === blocks[1] && blocks[1] === blocks[2]) return true;
        }
      }
      return false;
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 14 }), (words) => {
        expect(repeats(words.join(' '))).toBe(slow(words));
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it('does not count a repetition that a reference has', () => {
    expect(repetitionRate.compute(['ha ha ha', 'ha ha ha', 'ok'], ['ha ha ha', 'good', 'ok'])).toBe(1 / 3);
  });
});
