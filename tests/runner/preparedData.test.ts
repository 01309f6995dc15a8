import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Study } from '../../src/form/study';
import { planStudy } from '../../src/runner/plan';
import { freshFolder, toyStudy } from './toyStudy';

/** The toy study whose data another function prepares; a card of its own tells them apart in one process. */
function preparing(prepare: () => unknown): Study {
  const { data } = toyStudy();
  const card = path.join(freshFolder(), 'card.json');
  fs.writeFileSync(card, JSON.stringify({ card }));
  const recipe = { ...data.recipe, prepare: async () => prepare() };
  return toyStudy({ data: { ...data, recipe, cards: { target: card } } });
}
const plan = (study: Study, folder = freshFolder()) => planStudy(study, { tier: 'quick' }, folder);
/** Plans with modules loaded anew, as a later process does, which knows what is on the disk alone. */
async function planInAnotherProcess(study: Study, folder: string) {
  vi.resetModules();
  const { planStudy: again } = await import('../../src/runner/plan.js');
  return again(study, { tier: 'quick' }, folder);
}
const rememberedIn = (folder: string) => {
  const names = fs.readdirSync(path.join(folder, 'toy')).filter((name) => name.startsWith('data-'));
  expect(names).toHaveLength(1);
  return path.join(folder, 'toy', names[0]!);
};

describe('prepared data', () => {
  it('are prepared once a process, whatever plans them, and given to runs as they are', async () => {
    let prepared = 0;
    const study = preparing(() => ({ size: ++prepared }));
    const [first, second] = [await plan(study), await plan(study)];
    const hash = first.trials[0]!.determinants.data;
    expect(second.trials[0]!.determinants.data).toBe(hash);
    expect(await second.data.get(hash)!.load()).toEqual({ size: 1 });
    expect(prepared).toBe(1);
  });

  it('are not prepared where their hash is remembered, until a run needs them', async () => {
    const folder = freshFolder();
    let prepared = 0;
    const study = preparing(() => ({ size: 1, of: ++prepared > 0 }));
    const { trials } = await plan(study, folder);
    const later = await planInAnotherProcess(study, folder);
    expect(later.trials.map(({ id }) => id)).toEqual(trials.map(({ id }) => id));
    expect(prepared).toBe(1);
    await later.data.get(trials[0]!.determinants.data)!.load();
    expect(prepared).toBe(2);
  });

  it('are prepared again where what is remembered was cut, edited or copied from elsewhere', async () => {
    const folder = freshFolder();
    const study = preparing(() => ({ size: 1 }));
    const { trials } = await plan(study, folder);
    const file = rememberedIn(folder);
    const sound = fs.readFileSync(file, 'utf8');
    const otherFolder = freshFolder();
    await plan(
      preparing(() => ({ size: 2 })),
      otherFolder,
    );
    const foreign = fs.readFileSync(rememberedIn(otherFolder), 'utf8');
    for (const damaged of [
      sound.slice(0, 40),
      sound.replace(/"hash":"./, '"hash":"x'),
      foreign,
      '',
      '[]',
      'null',
    ]) {
      fs.writeFileSync(file, damaged);
      const again = await plan(study, folder);
      expect(again.trials[0]!.id).toBe(trials[0]!.id);
      expect(fs.readFileSync(file, 'utf8')).toBe(sound);
    }
  });

  it('that come out otherwise than remembered are refused before a run sees them', async () => {
    // A file was changed behind the card's back.
    const folder = freshFolder();
    let size = 1;
    const study = preparing(() => ({ size }));
    const { hash } = [...(await plan(study, folder)).data.values()][0]!;
    size = 2;
    const planned = await planInAnotherProcess(study, folder);
    expect(planned.trials[0]!.determinants.data).toBe(hash);
    await expect(planned.data.get(hash)!.load()).rejects.toThrow(
      /^The data of 'toy' hold something else than when they were first prepared/,
    );
  });

  it('that could not be prepared are tried again', async () => {
    let broken = true;
    const study = preparing(() => {
      if (broken) throw new Error('the disk is away');
      return { size: 1 };
    });
    await expect(plan(study)).rejects.toThrow('the disk is away');
    broken = false;
    expect((await plan(study)).trials).toHaveLength(10);
  });

  it('are refused where they hold a function, naming its place', async () => {
    await expect(plan(preparing(() => ({ texts: [{ encode: () => [] }] })))).rejects.toThrow(
      /^data\.texts\[0\]\.encode is a function: prepared data are plain/,
    );
  });

  it('read only the settings that their recipe declares', async () => {
    const { data } = toyStudy();
    const card = path.join(freshFolder(), 'card.json');
    fs.writeFileSync(card, '{}');
    const prepare = async ({ settings }: { settings: { head: object } }) => ({ ...settings.head });
    const recipe = { ...data.recipe, prepare } as never;
    await expect(plan(toyStudy({ data: { ...data, recipe, cards: { target: card } } }))).rejects.toThrow(
      "The data of 'toy' reads the settings 'head' but does not declare them: add 'head' to 'uses'.",
    );
  });

  it('need their cards', async () => {
    const { data } = toyStudy();
    await expect(plan(toyStudy({ data: { ...data, cards: { target: 'no-such-card' } } }))).rejects.toThrow(
      /^There is no dataset card \S+no-such-card\.json: 'lab data list' shows those that exist\.$/,
    );
  });

  it('say in a sentence that their hash cannot be written', async () => {
    const file = path.join(freshFolder(), 'file');
    fs.writeFileSync(file, '');
    await expect(
      plan(
        preparing(() => ({ size: 1 })),
        file,
      ),
    ).rejects.toThrow(/a file stands in its place/);
  });
});
