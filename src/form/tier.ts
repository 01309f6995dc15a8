/** How large a study is run, and how its settings are chosen. */
import type { Engine, Precision } from '../engine/program';
import type { Axis, CountedAxis, LevelOf } from './axis';
import type { Settings } from './json';

export type TierName = 'quick' | 'laptop' | 'full';

interface TierHead<S, ArmName extends string, Level> {
  /** Minutes on two cores, measured. */
  readonly minutes: number;
  readonly levels: readonly Level[];
  /** How many paired seeds: 1, 2, … seeds. */
  readonly seeds: number;
  readonly settings: S;
  /**
   * 'perSeed': every seed pretrains anew. 'shared': one pretraining run, with the first seed, serves all trials, and
   * intervals then say that they hold given that run. Default 'perSeed'.
   */
  readonly pretraining?: 'perSeed' | 'shared';
  /** Whether `lab tune` chose settings at the laptop tier; without, those above are used as they stand. */
  readonly tuned?: boolean;
  /** Arms that are left out. */
  readonly omits?: readonly ArmName[];
  /** Arms that run at fewer levels or with fewer seeds, such as a costly control. */
  readonly fewer?: {
    readonly [Name in ArmName]?: { readonly levels?: readonly Level[]; readonly seeds?: number };
  };
  /** Default 'compiled'. */
  readonly engine?: Engine;
  /** Default 'float32'. */
  readonly precision?: Precision;
}

/** On an axis that counts nothing, a tier says how many examples every trial draws. */
export type Tier<S = Settings, ArmName extends string = string, A = Axis> = TierHead<S, ArmName, LevelOf<A>> &
  (A extends CountedAxis ? { readonly amount?: undefined } : { readonly amount: number | 'all' });

/** Numbers in rising order, which are extended while the best lies at an end: each step multiplies as the last one did. */
export interface NumericDimension {
  readonly values: readonly number[];
  /** No value beyond these is tried. */
  readonly within: readonly [lowest: number, highest: number];
  /** Why the grid ends at its upper end: a choice there is told with it. */
  readonly because: string;
}

/** Values of one setting that are tried: states without an order, or numbers. */
export type GridDimension = readonly (string | boolean)[] | NumericDimension;

/** Whether a dimension holds numbers, which have an order. */
export function isNumeric(dimension: GridDimension): dimension is NumericDimension {
  return 'within' in dimension;
}

/** How settings are chosen: one grid for all tuned arms, on dev, with seeds of its own. */
export interface Tuning<ArmName extends string = string> {
  /** Scratch, treatment and control alike. */
  readonly arms: readonly ArmName[];
  /** None of the study's. */
  readonly seeds: readonly number[];
  /** The section of the settings that a choice goes into. Default 'finetuning'. */
  readonly section?: string;
  /** Setting of that section to the values tried; of equal scores the first in the order of the grid is taken. */
  readonly grid: { readonly [setting: string]: GridDimension };
  /** Arms for which only some of these settings are varied, such as a control whose steps its compute decides. */
  readonly only?: { readonly [Name in ArmName]?: readonly string[] };
}
