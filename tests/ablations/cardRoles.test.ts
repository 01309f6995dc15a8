import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cardsOf, idOn, parseCards, studyOf } from '../../src/ablations/cardRoles';
import { domainAdaptation, domainAdaptationOn } from '../../src/ablations/domainAdaptation';
import { pretrainingVersusScratch } from '../../src/ablations/pretrainingVersusScratch';
import { findAblations } from '../../src/cli/ablations';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-roles-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const own = path.join(folder, 'mine.json');
fs.writeFileSync(
  own,
  JSON.stringify({
    name: 'my.reviews',
    task: 'text-classification',
    files: [{ path: 'a.jsonl' }],
    format: { kind: 'jsonl', text: 'text', label: 'label' },
  }),
);
const roles = { target: 'spam-assassin', general: 'wordnet-glosses' };

describe('cards of a study', () => {
  it('take the place of the defaults, and give the study an id of its own', () => {
    const cards = cardsOf('toy', roles, { target: own });
    expect(cards).toEqual({ target: own, general: 'wordnet-glosses' });
    expect(idOn('toy', roles, cards)).toBe('toy-on-target-my-reviews');
    expect([studyOf('toy-on-target-my-reviews'), studyOf('toy')]).toEqual(['toy', 'toy']);
    expect(idOn('toy', roles, roles)).toBe('toy');
    expect(idOn('toy', roles, { ...cards, general: 'sst2' })).toBe('toy-on-target-my-reviews-general-sst2');
  });

  it('are refused by name where the part or the card does not exist', () => {
    expect(() => cardsOf('toy', roles, { targt: own })).toThrow(/no card 'targt'; did you mean 'target'/);
    expect(() => cardsOf('toy', roles, { target: 'spam-assasin' })).toThrow(/did you mean 'spam-assassin'/);
    expect(() => cardsOf('toy', roles, { target: './nowhere.json' })).toThrow(/cannot be read/);
  });

  it('are read from the command line', () => {
    expect(parseCards(['target=./a=b.json', 'general=sst2'])).toEqual({
      target: './a=b.json',
      general: 'sst2',
    });
    expect(() => parseCards(['target'])).toThrow(/names no card/);
    expect(() => parseCards(['a=b', 'a=c'])).toThrow(/given twice/);
  });
});

describe('a study on other cards', () => {
  it('watches them, is scored on the target, and is otherwise the same', () => {
    const study = domainAdaptationOn({ target: own });
    expect(study.data.cards).toEqual([own, 'wordnet-glosses', 'state-of-the-union']);
    expect(study.task.dataset).toBe(own);
    expect(study.tiers).toEqual(domainAdaptation.tiers);
    // The domain follows the target unless it has a card of its own.
    expect(domainAdaptationOn({ target: own, domain: 'cellars' })).toMatchObject({
      id: 'domain-adaptation-on-target-my-reviews-domain-cellars',
      data: { cards: [own, 'wordnet-glosses', 'state-of-the-union', 'cellars'] },
    });
    expect(study.task.metrics).toEqual(['macroF1', 'accuracy']);
    expect(domainAdaptationOn({ target: 'chemprot' }).task.metrics).toEqual(['accuracy', 'macroF1']);
  });

  it('is found by the commands, which refuse cards for a study that takes none', async () => {
    const [found] = await findAblations(['domain-adaptation'], [`target=${own}`]);
    expect(found!.id).toBe('domain-adaptation-on-target-my-reviews');
    await expect(findAblations([pretrainingVersusScratch.id], ['target=sst2'])).rejects.toThrow(
      /runs on its own data only/,
    );
  });
});
