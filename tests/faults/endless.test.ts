import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { checkCard } from '../../src/data/cards';
import { generateFiles } from '../../src/data/generators';
import { packagedCorpus } from '../../src/data/packagedCorpora';
import { loadTokenizer, trainWordPiece } from '../../src/data/tokenizer';
import { nearestName } from '../../src/nearestName';
import { writtenCards } from '../data/writtenCards';

const cards = writtenCards();

/** Milliseconds that something took. */
async function lasting(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const soon = 5000;

it('a heading of 8 kB that never ends is read at once, and headings are known as before', async () => {
  const lines = ['= Title =', ' = = Deeper = = ', '=x=', `=${' ='.repeat(4000)}x`, 'text'];
  const time = await lasting(async () => {
    const dataset = await cards.load(
      { 'a.txt': lines.join('\n') },
      { task: 'language-modelling', format: { kind: 'lines', headings: 'wikitext' } },
    );
    expect(dataset.pretraining.texts).toEqual(['=x=', lines[3], 'text']);
  });
  expect(time).toBeLessThan(soon);
});

it('a word of a million characters is not learned from', async () => {
  const time = await lasting(() => trainWordPiece(['ab ab', 'ab'.repeat(500_000)], { vocabularySize: 100 }));
  expect(time).toBeLessThan(soon);
});

it('a name of 20,000 characters is not compared with others', async () => {
  const long = 'a'.repeat(20_000);
  expect(await lasting(() => nearestName(long, [long]))).toBeLessThan(soon);
  expect(nearestName('cellar', [long, 'cellars'])).toBe('cellars');
});

it('a JSON line of more than 50 million characters is refused', async () => {
  const sentence = await cards.refusal(
    { 'a.jsonl': `{"text": "${'a'.repeat(50_000_001)}"}\n` },
    { task: 'language-modelling', format: { kind: 'jsonl', text: 'text' } },
  );
  expect(sentence).toContain('million characters');
});

it('a tokenizer with an expression of its own is refused', () => {
  const json = JSON.parse(trainWordPiece(['a b c a b c'], { vocabularySize: 20 }).json);
  json.normalizer = { type: 'Sequence', normalizers: [{ type: 'Replace', pattern: { Regex: '(a+)+$' } }] };
  const file = path.join(cards.folder(), 'tokenizer.json');
  fs.writeFileSync(file, JSON.stringify(json));
  expect(() => loadTokenizer(file)).toThrow('brings a regular expression of its own');
});

it.each(['toString', '__proto__', 'constructor'])('there is no generator or reader %s', async (name) => {
  await expect(generateFiles(name, 1, cards.folder())).rejects.toThrow(`There is no generator '${name}'`);
  expect(() => packagedCorpus(name, cards.folder())).toThrow(`There is no reader '${name}'`);
});

it('a card nested ten thousand deep, one of vast images, and a label that steers a terminal are refused', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`) as object;
  expect(() => checkCard(deep, 'card.json')).toThrow('is nested too deeply');
  const images = {
    ...{ name: 'x', task: 'image-classification', files: [{ path: 'p', folder: true }] },
    ...{ splits: { fractions: { dev: 0, test: 0 } } },
    format: { kind: 'image-folder', folder: 'p', size: [100_000, 100_000], channels: 1 },
  };
  expect(() => checkCard(images, 'card.json')).toThrow(/size/);
  const fitting = { ...images, format: { ...images.format, size: [8, 8] } };
  expect(checkCard(fitting, 'card.json').name).toBe('x');
  expect(() => checkCard({ ...fitting, labels: ['a', 'b\u001b[2J'] }, 'card.json')).toThrow(/labels/);
});
