/**
 * What a study is: typed data that states what it compares. How stages and arms are computed is said by recipes;
 * running, statistics and figures follow from this.
 */
import type { TaskKind } from '../metrics/metric';
import type { MetricsOfTask } from '../metrics/registry';
import type { Axis } from './axis';
import { callerFile } from './callerFile';
import { refuseSenseless } from './checks';
import type { StudyData } from './dataRecipe';
import type { Json, Settings } from './json';
import type { Arm, Stage } from './recipe';
import type { Study, StudyHead } from './studyShape';
import type { Task } from './task';
import type { Tier, TierName } from './tier';

export type { OnCards, Study } from './studyShape';

/** The axis of a study that varies nothing. */
export const noAxis: Axis = {
  kind: 'category',
  scale: 'category',
  name: 'level',
  title: '',
  set: () => ({}),
};

/** The only level of a study that varies nothing. */
export const onlyLevel = 'all';

/** TypeScript 5.0, which notebooks use, has no NoInfer; this defers inference in the same way. */
type NotInferred<T> = [T][T extends unknown ? 0 : never];

/** Reads as the compiler's complaint when a study has nothing to compare with. */
type WithBaseline<Arms> =
  Extract<Arms[keyof Arms], { readonly kind: 'baseline' }> extends never
    ? { readonly arms: { readonly 'a study needs an arm of kind "baseline"': never } }
    : unknown;

/** Whether what a stage, an arm or the data need is there. */
type Fits<Part, Data, S> = Part extends {
  readonly needs?: { readonly data: infer NeededData; readonly settings: infer NeededSettings };
}
  ? [Data] extends [NeededData]
    ? [S] extends [NeededSettings]
      ? unknown
      : { readonly 'the settings of the tiers lack what this needs': NeededSettings }
    : { readonly 'the data of the study lack what this needs': NeededData }
  : unknown;

/** Stages that are named must exist, and everything must fit the data and settings. */
interface Known<Stages, Arms, Data, S> {
  readonly stages: {
    readonly [Name in keyof Stages]: { readonly from?: keyof Stages } & Fits<Stages[Name], Data, S>;
  };
  readonly arms: {
    readonly [Name in keyof Arms]: {
      readonly from?: keyof Stages;
      readonly matches?: keyof Stages;
      readonly tunedAs?: keyof Arms;
    } & Fits<Arms[Name], Data, S>;
  };
}

/**
 * Defines a study. What makes no sense does not compile: no baseline arm, an unknown arm or stage, a metric that does not
 * fit the task, selection on the test split, a label multiplier where no labels are counted, settings that a recipe lacks.
 * @throws LabError if stages depend on each other in a circle, a level, seed count or id is out of range, or settings are
 *   changed that do not exist
 */
export function defineStudy<
  S extends { readonly [Section in keyof S]: Json },
  Data,
  Kind extends TaskKind,
  const Stages extends { readonly [name: string]: Stage },
  const Arms extends { readonly [name: string]: Arm },
  A extends Axis = Axis & { readonly kind: 'category' },
  DataSettings = unknown,
>(
  definition: StudyHead<keyof Arms & string, A> & {
    readonly data: StudyData<Data, DataSettings>;
    readonly task: Task<NotInferred<Data>, Kind> & { readonly metrics: readonly MetricsOfTask[Kind][] };
    readonly stages: Stages;
    readonly arms: Arms;
    readonly tiers: { readonly [Name in TierName]: Tier<S, keyof Arms & string, A> };
  } & WithBaseline<Arms> &
    Known<Stages, Arms, Data, S> & { readonly data: Fits<StudyData<Data, DataSettings>, Data, S> },
): Omit<Study, 'arms'> & { readonly arms: { readonly [Name in keyof Arms]: Arm } } {
  const file = callerFile(1);
  const study = { axis: noAxis, ...definition, ...(file !== undefined && { file }) } as unknown as Study;
  refuseSenseless(study);
  return Object.freeze(study) as never;
}

/** The settings of a study's tier, as its recipes see them. */
export function settingsOf(study: Study, tier: TierName): Settings {
  return study.tiers[tier].settings;
}
