/** What of a study is asked for: tier, levels, seeds, arms, engine. */

import type { Engine, Precision } from '../engine/program';
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { nearestName } from '../nearestName';

export interface PlanOptions {
  /** Default 'laptop'. */
  readonly tier?: TierName;
  /** Other levels than the tier's. */
  readonly levels?: readonly Level[];
  /** How many seeds instead of the tier's. */
  readonly seeds?: number;
  /** The first of them, for a replication on fresh seeds; default 1. Pretraining that serves all seeds takes it too. */
  readonly firstSeed?: number;
  /** Only these arms. */
  readonly arms?: readonly string[];
  /** Arms that the tier gives fewer levels or seeds run at all of them. */
  readonly everywhere?: boolean;
  readonly engine?: Engine;
  readonly precision?: Precision;
  /** Where tuned settings are recorded; default notebooks/records. */
  readonly records?: string;
}

export interface Choices {
  readonly tier: TierName;
  readonly levels: readonly Level[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly arms: readonly string[];
  readonly everywhere: boolean;
  readonly engine: Engine;
  readonly precision: Precision;
  readonly records: string | undefined;
  /** Trials that choose settings look at dev instead of test. */
  readonly scoredOn?: 'dev';
}

/** @throws LabError for what the study does not have, or a count out of range */
export function checkedChoices(study: Study, options: PlanOptions): Choices {
  const tierName = options.tier ?? 'laptop';
  const tier = study.tiers[tierName];
  if (!tier) throw new LabError(`There is no tier '${tierName}': choose quick, laptop or full.`);
  const seeds = options.seeds ?? tier.seeds;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 1000) {
    throw new LabError(`The number of seeds is ${seeds}: choose a whole number from 1 to 1000.`);
  }
  const firstSeed = options.firstSeed ?? 1;
  if (!Number.isInteger(firstSeed) || firstSeed < 1 || firstSeed > 1e6) {
    throw new LabError(`The first seed is ${firstSeed}: choose a whole number from 1 to 1000000.`);
  }
  const tuned = study.tuning?.seeds.find((seed) => seed >= firstSeed && seed < firstSeed + seeds);
  if (tuned !== undefined) {
    throw new LabError(
      `Seed ${tuned} of the tuning of '${study.id}' is one of the study's: choose a first seed above ${Math.max(...study.tuning!.seeds)}, or tune with seeds above ${firstSeed + seeds - 1}.`,
    );
  }
  return {
    tier: tierName,
    levels: checkedLevels(study, options.levels ?? tier.levels),
    ...{ seeds, firstSeed, arms: checkedArms(study, tierName, options.arms) },
    everywhere: options.everywhere ?? false,
    engine: options.engine ?? tier.engine ?? 'compiled',
    precision: options.precision ?? tier.precision ?? 'float32',
    records: options.records,
  };
}

function checkedArms(study: Study, tier: TierName, asked: readonly string[] | undefined): string[] {
  const known = Object.keys(study.arms);
  const wrong = asked?.find((arm) => !known.includes(arm));
  if (wrong !== undefined) {
    const near = nearestName(wrong, known);
    throw new LabError(
      `The study '${study.id}' has no arm '${wrong}'${near ? `; did you mean '${near}'?` : `: its arms are ${known.join(', ')}.`}`,
    );
  }
  const { omits = [] } = study.tiers[tier];
  return known.filter((arm) => (asked ? asked.includes(arm) : !omits.includes(arm)));
}

function checkedLevels({ id, axis, tiers }: Study, levels: readonly Level[]): readonly Level[] {
  if (levels.length === 0) throw new LabError(`Name at least one level of '${id}'.`);
  for (const level of levels) {
    const fits =
      axis.kind === 'category'
        ? Object.values(tiers).some((tier) => (tier.levels as readonly Level[]).includes(level))
        : typeof level === 'number' && Number.isFinite(level) && (axis.scale === 'linear' || level > 0);
    if (fits) continue;
    const known = [...new Set(Object.values(tiers).flatMap((tier) => tier.levels as readonly Level[]))];
    throw new LabError(
      `'${level}' is no level of '${id}': its axis is ${axis.title || axis.name}, with ${known.join(', ')} in its tiers.`,
    );
  }
  return [...new Set(levels)];
}
