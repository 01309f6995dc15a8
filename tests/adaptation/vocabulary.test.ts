import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenWords, extendEncoder, fragmentation } from '../../src/adaptation/vocabulary';
import { loadTokenizer, trainWordPiece } from '../../src/data/tokenizer';
import { transformerEncoder } from '../../src/models/transformerEncoder';

const general = Array.from({ length: 20 }, () => 'the cat sat on the mat as i am and the dog sat down');
const domain = ['catsat the catsat, mat', 'Catsat on dogmat', 'catsat', 'catsat mat', 'dogmat zebra'];
const tokenizer = trainWordPiece(general, { vocabularySize: 60 });

describe('fragmentation', () => {
  it('counts running words and their pieces', () => {
    const own = fragmentation(tokenizer, ['the cat sat']);
    expect(own).toEqual({ words: 3, piecesPerWord: 1, brokenShare: 0, unknownShare: 0 });
    const { words, brokenShare, piecesPerWord } = fragmentation(tokenizer, ['catsat the cat']);
    expect(words).toBe(3);
    expect(brokenShare).toBeCloseTo(1 / 3, 12);
    expect(piecesPerWord).toBeCloseTo((tokenizer.encode('catsat').length + 2) / 3, 12);
    expect(fragmentation(tokenizer, ['xylophone']).unknownShare).toBe(1);
    expect(() => fragmentation(tokenizer, [' '])).toThrow(/no word/);
  });
});

describe('brokenWords', () => {
  it('finds the words whose addition saves the most pieces', () => {
    const found = brokenWords(tokenizer, domain, { limit: 2, minimumCount: 2 });
    const pieces = tokenizer.encode('catsat').length;
    expect(found[0]).toEqual({ word: 'catsat', count: 5, saving: 5 * (pieces - 1) });
    expect(found.map(({ word }) => word)).toEqual(['catsat', 'dogmat']);
    expect(brokenWords(tokenizer, domain, { limit: 5, minimumCount: 3 })).toHaveLength(1);
  });
});

describe('an extended vocabulary', () => {
  const extended = tokenizer.withPieces(['catsat', '##dog']);

  it('keeps the old ids and knows the new pieces, after saving too', () => {
    const size = tokenizer.vocabularySize;
    expect(extended.vocabularySize).toBe(size + 2);
    expect(extended.encode('the cat sat')).toEqual(tokenizer.encode('the cat sat'));
    expect([...extended.encode('Catsat catdog')]).toEqual([size, ...tokenizer.encode('cat'), size + 1]);
    expect(fragmentation(extended, domain).piecesPerWord).toBeLessThan(
      fragmentation(tokenizer, domain).piecesPerWord,
    );
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-vocabulary-'));
    extended.save(folder);
    expect(loadTokenizer(folder).hash).toBe(extended.hash);
    fs.rmSync(folder, { recursive: true });
  });

  it('refuses pieces that are there, come twice or hold a space', () => {
    for (const pieces of [['the'], ['new', 'new'], ['a b'], ['']])
      expect(() => tokenizer.withPieces(pieces)).toThrow(/cannot be added/);
  });

  it('gives an encoder whose new rows are the means of their pieces, all else being the same', () => {
    const sizes = { layers: 1, width: 4, heads: 2, maxLength: 8, seed: 3 };
    const encoder = transformerEncoder({ vocabularySize: tokenizer.vocabularySize, ...sizes });
    const larger = extendEncoder(encoder, tokenizer, extended);
    const rows = (of: typeof encoder) => of.tokenEmbedding.arraySync() as number[][];
    const [old, now] = [rows(encoder), rows(larger)];
    expect(now.slice(0, old.length)).toEqual(old);
    for (const [place, word] of ['catsat', 'dog'].entries()) {
      const pieces = [...tokenizer.encode(word)];
      const means = old[0]!.map((_, k) => pieces.reduce((sum, id) => sum + old[id]![k]!, 0) / pieces.length);
      now[old.length + place]!.forEach((value, k) => {
        expect(value).toBeCloseTo(means[k]!, 6);
      });
    }
    for (const [name, variable] of Object.entries(encoder.parameters)) {
      if (variable !== encoder.tokenEmbedding)
        expect(larger.parameters[name]!.dataSync()).toEqual(variable.dataSync());
    }
    expect(() => extendEncoder(larger, tokenizer, extended)).toThrow(/token embeddings, the tokenizer/);
    const other = trainWordPiece(domain, { vocabularySize: 60, minimumFrequency: 1 });
    expect(() => extendEncoder(encoder, tokenizer, other)).toThrow(/not the same in both/);
  });
});
