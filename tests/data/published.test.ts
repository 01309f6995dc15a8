import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { findMirror, ownFolder } from './mirror';

const mirror = findMirror();
ownFolder();
if (mirror) process.env.LAB_DATA_MIRROR = mirror;

describe.skipIf(!mirror)('published datasets', () => {
  it('sst2 has its published splits without the training sentences that repeat a held-out one', async () => {
    const sst2 = await loadDataset('sst2');
    expect([sst2.train.length + sst2.dropped.train, sst2.dev.length, sst2.test.length]).toEqual([
      6920, 872, 1821,
    ]);
    expect(sst2.dropped.train).toBe(7);
    expect(sst2.labels).toEqual(['negative', 'positive']);
    expect(sst2.dev.examples[0]).toEqual({ text: 'one long string of cliches', label: 0 });
  });

  it('rotten-tomatoes has 5,331 texts of each class', async () => {
    const tomatoes = await loadDataset('rotten-tomatoes');
    expect([tomatoes.train.length, tomatoes.dev.length, tomatoes.test.length]).toEqual([7662, 1000, 2000]);
    expect(tomatoes.test.countPerLabel()).toEqual([1000, 1000]);
  });

  it('ag-news is cut from the published test file', async () => {
    const news = await loadDataset('ag-news');
    expect([news.train.length, news.dev.length, news.test.length]).toEqual([4600, 1000, 2000]);
    expect(news.test.countPerLabel()).toEqual([500, 500, 500, 500]);
    expect(news.pretraining.texts.every((text) => !text.startsWith('"'))).toBe(true);
  });

  it('wikitext-2 has paragraphs and no headings', async () => {
    const wikitext = await loadDataset('wikitext-2');
    const { pretraining, heldOut, dropped } = wikitext;
    expect(pretraining.length + dropped.pretraining + heldOut.dev.length).toBe(1841);
    expect(pretraining.texts.some((text) => text.startsWith('= '))).toBe(false);
    expect(heldOut.test.length).toBe(2185);
    expect(wikitext.labels).toEqual([]);
  });

  it('chemprot and citation-intent have their published test sets, and no training text repeats one', async () => {
    const chemprot = await loadDataset('chemprot');
    expect([chemprot.train.length, chemprot.dev.length, chemprot.test.length]).toEqual([4160, 2426, 3469]);
    expect(chemprot.labels).toHaveLength(13);
    expect(chemprot.dropped.train).toBe(9);
    const intent = await loadDataset('citation-intent');
    expect([intent.train.length, intent.dev.length, intent.test.length]).toEqual([1519, 106, 139]);
    expect(intent.dropped.train).toBe(169);
  });

  it('ncbi-disease and bc5cdr have sentences with tags, and pretraining text', async () => {
    const disease = await loadDataset('ncbi-disease');
    expect(disease.tagged!.test).toHaveLength(940);
    expect(disease.pretraining).toHaveLength(5400);
    const first = disease.tagged!.test[0]!;
    expect(first.tokens).toHaveLength(first.tags.length);
    const cdr = await loadDataset('bc5cdr');
    expect(cdr.tagged!.test).toHaveLength(4139);
    expect(cdr.labels).toEqual(['O', 'B-Entity', 'I-Entity']);
    const named = cdr.tagged!.train.filter(({ tags }) => tags.includes(1));
    expect(named.length).toBeGreaterThan(1000);
  });
});

describe('cellars', () => {
  it('is generated, the same each time', async () => {
    const cellars = await loadDataset('cellars');
    expect([cellars.train.length, cellars.dev.length, cellars.test.length]).toEqual([810, 150, 240]);
    expect((await loadDataset('cellars')).hash).toBe(cellars.hash);
  });
});
