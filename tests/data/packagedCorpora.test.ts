import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatasetCard } from '../../src/data/card';
import { loadDataset, type TextDataset } from '../../src/data/dataset';
import { findLeaks } from '../../src/data/leakage';
import { packagedCorpus } from '../../src/data/packagedCorpora';
import { labFolder } from '../../src/paths';
import { ownFolder } from './mirror';

ownFolder();

const splitsOf = ({ pretraining, train, dev, test }: TextDataset) => ({
  pretraining: [...pretraining.texts],
  train: [...train.examples].map(({ text }) => ({ text })),
  dev: [...dev.examples].map(({ text }) => ({ text })),
  test: [...test.examples].map(({ text }) => ({ text })),
});

describe('spam-assassin', () => {
  let mails: TextDataset;
  beforeAll(async () => {
    mails = await loadDataset('spam-assassin');
  });

  it('has 5,313 different mails, a quarter of them spam, in three splits', () => {
    expect([mails.train.length, mails.dev.length, mails.test.length]).toEqual([3713, 600, 1000]);
    const spam = [mails.train, mails.dev, mails.test].map(
      (split) => split.countPerLabel()[1]! / split.length,
    );
    for (const share of spam) expect(share).toBeCloseTo(1312 / 5313, 2);
    expect(mails.pretraining.length).toBe(3713);
  });

  it('has no text, and no near copy of one, on both sides of a split', () => {
    expect(findLeaks(splitsOf(mails), 0.6)).toEqual([]);
  });

  it('the guard would find a mail that was put on both sides', () => {
    const splits = splitsOf(mails);
    splits.train.push({ text: `${splits.test[0]!.text} indeed` });
    expect(findLeaks(splits, 0.6).map(({ split, heldOut }) => [split, heldOut])).toEqual([['train', 'test']]);
  });

  it('holds no header, address or link that would give the answer away', () => {
    const all = [mails.train, mails.dev, mails.test].flatMap(({ examples }) =>
      examples.map(({ text }) => text),
    );
    const telling = all.filter((text) => /\b\S+@\S+\.\w|^(Received|Return-Path|X-Spam[\w-]*): /im.test(text));
    expect(telling).toEqual([]);
  });
});

describe('state-of-the-union', () => {
  it('holds out whole addresses, drops repeated passages from training, and has four periods', async () => {
    const speeches = await loadDataset('state-of-the-union');
    expect([speeches.train.length, speeches.dev.length, speeches.test.length]).toEqual([25_046, 2862, 3133]);
    expect(speeches.dropped).toEqual({ pretraining: 76, train: 76, dev: 2 });
    expect(findLeaks(splitsOf(speeches), 0.6)).toEqual([]);
    expect(Math.min(...speeches.test.countPerLabel())).toBeGreaterThan(500);
  });
});

describe('files made from a package', () => {
  it('are checked against the card, and made again when they were changed', async () => {
    const file = labFolder('data', 'spam-assassin', 'mails.jsonl');
    const before = fs.readFileSync(file, 'utf8');
    fs.appendFileSync(file, 'x');
    await loadDataset('spam-assassin');
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
    const card = JSON.parse(fs.readFileSync('datasets/spam-assassin.json', 'utf8')) as DatasetCard;
    const own = path.join(path.dirname(file), 'card.json');
    const wrong = { ...card, files: [{ ...card.files[0]!, sha256: '0'.repeat(64) }] };
    fs.writeFileSync(own, JSON.stringify(wrong));
    await expect(loadDataset(own)).rejects.toThrow(/mails\.jsonl of spam-assassin has the SHA-256 ca86/);
  });

  it('an unknown reader is refused with the nearest name', () => {
    expect(() => packagedCorpus('spam-assasin', '.')).toThrow(/did you mean 'spam-assassin'/);
  });
});

describe('brown-names', () => {
  it('has sentences in lower case, proper names marked, and whole documents held out', () => {
    const folder = fs.mkdtempSync(path.join(labFolder(), 'brown-'));
    const document = (text: string) => `\n\n\t${text}\n\n`;
    for (let k = 1; k <= 9; k++) fs.writeFileSync(path.join(folder, `ca0${k}`), document(`Doc${k}/nn ./.`));
    fs.writeFileSync(
      path.join(folder, 'cb01'),
      document(
        "The/at Fulton/np-tl County/nn-tl and/or/cc New/jj-tl York's/np$ Smith's/np+bez Paris/fw-np Friday/nr",
      ),
    );
    fs.writeFileSync(path.join(folder, 'README'), 'Not/np a/at document/nn');
    const files = packagedCorpus('brown-names', folder);
    expect(files['dev.conll']).toBe('doc5\tO\n.\tO\n');
    expect(files['test.conll']).toBe('doc8\tO\n.\tO\n');
    expect(
      files['train.conll']!.endsWith(
        "the\tO\nfulton\tB-name\ncounty\tO\nand/or\tO\nnew\tO\nyork's\tB-name\nsmith's\tI-name\nparis\tI-name\nfriday\tO\n",
      ),
    ).toBe(true);
    expect(files['train.conll']!.split('\n\n').length).toBe(8);
    fs.rmSync(folder, { recursive: true });
  });

  it('from the package: 28,000 names to train on, and held-out sentences that training does not repeat', async () => {
    const { tagged, labels } = await loadDataset('brown-names');
    expect(labels).toEqual(['O', 'B-name', 'I-name']);
    const names = (split: 'train' | 'dev' | 'test') =>
      tagged![split].reduce((sum, { tags }) => sum + tags.filter((tag) => tag === 1).length, 0);
    expect([names('train'), tagged!.train.length]).toEqual([27992, 44915]);
    const seen = new Set(tagged!.train.map(({ tokens }) => tokens.join(' ')));
    expect(tagged!.test.filter(({ tokens }) => tokens.length > 5 && seen.has(tokens.join(' ')))).toEqual([]);
    expect(tagged!.test.every(({ tokens }) => tokens.every((token) => token === token.toLowerCase()))).toBe(
      true,
    );
  });
});
