/** What a recipe is handed. Numbers depend on this, so the module counts among the code of every run. */
import type { Arm, Stage } from '../form/recipe';
import type { Artefact } from '../form/result';
import { declaredSections } from '../form/settings';
import type { Study } from '../form/study';
import type { RunDeterminants } from './runRecord';

/** This module, for the code of every run. */
export const contextModule = __filename;

/** Where a run may write. */
export interface RunPlace {
  readonly folder: string;
  readonly resumeFile: string;
}

function shared(
  determinants: RunDeterminants,
  part: Stage | Arm,
  data: unknown,
  place: RunPlace,
  start: Artefact | undefined,
) {
  const { study, name, settings, engine, precision, seed } = determinants;
  const who = `'${name}' of '${study}'`;
  return {
    ...{ engine, precision, seed, data, start, folder: place.folder, resumeFile: place.resumeFile },
    settings: declaredSections(settings, who),
    options: part.options,
    dataName: `${determinants.data} ${determinants.scoredOn ?? 'test'}`,
  };
}

/** Runs a stage. */
export function runStage(
  study: Study,
  determinants: RunDeterminants,
  data: unknown,
  place: RunPlace,
  artefact: (stage: string) => Artefact,
) {
  const stage = study.stages[determinants.name]!;
  const start = stage.from === undefined ? undefined : artefact(stage.from);
  return stage.recipe.run(shared(determinants, stage, data, place, start) as never);
}

/** Runs an arm's trial, on dev in the place of test where it chooses settings. */
export function runTrial(
  study: Study,
  determinants: RunDeterminants,
  data: unknown,
  place: RunPlace,
  artefact: (stage: string) => Artefact,
) {
  const arm = study.arms[determinants.name]!;
  const { metrics, options } = study.task;
  const given = determinants.scoredOn === 'dev' ? study.task.onDev(data as never) : data;
  const start = arm.from === undefined ? undefined : artefact(arm.from);
  return arm.recipe.run({
    ...shared(determinants, arm, given, place, start),
    amount: determinants.amount!,
    matched: arm.matches === undefined ? undefined : artefact(arm.matches),
    scoring: { metrics, options },
  } as never);
}
