import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { dataCommand } from '../../src/cli/data';
import { loadDataset, type TextDataset } from '../../src/data/dataset';
import { wordsOf } from '../../src/data/nearDuplicates';
import { seededRandom } from '../../src/data/seededRandom';
import { readWordnetGlosses } from '../../src/data/wordnet';
import { ownFolder } from './mirror';

const folder = ownFolder();
let glosses: TextDataset;
beforeAll(async () => {
  glosses = await loadDataset('wordnet-glosses');
});

describe('wordnet-glosses', () => {
  it('holds all 117,791 glosses: those outside dev and test are pretraining text', () => {
    expect(glosses.pretraining.length + glosses.dev.length + glosses.test.length).toBe(117_791);
    expect([glosses.dev.length, glosses.test.length]).toEqual([2000, 5000]);
    const pretraining = new Set(glosses.pretraining.texts);
    expect(glosses.train.examples.every(({ text }) => pretraining.has(text))).toBe(true);
    expect(glosses.dropped).toEqual({ pretraining: 0, train: 0, dev: 0 });
  });

  it('has 24 classes in every split, each in the same proportion, and enough of each for 128 labels', () => {
    expect(glosses.labels).toHaveLength(24);
    expect(glosses.labels).not.toContain('motive');
    const [train, dev, test] = [glosses.train, glosses.dev, glosses.test].map((split) =>
      split.countPerLabel(),
    );
    const total = 75_099 + 7000;
    expect(glosses.train.length).toBe(75_099);
    glosses.labels.forEach((_, label) => {
      const share = (train![label]! + dev![label]! + test![label]!) / total;
      expect(Math.abs(dev![label]! - 2000 * share)).toBeLessThan(1.01);
      expect(Math.abs(test![label]! - 5000 * share)).toBeLessThan(1.01);
    });
    expect(glosses.train.labelled({ perClass: 128, seed: 1 }).length).toBe(24 * 128);
  });

  it('labels a gloss by the lexicographer file of its noun', () => {
    const labelOf = (start: string) => {
      const found = [...glosses.train.examples, ...glosses.dev.examples, ...glosses.test.examples].find(
        ({ text }) => text.startsWith(start),
      );
      return glosses.labels[found!.label];
    };
    expect(labelOf('a member of the genus Canis (probably descended from the common wolf)')).toBe('animal');
    expect(labelOf('a motor vehicle with four wheels')).toBe('artifact');
  });

  it('parts no near duplicates, by a slow look at every pair of a sample', () => {
    const random = seededRandom('sample of glosses');
    const features = (text: string) => {
      const words = wordsOf(text);
      return new Set([...words, ...words.slice(1).map((word, place) => `${words[place]} ${word}`)]);
    };
    const sample = (texts: readonly string[], size: number) =>
      Array.from({ length: size }, () => features(texts[random.integer(texts.length)]!));
    const held = sample(
      [...glosses.dev.examples, ...glosses.test.examples].map(({ text }) => text),
      120,
    );
    const others = glosses.pretraining.texts.filter((_, index) => index % 8 === 0).map(features);
    let closest = 0;
    for (const first of held) {
      for (const second of others) {
        const sizes = first.size + second.size;
        let shared = 0;
        for (const feature of first) if (second.has(feature)) shared++;
        closest = Math.max(closest, shared / (sizes - shared));
      }
    }
    expect(closest).toBeLessThan(0.6);
    // The search looked: glosses that are alike but not near duplicates are there.
    expect(closest).toBeGreaterThan(0.3);
  });

  it('is the same for everyone: its hash names this split', () => {
    expect(glosses.hash).toBe('0bf3a4ab89cc1344d5f15501944359be102d6ae5050a92872e61c2403128a6d4');
  });

  it('is refused when a line is no synset', () => {
    fs.writeFileSync(path.join(folder, 'data.noun'), '  1 licence\n00001740 03 n 01 entity\n');
    expect(() => readWordnetGlosses(folder, ['data.noun'], {})).toThrow(
      'Line 2 of data.noun is not a WordNet synset',
    );
  });

  it("is found well by 'lab data check', which passes over what is not fetched", async () => {
    let output = '';
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    });
    await dataCommand().parseAsync(['check', '--json'], { from: 'user' });
    write.mockRestore();
    const states = JSON.parse(output) as { name: string; state: string }[];
    expect(Object.fromEntries(states.map(({ name, state }) => [name, state]))).toEqual({
      'ag-news': 'not fetched',
      bc5cdr: 'not fetched',
      bccd: 'not fetched',
      'brown-names': 'well',
      cellars: 'well',
      chemprot: 'not fetched',
      'citation-intent': 'not fetched',
      'interface-strings-de': 'not fetched',
      'mnist-digits': 'well',
      'mnist-t10k': 'not fetched',
      'ncbi-disease': 'not fetched',
      omniglot: 'not fetched',
      'rotten-tomatoes': 'not fetched',
      'sentiment-sentences': 'well',
      'spam-assassin': 'well',
      sst2: 'not fetched',
      'stained-cells': 'well',
      'state-of-the-union': 'well',
      'wikitext-2': 'not fetched',
      wnut17: 'not fetched',
      'wordnet-glosses': 'well',
    });
  });
});
