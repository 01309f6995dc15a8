import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardNames, checkCard, readCard } from '../../src/data/cards';
import { LabError } from '../../src/errors';
import { ownFolder } from './mirror';

const folder = ownFolder();
const sound = {
  name: 'mine',
  task: 'text-classification',
  files: [{ path: 'a.jsonl' }],
  format: { kind: 'jsonl', text: 'text', label: 'label' },
};
const message = (card: object): string => {
  try {
    checkCard(card, 'mine.json');
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('the cards of the repository', () => {
  it('fit the schema and state what a reader needs to know', () => {
    expect(cardNames()).toEqual([
      'ag-news',
      'bc5cdr',
      'bccd',
      'brown-names',
      'cellars',
      'chemprot',
      'citation-intent',
      'interface-strings-de',
      'mnist-digits',
      'mnist-t10k',
      'ncbi-disease',
      'omniglot',
      'rotten-tomatoes',
      'sentiment-sentences',
      'spam-assassin',
      'sst2',
      'stained-cells',
      'state-of-the-union',
      'wikitext-2',
      'wnut17',
      'wordnet-glosses',
    ]);
    for (const name of cardNames()) {
      const { card } = readCard(name);
      expect(card.name).toBe(name);
      for (const field of ['description', 'licence', 'citation'] as const)
        expect(card[field].length).toBeGreaterThan(2);
      expect(card.metrics.length).toBeGreaterThan(0);
      if (card.source.kind !== 'generator')
        for (const file of card.files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('a card', () => {
  it('needs little, and has defaults for the rest', () => {
    expect(checkCard(sound, 'mine.json')).toMatchObject({
      source: { kind: 'local' },
      splits: { fractions: { dev: 0.1, test: 0.2 }, seed: 1 },
      labels: [],
      onLeak: 'refuse',
    });
  });

  it.each([
    [{ ...sound, licnse: 'MIT' }, "has the unknown field 'licnse': did you mean 'licence'?"],
    [
      { ...sound, format: { kind: 'jsonl', txt: 'text' } },
      "has the unknown field 'txt' in 'format': did you mean 'text'?",
    ],
    [{ ...sound, name: undefined }, "lacks the field 'name': add it (Short name"],
    [{ ...sound, task: 'classify' }, "has \"classify\" as 'task': use one of 'text-classification'"],
    [
      { ...sound, format: { kind: 'xml' } },
      "has \"xml\" as 'format.kind': use one of 'wordnet', 'jsonl', 'csv', 'tsv'",
    ],
    [{ ...sound, files: [] }, "has [] as 'files', which must NOT have fewer than 1 items"],
    [{ ...sound, files: [{ path: '../secret' }] }, 'has "../secret" as \'files.0.path\''],
    [{ ...sound, files: [{ path: '/etc/passwd' }] }, 'has "/etc/passwd" as \'files.0.path\''],
    [{ ...sound, files: [{ path: 'a.jsonl' }, { path: 'a.jsonl' }] }, 'names a file twice'],
    [{ ...sound, source: { kind: 'url' } }, "lacks 'url' of the file a.jsonl"],
    [
      { ...sound, splits: { files: { train: ['b.jsonl'] } } },
      "for the split train, which is not in 'files': did you mean 'a.jsonl'?",
    ],
    [{ ...sound, task: 'tagging' }, "is read from the format 'conll'"],
    [{ ...sound, format: { kind: 'conll', token: 0, tag: 1 } }, "is for the task 'tagging'"],
    [{ ...sound, format: { kind: 'jsonl', text: 'text' } }, 'does not say where the label is'],
    [
      { ...sound, labels: ['a'], format: { ...sound.format, labelValues: { 0: 'b' } } },
      "maps to the label 'b', which is not in 'labels'",
    ],
    [{ ...sound, onLeak: 'ignore' }, "use one of 'refuse', 'drop'"],
    [{ ...sound, nearDuplicateThreshold: 0 }, "has 0 as 'nearDuplicateThreshold', which must be > 0"],
  ])('that is wrong is refused in one sentence: %o', (card, sentence) => {
    expect(message(JSON.parse(JSON.stringify(card)))).toContain(sentence);
  });

  it('that cannot be found or read is named', () => {
    expect(() => readCard('wordnet-gloses')).toThrow(
      "There is no dataset 'wordnet-gloses': did you mean 'wordnet-glosses'?",
    );
    expect(() => readCard('something-else-entirely')).toThrow('or give the path of your own card');
    expect(() => readCard('./nowhere.json')).toThrow('The card ./nowhere.json cannot be read');
    const broken = path.join(folder, 'broken.json');
    fs.writeFileSync(broken, '{"name": ');
    expect(() => readCard(broken)).toThrow(/is not JSON \(.*\): correct it there/);
  });
});
