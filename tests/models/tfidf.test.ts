import { describe, expect, it } from 'vitest';
import { toDense } from '../../src/data/sparseMatrix';
import { Tfidf, wordsOfText } from '../../src/models/tfidf';

const texts = ['the cat sat on the mat', 'the dog sat', 'A cat and a dog'];

describe('Tfidf', () => {
  it('weighs words and pairs of three texts as computed by hand', () => {
    const tfidf = Tfidf.fit(texts);
    expect(tfidf.terms).toEqual(
      'and|and dog|cat|cat and|cat sat|dog|dog sat|mat|on|on the|sat|sat on|the|the cat|the dog|the mat'.split(
        '|',
      ),
    );
    // 'the dog sat': three words each in two of three texts, two pairs found nowhere else.
    const [common, rare] = [Math.log(4 / 3) + 1, Math.log(4 / 2) + 1];
    const norm = Math.sqrt(3 * common ** 2 + 2 * rare ** 2);
    const row = toDense(tfidf.features(texts)).values.slice(16, 32);
    const expected: Record<string, number> = {
      dog: common,
      sat: common,
      the: common,
      'dog sat': rare,
      'the dog': rare,
    };
    for (const [column, term] of tfidf.terms.entries()) {
      expect(row[column]).toBeCloseTo((expected[term] ?? 0) / norm, 12);
    }
  });

  it.each([
    // scikit-learn 1.9.1: TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=...) on the same texts, first row.
    [false, { cat: 0.23503491, mat: 0.30904266, the: 0.47006982 }],
    [true, { cat: 0.24275628, mat: 0.31919533, the: 0.4110221 }],
  ])('equals scikit-learn, sublinear %s', (sublinear, expected) => {
    const tfidf = Tfidf.fit(texts, { sublinear });
    const row = toDense(tfidf.features(texts)).values;
    for (const [term, value] of Object.entries(expected)) {
      expect(row[tfidf.terms.indexOf(term)]).toBeCloseTo(value, 7);
    }
  });

  it('gives rows of length 1, and an empty row for a text without known terms', () => {
    const features = Tfidf.fit(texts).features([...texts, 'unheard words']);
    expect(features.rows).toBe(4);
    for (let row = 0; row < 3; row++) {
      const values = features.values.slice(features.rowOffsets[row], features.rowOffsets[row + 1]);
      expect(Math.hypot(...values)).toBeCloseTo(1, 12);
    }
    expect(features.rowOffsets[3]).toBe(features.rowOffsets[4]);
  });

  it('drops rare terms, and says so when none is left', () => {
    expect(Tfidf.fit(texts, { minimumDocuments: 2, maximumWords: 1 }).terms).toEqual([
      'cat',
      'dog',
      'sat',
      'the',
    ]);
    expect(() => Tfidf.fit(texts, { minimumDocuments: 4 })).toThrow(/No term is left of 3 texts/);
  });

  it('splits words in any script', () => {
    expect(wordsOfText('Ünïcode, naïve x_1 α-βγ 東京 I')).toEqual(['ünïcode', 'naïve', 'x_1', 'βγ', '東京']);
  });
});
