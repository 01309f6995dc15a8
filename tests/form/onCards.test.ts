import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findStudies } from '../../src/cli/namedStudies';
import { baseOf, onCards, parseCards } from '../../src/form/onCards';
import { domainAdaptation } from '../../src/studies/domainAdaptation';
import { recipes, toyStudy } from '../runner/toyStudy';

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
const cards = { target: 'spam-assassin', general: 'wordnet-glosses', domain: 'spam-assassin' };
const toy = (changes: Parameters<typeof toyStudy>[0] = {}) =>
  toyStudy({ data: recipes.data({ cards, sizes: [1, 2] }), ...changes });

describe('a study on other cards', () => {
  it('has them in place of its own, an id of its own, and is otherwise the same', () => {
    const study = toy();
    const other = onCards(study, { general: own });
    expect(other.id).toBe('toy-on-general-my-reviews');
    expect(other.data.cards).toEqual({ ...cards, general: own });
    expect(other.data.options).toEqual({ sizes: [1, 2] });
    expect(other.on).toEqual({ study: 'toy', cards: { general: own } });
    expect({ ...other, id: study.id, data: study.data, on: undefined }).toEqual(study);
    expect(Object.isFrozen(other)).toBe(true);
  });

  it('is the study itself where they are its own', () => {
    const study = toy();
    expect(onCards(study, {})).toBe(study);
    expect(onCards(study, { target: 'spam-assassin' })).toBe(study);
  });

  it('lets a part follow the one whose card it has by default, unless it has a card of its own', () => {
    const followed = onCards(toy(), { target: own });
    expect(followed.data.cards).toEqual({ ...cards, target: own, domain: own });
    expect(followed.id).toBe('toy-on-target-my-reviews');
    const apart = onCards(toy(), { target: own, domain: 'cellars' });
    expect(apart.data.cards).toEqual({ ...cards, target: own, domain: 'cellars' });
    expect(apart.id).toBe('toy-on-target-my-reviews-domain-cellars');
    expect(onCards(toy(), { domain: 'cellars' }).id).toBe('toy-on-domain-cellars');
    // Staying where the target was is a difference from following it.
    const stayed = onCards(toy(), { target: own, domain: 'spam-assassin' });
    expect(stayed.data.cards.domain).toBe('spam-assassin');
    expect(stayed.id).toBe('toy-on-target-my-reviews-domain-spam-assassin');
  });

  it('goes back to its base by its id', () => {
    expect(baseOf(onCards(toy(), { target: own }).id)).toBe('toy');
    expect(baseOf(onCards(toy(), { target: own, general: 'sst2' }).id)).toBe('toy');
    expect(baseOf('toy')).toBe('toy');
  });

  it('takes up what the study says of other cards: task, levels, verdict, limits', () => {
    const { task } = toy();
    const study = toy({
      onCards: ({ target }) => ({
        limits: [`On ${path.basename(target!)}.`],
        task: { ...task, metrics: ['macroF1'] as never },
        tiers: { laptop: { levels: [4] } },
        verdict: { levels: [4] },
      }),
    });
    const other = onCards(study, { target: own });
    expect(other.limits).toEqual(['On mine.json.']);
    expect(other.task.metrics).toEqual(['macroF1']);
    expect(other.tiers.laptop).toEqual({ ...study.tiers.laptop, levels: [4] });
    expect(other.tiers.quick).toEqual(study.tiers.quick);
    expect(other.verdict).toEqual({ ...study.verdict, levels: [4] });
    expect(study.limits).toEqual(['Toys are not children.']);
  });

  it('is refused by name where the part or the card does not exist', () => {
    expect(() => onCards(toy(), { targt: own })).toThrow(
      "The study 'toy' has no card 'targt'; did you mean 'target'?",
    );
    expect(() => onCards(toy(), { vocabulary: own })).toThrow(
      "The study 'toy' has no card 'vocabulary': its cards are target, general, domain.",
    );
    expect(() => onCards(toy(), { target: 'spam-assasin' })).toThrow(/did you mean 'spam-assassin'/);
    expect(() => onCards(toy(), { target: './nowhere.json' })).toThrow(/cannot be read/);
  });
});

describe('cards from the command line', () => {
  it('are read as parts and names', () => {
    expect(parseCards(['target=./a=b.json', 'general=sst2'])).toEqual({
      target: './a=b.json',
      general: 'sst2',
    });
    expect(() => parseCards(['target'])).toThrow(/names no card/);
    expect(() => parseCards(['=sst2'])).toThrow(/names no card/);
    expect(() => parseCards(['target='])).toThrow(/names no card/);
    expect(() => parseCards(['a=b', 'a=c'])).toThrow(/given twice/);
  });
});

describe('the study of domain adaptation on other cards', () => {
  it('is scored on the target as the source does, and found by the commands', async () => {
    const [found] = await findStudies(['domain-adaptation'], [`target=${own}`]);
    expect(found!.id).toBe('domain-adaptation-on-target-my-reviews');
    expect(found!.data.cards).toMatchObject({ target: own, domain: own });
    expect(found!.tiers.laptop.settings).toEqual(domainAdaptation.tiers.laptop.settings);
    expect(found!.task.metrics).toEqual(['macroF1', 'accuracy']);
    expect(onCards(domainAdaptation, { target: 'chemprot' }).task.metrics).toEqual(['accuracy', 'macroF1']);
  });

  it('is refused where it has no such part', async () => {
    await expect(findStudies(['pretraining-versus-scratch'], ['general=sst2'])).rejects.toThrow(
      "The study 'pretraining-versus-scratch' has no card 'general': its cards are target.",
    );
  });
});
