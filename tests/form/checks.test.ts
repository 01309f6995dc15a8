import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import { type Axis, categoryAxis, type Level, settingAxis } from '../../src/form/axis';
import type { Study } from '../../src/form/study';
import type { Tier } from '../../src/form/tier';
import { recipes, toyOver, toyStudy } from '../runner/toyStudy';

const { arm, stage } = recipes;
const { arms, stages, tiers, verdict } = toyStudy();

/** What is said of a definition; 'accepted' where nothing is. */
const said = (changes: Partial<Study>, define = toyStudy): string => {
  try {
    define(changes);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};
const laptop = (change: object): Partial<Study> => ({
  tiers: { ...tiers, laptop: { ...tiers.laptop, ...change } as Tier },
});

it('a definition that makes sense is accepted, and cannot be changed afterwards', () => {
  expect(said({})).toBe('accepted');
  expect(Object.isFrozen(toyStudy())).toBe(true);
});

describe('an id', () => {
  it.each(['Toy', 'toy study', 'toy_study', '', '-toy', 'toy-', 'toy--study', '../toy', 'toy/x', 'töy'])(
    "'%s' is refused, since files and commands carry it",
    (id) => {
      expect(said({ id })).toBe(
        `The study '${id}' needs an id of lower-case words joined by hyphens, since files and commands carry it.`,
      );
    },
  );

  it('that is no text is refused', () => {
    for (const id of [undefined, null, 7])
      expect(said({ id: id as never })).toContain('needs an id of lower-case words');
    expect(said({ id: 'toy-2-of-3' })).toBe('accepted');
  });
});

describe('names that the compiler would have found', () => {
  it('of a stage that a stage starts from', () => {
    const oil = stage({ title: 'Oiling', from: 'paint', named: 'oil' });
    expect(said({ stages: { ...stages, oil } })).toBe(
      "The study 'toy' has a stage 'oil' that starts from the unknown stage 'paint'.",
    );
  });

  it.each(['from', 'matches'])('of a stage that an arm names with %s', (place) => {
    const wound = arm({ title: 'Wound up', named: 'wound', [place]: 'paint' });
    expect(said({ arms: { ...arms, wound } })).toBe(
      "The study 'toy' has an arm 'wound' with the unknown stage 'paint'.",
    );
  });

  it('of an arm whose tuned settings another takes', () => {
    const wound = arm({ title: 'Wound up', named: 'wound', from: 'oil', tunedAs: 'still' });
    const refusal =
      "The study 'toy' has an arm 'wound' that takes the settings of 'still', which is not tuned.";
    expect(said({ arms: { ...arms, wound } })).toBe(refusal);
    const tuning = { arms: ['pushed'], seeds: [101], section: 'head', grid: {} };
    expect(said({ tuning, arms: { ...arms, wound } })).toBe(refusal);
    expect(said({ tuning: { ...tuning, arms: ['still'] }, arms: { ...arms, wound } })).toBe('accepted');
  });

  it.each<[string, object]>([
    ['treatment', { treatment: 'flown' }],
    ['reference', { reference: 'flown' }],
    ['control', { control: 'flown' }],
    ['moreThan.treatment', { moreThan: { treatment: 'flown', reference: 'still' } }],
    ['moreThan.reference', { moreThan: { treatment: 'pushed', reference: 'flown' } }],
  ])('of an arm in the verdict: %s', (_, change) => {
    expect(said({ verdict: { ...verdict, ...change } })).toBe(
      "The study 'toy' names the arm 'flown', which it does not have.",
    );
  });

  it('of an arm that is tuned', () => {
    expect(said({ tuning: { arms: ['flown'], seeds: [101], grid: {} } })).toBe(
      "The study 'toy' names the arm 'flown', which it does not have.",
    );
  });
});

it('stages that start from each other are a circle, named by one of them', () => {
  const wind = stage({ title: 'Winding', from: 'oil', named: 'wind' });
  expect(said({ stages: { ...stages, wind } })).toBe(
    "The study 'toy' has stages that start from each other in a circle ('wind'); break it.",
  );
  const itself = stage({ title: 'Winding', from: 'wind', named: 'wind' });
  expect(said({ stages: { ...stages, wind: itself } })).toContain("in a circle ('wind')");
});

it('a study without a baseline has nothing to compare with', () => {
  const still = arm({ title: 'Not wound', named: 'still', kind: 'control' });
  expect(said({ arms: { ...arms, still } })).toBe(
    "The study 'toy' has no arm of kind baseline, so that there is nothing to compare with.",
  );
});

describe('a grid', () => {
  const gridSaid = (slope: unknown) =>
    said({
      tuning: { arms: ['still'], seeds: [101], section: 'head', grid: { slope } as never },
    });
  const numbers = (values: readonly number[], change: object = {}) => ({
    ...{ values, within: [0.01, 1], because: 'this is a toy', ...change },
  });

  it('of rising numbers within its ends, or of states without an order, is accepted', () => {
    expect(gridSaid(numbers([0.01, 0.1, 1]))).toBe('accepted');
    expect(gridSaid([true, false])).toBe('accepted');
    expect(gridSaid(['steep', 'flat'])).toBe('accepted');
  });

  it('without values tries nothing', () => {
    expect(gridSaid([])).toBe("The study 'toy' tries no value of 'slope'.");
    expect(gridSaid(numbers([]))).toBe("The study 'toy' tries no value of 'slope'.");
  });

  it('of bare numbers does not say within what', () => {
    expect(gridSaid([0.1, 0.2])).toBe(
      "The study 'toy' tries numbers of 'slope' without saying within which: give values, within and because.",
    );
    expect(gridSaid(['auto', 0.2])).toContain('without saying within which');
  });

  it.each([
    ['that fall', [0.2, 0.1]],
    ['of which one comes twice', [0.1, 0.1, 0.2]],
    ['below the lowest', [0.001, 0.1]],
    ['above the highest', [0.1, 2]],
    ['that are no numbers', [0.1, Number.NaN]],
  ])('of numbers %s is refused', (_, values) => {
    expect(gridSaid(numbers(values))).toBe(
      "The study 'toy' needs rising numbers above 0 within 0.01 and 1 for 'slope'.",
    );
  });

  it('from 0 on cannot be extended by a factor', () => {
    expect(gridSaid(numbers([0, 0.1], { within: [0, 1] }))).toBe(
      "The study 'toy' needs rising numbers above 0 within 0 and 1 for 'slope'.",
    );
  });

  it('says why it ends', () => {
    expect(gridSaid(numbers([0.1], { because: '' }))).toBe(
      "The study 'toy' does not say why the grid of 'slope' ends: give 'because'.",
    );
  });
});

describe('a tier', () => {
  it.each([0, -1, 1.5, Number.NaN, undefined])('with %s seeds is refused', (seeds) => {
    expect(said(laptop({ seeds }))).toBe("The study 'toy' needs at least one seed at the tier 'laptop'.");
  });

  it('needs levels, each once', () => {
    expect(said(laptop({ levels: [] }))).toBe(
      "The study 'toy' needs at least one level at the tier 'laptop'.",
    );
    expect(said(laptop({ levels: [2, 8, 2] }))).toBe(
      "The study 'toy' has a level twice at the tier 'laptop'.",
    );
  });

  it('that counts, or is logarithmic, has levels above zero; no axis of numbers has others', () => {
    for (const level of [0, -8])
      expect(said(laptop({ levels: [level] }))).toBe(
        "The study 'toy' has a level that is not positive at the tier 'laptop'.",
      );
    for (const level of [Number.NaN, Number.POSITIVE_INFINITY, 'eight'])
      expect(said(laptop({ levels: [level] }))).toBe(
        "The study 'toy' has a level that is not a number at the tier 'laptop'.",
      );
  });

  it('of another axis says how many examples every trial draws', () => {
    const slope = settingAxis({
      ...{ name: 'slope', title: 'slope', scale: 'linear' },
      set: (level) => ({ head: { slope: level } }),
    });
    const over = (axis: Axis, levels: readonly Level[], amount?: number) => {
      const own = { ...tiers.laptop, fewer: {}, levels, amount } as unknown as Tier;
      return said({ axis, tiers: { quick: own, laptop: own, full: own } });
    };
    expect(over(slope, [-1, 0, 1])).toBe(
      "The study 'toy' does not say how many examples a trial draws at the tier 'quick': give 'amount'.",
    );
    expect(over(slope, [-1, 0, 1], 10)).toBe('accepted');
    expect(over(settingAxis({ ...slope, scale: 'log' }), [0, 1], 10)).toContain(
      'a level that is not positive',
    );
    const named = categoryAxis({ name: 'way', title: 'way', set: () => ({}) });
    expect(over(named, ['up', 'down'], 10)).toBe('accepted');
    expect(over(named, ['up', 'up'], 10)).toContain('has a level twice');
  });
});

describe('changes of settings that do not exist', () => {
  it('by an arm or a stage are refused, with the nearest setting', () => {
    const still = arm({ title: 'Not wound', named: 'still', with: { head: { slop: 1 } } });
    expect(said({ arms: { ...arms, still } })).toBe(
      "The arm 'still' of 'toy' changes the setting 'head.slop', which does not exist; did you mean 'slope'?",
    );
    const oil = stage({ title: 'Oiling', from: 'wind', named: 'oil', with: { encodr: { width: 1 } } });
    expect(said({ stages: { ...stages, oil } })).toBe(
      "The stage 'oil' of 'toy' changes the setting 'encodr', which does not exist; did you mean 'encoder'?",
    );
  });

  it('at one tier alone are refused, too', () => {
    const still = arm({ title: 'Not wound', named: 'still', with: { head: { slope: 1 } } });
    const full = { ...tiers.full, settings: { ...tiers.full.settings, head: { incline: 1 } } };
    expect(said({ arms: { ...arms, still }, tiers: { ...tiers, full } })).toBe(
      "The arm 'still' of 'toy' changes the setting 'head.slope', which does not exist: there are incline.",
    );
  });

  it('by a level of the axis are refused', () => {
    const axis = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { [level > 4 ? 'widht' : 'width']: level } }),
    });
    expect(said({}, () => toyOver(axis, [2, 4]))).toBe('accepted');
    expect(said({}, () => toyOver(axis, [2, 8]))).toBe(
      "The axis 'width' at 8 changes the setting 'encoder.widht', which does not exist; did you mean 'width'?",
    );
  });
});

describe('what makes no sense', () => {
  const grid = { slope: { values: [0.1], within: [0.1, 1] as const, because: 'this is a toy' } };
  const tuning = { arms: ['still'], seeds: [101], section: 'head', grid };

  it.each<[string, Partial<Study>]>([
    ['a verdict that compares an arm with itself', { verdict: { ...verdict, reference: 'wound' } }],
    ['a verdict about a level that no tier has', { verdict: { ...verdict, levels: [7] } }],
    ['a trend to a level that no tier has', { verdict: { ...verdict, trend: { from: 2, to: 7 } } }],
    [
      'a multiplier at a level that no tier has',
      { verdict: { ...verdict, multiplier: { at: 7, atLeast: 2 } } },
    ],
    ['an arm at none of the levels of its tier', laptop({ fewer: { pushed: { levels: [7] } } })],
    ['an arm with no seed', laptop({ fewer: { pushed: { seeds: 0 } } })],
    ['a tier without the arm that is judged', laptop({ omits: ['wound'] })],
    [
      'a tuning of only a setting that is not in its grid',
      { tuning: { ...tuning, only: { still: ['slop'] } } },
    ],
    ['a tuning of a setting that does not exist', { tuning: { ...tuning, grid: { slop: grid.slope } } }],
    ['a tuning in a section that does not exist', { tuning: { ...tuning, section: 'heads' } }],
    ['a tuning with seeds of the study', { tuning: { ...tuning, seeds: [1] } }],
    ['a tuning without seeds', { tuning: { ...tuning, seeds: [] } }],
  ])('is refused when it is defined: %s', (_, changes) => {
    expect(said(changes)).toMatch(/^The study 'toy' /);
  });
});
