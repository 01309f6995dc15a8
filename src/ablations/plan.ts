/** Which runs a study consists of, each with the id that follows from what determines it. Nothing is executed. */
import { LabError } from '../errors';
import type { Ablation, Engine, Precision, TierName } from './ablation';
import { CodeReader } from './codeVersion';
import { usedSections } from './configuration';
import type { PreparedData } from './preparedData';
import { preparedData, rememberedData } from './preparedData';
import type { RunDeterminants } from './runRecord';
import { runId } from './runRecord';

export interface PlanOptions {
  /** Default 'laptop'. */
  readonly tier?: TierName;
  /** How many seeds instead of the tier's. */
  readonly seeds?: number;
  /** The first of them, for a replication on fresh seeds; default 1. Pretraining that serves all seeds takes it too. */
  readonly firstSeed?: number;
  /** Only these arms. */
  readonly arms?: readonly string[];
  readonly engine?: Engine;
  readonly precision?: Precision;
}

export interface PlannedRun {
  readonly id: string;
  readonly determinants: RunDeterminants;
}

export interface StudyPlan {
  readonly ablation: Ablation;
  readonly tier: TierName;
  readonly arms: readonly string[];
  readonly labelsPerClass: readonly number[];
  readonly seeds: number;
  readonly firstSeed: number;
  /** In an order in which parents come first. */
  readonly stages: readonly PlannedRun[];
  /** Seed by seed, so that an interrupted study has whole pairs. */
  readonly trials: readonly PlannedRun[];
  readonly data: PreparedData;
}

/**
 * Plans a study; prepares its data if their hash is not remembered.
 * @param storeFolder where the data's hash is remembered
 * @throws LabError for an unknown arm, a seed count out of range, or a module that no part of the ablation declares
 */
export async function planStudy(
  ablation: Ablation,
  options: PlanOptions,
  storeFolder: string,
): Promise<StudyPlan> {
  const choices = checkedChoices(ablation, options);
  const code = new CodeReader();
  refuseUndeclared(ablation, code);
  return planOn(ablation, choices, code, await preparedData(ablation, choices.tier, code, storeFolder));
}

/** The same plan without preparing data: undefined where their hash is not remembered, so that nothing can have run. */
export function knownPlan(
  ablation: Ablation,
  options: PlanOptions,
  storeFolder: string,
): StudyPlan | undefined {
  const choices = checkedChoices(ablation, options);
  const code = new CodeReader();
  const data = rememberedData(ablation, choices.tier, code, storeFolder);
  return data && planOn(ablation, choices, code, data);
}

interface Choices {
  readonly tier: TierName;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly arms: readonly string[];
  readonly engine: Engine;
  readonly precision: Precision;
}

function checkedChoices(ablation: Ablation, options: PlanOptions): Choices {
  const tierName = options.tier ?? 'laptop';
  const tier = ablation.tiers[tierName];
  if (!tier) throw new LabError(`There is no tier '${tierName}': choose quick, laptop or full.`);
  const seeds = options.seeds ?? tier.seeds;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 1000) {
    throw new LabError(`The number of seeds is ${seeds}: choose a whole number from 1 to 1000.`);
  }
  const firstSeed = options.firstSeed ?? 1;
  if (!Number.isInteger(firstSeed) || firstSeed < 1 || firstSeed > 1e6) {
    throw new LabError(`The first seed is ${firstSeed}: choose a whole number from 1 to 1000000.`);
  }
  const tuned = ablation.tuning?.seeds.find((seed) => seed >= firstSeed && seed < firstSeed + seeds);
  if (tuned !== undefined) {
    throw new LabError(
      `Seed ${tuned} of the tuning of '${ablation.id}' is one of the study's: choose a first seed above ${Math.max(...ablation.tuning!.seeds)}, or tune with seeds above ${firstSeed + seeds - 1}.`,
    );
  }
  const arms = options.arms ?? Object.keys(ablation.arms);
  for (const arm of arms) {
    if (!ablation.arms[arm]) {
      const known = Object.keys(ablation.arms).join(', ');
      throw new LabError(`The ablation '${ablation.id}' has no arm '${arm}': its arms are ${known}.`);
    }
  }
  return {
    tier: tierName,
    seeds,
    firstSeed,
    arms,
    engine: options.engine ?? tier.engine ?? 'eager',
    precision: options.precision ?? tier.precision ?? 'float32',
  };
}

function refuseUndeclared(ablation: Ablation, code: CodeReader): void {
  const undeclared = code.undeclared(ablation);
  if (undeclared.length > 0) {
    throw new LabError(
      `The ablation '${ablation.id}' imports ${undeclared.join(', ')}, which none of its parts declares: add it to the 'modules' of those that execute it.`,
    );
  }
}

function planOn(
  ablation: Ablation,
  { tier: tierName, seeds, firstSeed, arms, engine, precision }: Choices,
  code: CodeReader,
  data: PreparedData,
): StudyPlan {
  const tier = ablation.tiers[tierName];
  const common = { ablation: ablation.id, tier: tierName, data: data.hash, engine, precision };
  const stages = new Map<string, PlannedRun>();
  const stageRun = (name: string, seed: number): PlannedRun => {
    const own = tier.pretrainingPerSeed ? seed : firstSeed;
    const known = stages.get(`${name} ${own}`);
    if (known) return known;
    const stage = ablation.stages[name];
    if (!stage) throw new LabError(`The ablation '${ablation.id}' has no pretraining stage '${name}'.`);
    const parents = stage.from === undefined ? {} : { [stage.from]: stageRun(stage.from, seed).id };
    const determinants: RunDeterminants = {
      ...common,
      precision: stage.precision ?? precision,
      part: 'pretraining',
      name,
      seed: own,
      configuration: usedSections(tier.config, stage.uses),
      code: code.versionOf(ablation, 'pretraining', stage),
      parents,
    };
    const planned = { id: runId(determinants), determinants };
    stages.set(`${name} ${own}`, planned);
    return planned;
  };

  const trials: PlannedRun[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    for (const labelsPerClass of tier.labelsPerClass) {
      for (const name of arms) {
        const arm = ablation.arms[name]!;
        const limit = tier.restricted?.[name];
        if (limit?.seeds !== undefined && seed >= firstSeed + limit.seeds) continue;
        if (limit?.labelsPerClass && !limit.labelsPerClass.includes(labelsPerClass)) continue;
        const needed = [arm.from ?? [], arm.matches ?? []].flat();
        const determinants: RunDeterminants = {
          ...common,
          precision: arm.precision ?? precision,
          part: 'trial',
          name,
          kind: arm.kind,
          seed,
          labelsPerClass,
          configuration: usedSections(tier.config, arm.uses),
          code: code.versionOf(ablation, 'trial', arm),
          parents: Object.fromEntries(needed.map((stage) => [stage, stageRun(stage, seed).id])),
        };
        trials.push({ id: runId(determinants), determinants });
      }
    }
  }
  return {
    ablation,
    tier: tierName,
    arms,
    labelsPerClass: tier.labelsPerClass,
    seeds,
    firstSeed,
    stages: [...stages.values()],
    trials,
    data,
  };
}
