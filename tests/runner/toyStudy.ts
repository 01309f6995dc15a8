import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll } from 'vitest';
import { type Axis, type Level, labelsPerClass } from '../../src/form/axis';
import { dataRecipe } from '../../src/form/dataRecipe';
import { armRecipe, stageRecipe } from '../../src/form/recipe';
import { defineStudy, type Study } from '../../src/form/study';
import { classification } from '../../src/tasks/classification';
import { toyDefinition, toyRecipes } from './toy';

const lab = { dataRecipe, stageRecipe, armRecipe, classification, labelsPerClass };

interface ToySettings {
  milliseconds: number;
  failing: string[];
}

/** The toy study's recipes, to build other toys from. */
export const recipes = toyRecipes(lab);

/** The toy study, with some of its definition replaced. */
export function toyStudy(changes: Partial<Study> = {}, toy: Partial<ToySettings> = {}): Study {
  const definition = toyDefinition(lab);
  const tiers = Object.entries(definition.tiers).map(([name, tier]) => [
    name,
    { ...tier, settings: { ...tier.settings, toy: { ...(tier.settings.toy as object), ...toy } } },
  ]);
  return defineStudy({ ...definition, tiers: Object.fromEntries(tiers), ...changes } as never);
}

/** The toy study over another axis, every trial drawing ten examples. */
export function toyOver(axis: Axis, levels: readonly Level[], changes: Partial<Study> = {}): Study {
  const tiers = Object.entries(toyStudy().tiers).map(([name, { fewer: _, ...tier }]) => [
    name,
    { ...tier, levels, amount: 10 },
  ]);
  return toyStudy({ axis, tiers: Object.fromEntries(tiers), ...changes });
}

type Run = Study['arms'][string]['recipe']['run'];

/** The toy study whose arms compute otherwise. */
export function toyRunning(
  run: (context: never, sound: Run) => ReturnType<Run>,
  changes: Partial<Study> = {},
) {
  const { arms } = toyStudy();
  const other = Object.entries(arms).map(([name, arm]) => {
    const sound = arm.recipe.run;
    return [name, { ...arm, recipe: { ...arm.recipe, run: (context: never) => run(context, sound) } }];
  });
  return toyStudy({ arms: Object.fromEntries(other), ...changes });
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own for one test, removed after the file's last one. */
export function freshFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-study-'));
  folders.push(folder);
  return folder;
}
