import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { LabelledTexts } from '../../src/data/texts';
import { adaptationTexts, taskAndDomain } from '../../src/recipes/adaptationTexts';
import type { TextClassificationData } from '../../src/recipes/textData';
import { contentHash } from '../../src/runner/contentHash';
import { ownFolder } from '../data/mirror';

const sizes = { vocabularySize: 300, taskTexts: 100, devLimit: 20, testLimit: 20, heldOut: 20 };
const cards = { target: 'cellars', general: 'cellars', other: 'cellars' };

/** The data as a study prepares them. */
function prepared(domain: string): Promise<TextClassificationData> {
  const { recipe, cards: own, options } = adaptationTexts({ cards: { ...cards, domain } });
  const context = { cards: own, options, settings: { texts: sizes } };
  return recipe.prepare(context as never) as Promise<TextClassificationData>;
}

describe('the data of the adaptation study', () => {
  it("take the target's own texts as their domain, or those of a card without what target's test repeats", async () => {
    const target = await loadDataset('cellars');
    const own = await prepared('cellars');
    expect(own.corpora.domain!.length).toBe(target.train.length - 100);
    expect(own.corpora.task).toEqual(own.pool.examples);
    expect(own.pool.labels).toHaveLength(100);
    expect([own.dev.labels.length, own.test.labels.length]).toEqual([20, 20]);

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
    const other = await prepared(domain);
    expect(other.corpora.domain!.length).toBe((await loadDataset(domain)).pretraining.length - 1);
    expect(other.pool).toEqual(own.pool);
    expect(contentHash(other)).not.toBe(contentHash(own));
    // Prepared twice, they hold the same: what ids follow from.
    expect(contentHash(await prepared('cellars'))).toBe(contentHash(own));
  });
});

describe('task and domain', () => {
  const texts = new LabelledTexts(
    Array.from({ length: 20 }, (_, k) => ({ text: `text ${k}`, label: k % 2 })),
    ['even', 'odd'],
  );

  it('part the training split without overlap, the same each time', () => {
    const { task, domain } = taskAndDomain(texts, 6);
    expect([task.length, domain.length]).toEqual([6, 14]);
    expect(new Set([...task.examples.map(({ text }) => text), ...domain]).size).toBe(20);
    expect(task.labels).toEqual(['even', 'odd']);
    expect(taskAndDomain(texts, 6)).toEqual({ task, domain });
    expect(taskAndDomain(texts, 100).task.length).toBe(10);
    expect(() => taskAndDomain(new LabelledTexts([], []), 3)).toThrow(/has 0 labelled/);
  });
});
