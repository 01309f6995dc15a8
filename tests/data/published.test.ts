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
});

describe('cellars', () => {
  it('is generated, the same each time', async () => {
    const cellars = await loadDataset('cellars');
    expect([cellars.train.length, cellars.dev.length, cellars.test.length]).toEqual([810, 150, 240]);
    expect((await loadDataset('cellars')).hash).toBe(cellars.hash);
  });
});
