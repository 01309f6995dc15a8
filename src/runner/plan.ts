/** Which runs a study consists of, each with the id that follows from what determines it. Nothing is executed. */
import type { Engine, Precision } from '../engine/program';
import type { Level } from '../form/axis';
import type { Json, Settings } from '../form/json';
import { type Arm, isPart, type RecipeOptions, type Stage } from '../form/recipe';
import { changed, settingsAt, usedSections } from '../form/settings';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { type Choices, checkedChoices, type PlanOptions } from './choices';
import { type ChosenSettings, chosenSettings } from './chosenSettings';
import { CodeReader } from './code/codeVersion';
import { ownFolder } from './code/ownFolder';
import { canonicalJson } from './identity';
import { type PreparedData, preparedData, rememberedData } from './preparedData';
import { type RunDeterminants, runId } from './runRecord';
import { contextModule } from './trialContext';

export type { PlanOptions } from './choices';

export interface PlannedRun {
  readonly id: string;
  readonly determinants: RunDeterminants;
  /**
   * Where it stands: of a trial, and of a stage that levels change. Levels that leave a run as it is share it, so that an
   * id may stand at several.
   */
  readonly level?: Level;
}

export interface StudyPlan {
  readonly study: Study;
  readonly tier: TierName;
  readonly arms: readonly string[];
  readonly everywhere: boolean;
  readonly levels: readonly Level[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly engine: Engine;
  readonly precision: Precision;
  /** Where the tuned settings come from. */
  readonly chosen: ChosenSettings;
  /** In an order in which parents come first. */
  readonly stages: readonly PlannedRun[];
  /** Seed by seed, so that an interrupted study has whole pairs. */
  readonly trials: readonly PlannedRun[];
  /** Data by the hash that runs carry. */
  readonly data: ReadonlyMap<string, PreparedData>;
}

/**
 * Plans a study; prepares its data if their hash is not remembered.
 * @param storeFolder where the data's hash is remembered
 * @throws LabError for an unknown arm, a count out of range, or a level that the axis does not have
 */
export async function planStudy(study: Study, options: PlanOptions, storeFolder: string): Promise<StudyPlan> {
  const choices = checkedChoices(study, options);
  const chosen = chosenSettings(study, choices.tier, choices.records);
  return planWith(study, choices, chosen, new CodeReader(), storeFolder);
}

/** The same for choices that were checked, with settings that were chosen elsewhere. */
export async function planWith(
  study: Study,
  choices: Choices,
  chosen: ChosenSettings,
  code: CodeReader,
  storeFolder: string,
): Promise<StudyPlan> {
  const settings = settingsByLevel(study, choices);
  const data = new Map<Level, PreparedData>();
  for (const [level, own] of settings) data.set(level, await preparedData(study, own, code, storeFolder));
  return planOn(study, choices, chosen, settings, code, data);
}

/** What is known of a plan before any data are prepared: its runs' ids are not those of real runs. */
export function planOutline(study: Study, options: PlanOptions): StudyPlan {
  const choices = checkedChoices(study, options);
  const chosen = chosenSettings(study, choices.tier, choices.records);
  const settings = settingsByLevel(study, choices);
  const none: PreparedData = {
    hash: '',
    load: () => Promise.reject(new Error('an outline has no data')),
  };
  const data = new Map(choices.levels.map((level) => [level, none]));
  return planOn(study, choices, chosen, settings, new CodeReader(), data);
}

/** The same plan without preparing data: undefined where a hash is not remembered, so that nothing can have run. */
export function knownPlan(study: Study, options: PlanOptions, storeFolder: string): StudyPlan | undefined {
  const choices = checkedChoices(study, options);
  const code = new CodeReader();
  const settings = settingsByLevel(study, choices);
  const data = new Map<Level, PreparedData>();
  for (const [level, own] of settings) {
    const known = rememberedData(study, own, code, storeFolder);
    if (!known) return undefined;
    data.set(level, known);
  }
  const chosen = chosenSettings(study, choices.tier, choices.records);
  return planOn(study, choices, chosen, settings, code, data);
}

function settingsByLevel(study: Study, { levels, tier }: Choices): Map<Level, Settings> {
  const { settings } = study.tiers[tier];
  return new Map(levels.map((level) => [level, settingsAt(study.axis, settings, level)]));
}

function planOn(
  study: Study,
  choices: Choices,
  chosen: ChosenSettings,
  settings: ReadonlyMap<Level, Settings>,
  code: CodeReader,
  data: ReadonlyMap<Level, PreparedData>,
): StudyPlan {
  const { tier: tierName, levels, seeds, firstSeed, arms, everywhere, engine, precision, scoredOn } = choices;
  const tier = study.tiers[tierName];
  const common = { study: study.id, tier: tierName, engine, precision };
  const folder = ownFolder(study);
  const versions = new Map<string, ReturnType<CodeReader['versionOf']>>();
  const codeOf = (files: readonly string[]) => {
    const key = files.join('\n');
    const known = versions.get(key) ?? code.versionOf(files, folder);
    versions.set(key, known);
    return known;
  };
  const stages = new Map<string, PlannedRun>();
  const stageRun = (name: string, seed: number, level: Level): PlannedRun => {
    const own = tier.pretraining === 'shared' ? firstSeed : seed;
    const stage = study.stages[name]!;
    const part = `The stage '${name}' of '${study.id}'`;
    const parents = stage.from === undefined ? {} : { [stage.from]: stageRun(stage.from, own, level).id };
    const determinants: RunDeterminants = {
      ...common,
      ...partDeterminants(stage, changed(settings.get(level)!, stage.with, part), precision),
      ...{ part: 'stage', name, seed: own, parents },
      data: data.get(level)!.hash,
      code: codeOf([...filesOf(stage), contextModule]),
    };
    const planned = {
      ...{ id: runId(determinants), determinants },
      ...(changedByLevel(study, tierName, name) && { level }),
    };
    // Levels that leave its settings as they are share one run.
    const known = stages.get(planned.id);
    if (!known) stages.set(planned.id, planned);
    return known ?? planned;
  };

  const trials: PlannedRun[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    for (const level of levels) {
      for (const name of arms) {
        const arm = study.arms[name]!;
        const limit = everywhere ? undefined : tier.fewer?.[name];
        if (limit?.seeds !== undefined && seed >= firstSeed + limit.seeds) continue;
        if (limit?.levels && !limit.levels.includes(level as never)) continue;
        const part = `The arm '${name}' of '${study.id}'`;
        const tuned = changed(settings.get(level)!, chosen.changesFor(name, level), part);
        const needed = [arm.from ?? [], arm.matches ?? []].flat();
        const { kind: taskKind, metrics, options } = study.task;
        const determinants: RunDeterminants = {
          ...common,
          ...partDeterminants(arm, changed(tuned, arm.with, part), precision),
          ...{ part: 'arm', name, kind: arm.kind, seed },
          amount: arm.draws ?? (study.axis.kind === 'counted' ? Number(level) : tier.amount!),
          task: { kind: taskKind, metrics, options },
          ...(scoredOn && { scoredOn }),
          data: data.get(level)!.hash,
          code: codeOf([...filesOf(arm), study.task.file, contextModule]),
          parents: Object.fromEntries(needed.map((stage) => [stage, stageRun(stage, seed, level).id])),
        };
        trials.push({ id: runId(determinants), determinants, level });
      }
    }
  }
  return {
    ...{
      study,
      tier: tierName,
      arms,
      everywhere,
      levels,
      seeds,
      firstSeed,
      engine,
      precision,
      chosen,
      trials,
    },
    stages: [...stages.values()],
    data: new Map([...data.values()].map((prepared) => [prepared.hash, prepared])),
  };
}

/** Whether levels change the settings, the data or the start of a stage. */
function changedByLevel(study: Study, tierName: TierName, name: string): boolean {
  const { axis, stages, data } = study;
  if (axis.kind === 'counted') return false;
  const { levels, settings } = study.tiers[tierName];
  const chain: Stage[] = [];
  for (let next: string | undefined = name; next !== undefined; next = stages[next]!.from)
    chain.push(stages[next]!);
  const used = new Set([...data.recipe.uses, ...chain.flatMap(sectionsOf)] as string[]);
  const seen = (level: Level) => canonicalJson(usedSections(settingsAt(axis, settings, level), [...used]));
  return new Set((levels as readonly Level[]).map(seen)).size > 1;
}

/** Modules whose functions a stage or an arm executes: its recipe's and its parts'. */
function filesOf({ recipe, options }: Stage | Arm): string[] {
  const parts = Object.values(options).filter(isPart);
  return [recipe.file, ...parts.map(({ file }) => file)];
}

/** Names of the sections of the settings that a stage or an arm may read. */
export function sectionsOf({ recipe, options }: Stage | Arm): string[] {
  const parts = Object.values(options).filter(isPart);
  return [...new Set([...recipe.uses, ...parts.flatMap(({ uses }) => uses)] as string[])];
}

function partDeterminants(part: Stage | Arm, settings: Settings, precision: Precision) {
  return {
    recipe: part.recipe.name,
    options: plainOptions(part.options),
    settings: usedSections(settings, sectionsOf(part)),
    precision: part.precision ?? precision,
  };
}

/** Options as they are hashed: a part by its name, since its module counts among the code. */
function plainOptions(options: RecipeOptions): Json {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, isPart(value) ? { part: value.part } : value]),
  );
}
