import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import { atLevel, categoryAxis, labelsPerClass, levelText, settingAxis } from '../../src/form/axis';
import { changed, declaredSections, settingsAt, usedSections } from '../../src/form/settings';

const settings = {
  encoder: { layers: 3, width: 128, dropout: { rate: 0.1, where: 'everywhere' } },
  probe: { l2: [1, 10] },
  seedless: 7,
};
const who = "The arm 'matched' of 'toy'";
const message = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};
const refusal = (changes: Parameters<typeof changed>[1]) => message(() => changed(settings, changes, who));

describe('settings with some changed', () => {
  it('have these, keep the rest, and leave the original as it was', () => {
    const before = structuredClone(settings);
    const after = changed(
      settings,
      { encoder: { layers: 6, dropout: { rate: 0 } }, probe: { l2: [5] } },
      who,
    );
    expect(after).toEqual({
      encoder: { layers: 6, width: 128, dropout: { rate: 0, where: 'everywhere' } },
      probe: { l2: [5] },
      seedless: 7,
    });
    expect(settings).toEqual(before);
    expect(after.seedless).toBe(settings.seedless);
  });

  it('are the very same without changes', () => {
    expect(changed(settings, undefined, who)).toBe(settings);
    expect(changed(settings, {}, who)).toEqual(settings);
  });

  it('can be set to false, 0, null and to nothing else than what is given', () => {
    const flags = { finetuning: { frozen: true, rate: 1, file: 'x', list: [1, 2, 3] } };
    expect(changed(flags, { finetuning: { frozen: false, rate: 0, file: null, list: [] } }, who)).toEqual({
      finetuning: { frozen: false, rate: 0, file: null, list: [] },
    });
  });

  it('are refused where a section does not exist, with the nearest that does', () => {
    expect(refusal({ encodr: { layers: 2 } })).toBe(
      `${who} changes the setting 'encodr', which does not exist; did you mean 'encoder'?`,
    );
    expect(refusal({ tokenizer: { size: 2 } })).toBe(
      `${who} changes the setting 'tokenizer', which does not exist: there are encoder, probe, seedless.`,
    );
  });

  it('are refused where a setting does not exist, with the nearest that does', () => {
    expect(refusal({ encoder: { layer: 2 } })).toBe(
      `${who} changes the setting 'encoder.layer', which does not exist; did you mean 'layers'?`,
    );
    expect(refusal({ encoder: { heads: 2, temperature: 3 } })).toBe(
      `${who} changes the setting 'encoder.heads', which does not exist: there are layers, width, dropout.`,
    );
    expect(refusal({ encoder: { dropout: { rat: 0 } } })).toBe(
      `${who} changes the setting 'encoder.dropout.rat', which does not exist; did you mean 'rate'?`,
    );
  });

  it('have nothing to change inside what is no section, nor what every object has', () => {
    expect(refusal({ seedless: { value: 2 } })).toContain("the setting 'seedless', which does not exist");
    expect(refusal({ encoder: { constructor: 1 } })).toContain("the setting 'encoder.constructor', which");
    expect(refusal({ toString: { call: 1 } })).toContain("the setting 'toString', which does not exist");
    expect(refusal(JSON.parse('{"encoder": {"__proto__": {"layers": 9}}}'))).toContain('__proto__');
  });
});

describe('settings at a level', () => {
  const layers = settingAxis({
    ...{ name: 'layers', title: 'encoder layers', scale: 'linear' },
    set: (level) => ({ encoder: { layers: level } }),
  });
  const site = categoryAxis({
    ...{ name: 'site', title: 'site of dropout' },
    set: (where) => ({ encoder: { dropout: { where } } }),
  });

  it('are as they stand where something is counted, and changed where a setting is varied', () => {
    expect(settingsAt(labelsPerClass, settings, 8)).toBe(settings);
    expect(settingsAt(layers, settings, 8)).toMatchObject({ encoder: { layers: 8, width: 128 } });
    expect(settingsAt(site, settings, 'nowhere')).toMatchObject({
      encoder: { dropout: { rate: 0.1, where: 'nowhere' } },
    });
  });

  it('name axis and level where they change what does not exist', () => {
    const wrong = settingAxis({ ...layers, set: (level) => ({ encoder: { layrs: level } }) });
    expect(message(() => settingsAt(wrong, settings, 4))).toBe(
      "The axis 'layers' at 4 changes the setting 'encoder.layrs', which does not exist; did you mean 'layers'?",
    );
  });

  it('are told in words: a count, a setting, a name', () => {
    expect(atLevel(labelsPerClass, 8)).toBe('at 8 labels per class');
    expect(atLevel(layers, 3)).toBe('at 3 encoder layers');
    expect(atLevel(site, 'nowhere')).toBe('for nowhere');
    expect(levelText(0.5)).toBe('0.5');
  });
});

describe('the sections that a run is given', () => {
  it('are those that it declared, null where the settings have none', () => {
    expect(usedSections(settings, ['probe'])).toEqual({ probe: { l2: [1, 10] } });
    expect(usedSections(settings, ['probe', 'none'])).toEqual({ probe: { l2: [1, 10] }, none: null });
    expect(usedSections(settings, [])).toEqual({});
  });

  it('throw where another one is read, naming the run and what to add', () => {
    const declared = declaredSections(usedSections(settings, ['probe']), "'still' of 'toy'");
    expect(declared.probe).toEqual({ l2: [1, 10] });
    expect(message(() => declared.encoder)).toBe(
      "'still' of 'toy' reads the settings 'encoder' but does not declare them: add 'encoder' to 'uses'.",
    );
    // Taking them apart or spreading them reads no more than is there.
    expect({ ...declared }).toEqual({ probe: { l2: [1, 10] } });
    expect(message(() => (({ encoder }) => encoder)(declared))).toContain("reads the settings 'encoder'");
  });

  it('are a copy: what a run does to them is its own affair', () => {
    const own = { probe: { l2: [1, 10] } };
    const declared = declaredSections(own, 'x') as typeof own;
    declared.probe.l2.push(100);
    expect(own).toEqual({ probe: { l2: [1, 10] } });
  });
});
