import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaptationData } from '../../src/ablations/adaptationData';
import { loadDataset } from '../../src/data/dataset';
import { ownFolder } from '../data/mirror';

const sizes = { vocabularySize: 300, taskTexts: 100, devLimit: 20, testLimit: 20, heldOut: 20 };
const cards = { target: 'cellars', general: 'cellars', other: 'cellars' };

describe('the data of the adaptation study', () => {
  it("takes the target's own texts as its domain, or those of a card without what target's test repeats", async () => {
    const target = await loadDataset('cellars');
    const own = await adaptationData({ ...cards, domain: 'cellars' }, sizes);
    expect(own.domain.length).toBe(target.train.length - 100);

    const folder = ownFolder();
    const foreign = Array.from(
      { length: 30 },
      (_, k) => `Letter ${k}: the ${k % 7} barrels of year ${1900 + k} arrived.`,
    );
    const leaking = target.test.examples[0]!.text;
    fs.writeFileSync(path.join(folder, 'letters.txt'), [...foreign, leaking.toUpperCase()].join('\n'));
    const domain = path.join(folder, 'letters.json');
    fs.writeFileSync(
      domain,
      JSON.stringify({
        name: 'letters',
        task: 'language-modelling',
        files: [{ path: 'letters.txt' }],
        format: { kind: 'lines' },
        splits: { fractions: { dev: 0, test: 0 } },
      }),
    );
    const other = await adaptationData({ ...cards, domain }, sizes);
    expect(other.domain.length).toBe((await loadDataset(domain)).pretraining.length - 1);
    expect(other.task).toEqual(own.task);
    expect(other.hash).not.toBe(own.hash);
  });
});
