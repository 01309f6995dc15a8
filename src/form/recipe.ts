/**
 * How a stage or an arm is computed. A recipe is a function of settings and data; it knows the module it stands in, so
 * that what a run's id must cover follows from what that module imports.
 */
import type { Engine, Precision } from '../engine/program';
import type { Changes } from './axis';
import type { Json } from './json';
import type { Artefact, StageResult, TrialResult } from './result';
import { standingIn, type Written } from './standing';
import type { Scoring } from './task';

/** A piece that several recipes take as an option, such as a network: it brings its module and its settings. */
export interface Part<S = never> {
  readonly part: string;
  readonly file: string;
  readonly uses: readonly (keyof S & string)[];
  /** For the compiler alone. */
  readonly needs?: (settings: S) => void;
}

/** What a recipe may be given beside title, kind and stages. */
export type RecipeOptions = { readonly [name: string]: Json | Part<never> };

interface RunContext<Data, S, Options> {
  /** The sections that the recipe declared; reading another one throws. */
  readonly settings: S;
  readonly options: Options;
  readonly engine: Engine;
  readonly precision: Precision;
  readonly seed: number;
  /** Prepared once a process. */
  readonly data: Data;
  /** Tells these data from others in one process, for what is kept between trials. */
  readonly dataName: string;
  /** An empty folder for this run's files. It becomes visible only once the run is complete. */
  readonly folder: string;
  /** Where a long run may keep a checkpoint: the file outlives a stopped or killed attempt, until the run is complete. */
  readonly resumeFile: string;
  /** The stage that it starts from. */
  readonly start: Artefact | undefined;
}

export type StageContext<Data, S, Options = unknown> = RunContext<Data, S, Options>;

export interface TrialContext<Data, S, Options = unknown> extends RunContext<Data, S, Options> {
  /** How many examples are drawn: the level of a counted axis, else what the tier says. */
  readonly amount: number | 'all';
  /** The stage whose compute the arm is given; its weights are not used. */
  readonly matched: Artefact | undefined;
  /** What the task asks for. */
  readonly scoring: Scoring;
}

/** What a recipe depends on, apart from its options. */
interface RecipeHead<S> {
  /** Tells recipes of one module apart. */
  readonly name: string;
  /** The module, or the notebook's cell, that it stands in. */
  readonly file: string;
  /** Sections of the settings that it reads. */
  readonly uses: readonly (keyof S & string)[];
}

export interface StageRecipe<Data, S, Options> extends RecipeHead<S> {
  run(context: StageContext<Data, S, Options>): Promise<StageResult>;
}

export interface ArmRecipe<Data, S, Options> extends RecipeHead<S> {
  /** What an arm is that does not say so itself. */
  readonly kind: ArmKind;
  run(context: TrialContext<Data, S, Options>): Promise<TrialResult>;
}

/**
 * baseline: what pretraining is compared with · pretrained: starts from a stage and trains everything · frozen: starts
 * from it and trains a head only · classical: no neural network · control: rules out another explanation.
 */
export type ArmKind = 'baseline' | 'pretrained' | 'frozen' | 'classical' | 'control';

/** How a stage or arm stands in a study. */
interface Place<From> {
  /** As it stands in tables and legends. */
  readonly title: string;
  /** The stage whose artefact it starts from. */
  readonly from?: From;
  /** Instead of the tier's precision. */
  readonly precision?: Precision;
  /** Settings of its own where they differ from the tier's. */
  readonly with?: Changes;
}

export interface StagePlace<From> extends Place<From> {}

export interface ArmPlace<From, Matches, Kind, TunedAs> extends Place<From> {
  readonly kind?: Kind;
  /** A control that is given the compute of this stage, and not its weights. */
  readonly matches?: Matches;
  /** The arm whose tuned settings it takes. Default: its own, where it is tuned. */
  readonly tunedAs?: TunedAs;
  /** Draws this many examples (or all) whatever the level says. */
  readonly draws?: number | 'all';
}

/** What a stage or arm asks of a study's data and settings; for the compiler alone. */
interface Needs<Data, S> {
  readonly needs?: { readonly data: Data; readonly settings: S };
}

/** A stage of a study: a recipe with its options at a place. */
export interface Stage<Data = unknown, S = unknown, From = string> extends StagePlace<From>, Needs<Data, S> {
  readonly recipe: StageRecipe<never, never, never>;
  readonly options: RecipeOptions;
}

/** An arm of a study. */
export interface Arm<
  Data = unknown,
  S = unknown,
  From = string,
  Matches = string,
  Kind = ArmKind,
  TunedAs = string,
> extends ArmPlace<From, Matches, Kind, TunedAs>,
    Needs<Data, S> {
  readonly kind: Kind;
  readonly recipe: ArmRecipe<never, never, never>;
  readonly options: RecipeOptions;
}

type UnionToIntersection<U> = (U extends unknown ? (value: U) => void : never) extends (
  value: infer I,
) => void
  ? I
  : never;

/** The settings that the parts among the options need. */
type SettingsOfParts<Given> = UnionToIntersection<
  { [Name in keyof Given]-?: NonNullable<Given[Name]> extends Part<infer S> ? S : never }[keyof Given]
>;

/** A name that is neither an option nor part of a place does not compile. */
type NoOthers<Given, Known> = { readonly [Name in Exclude<keyof Given, keyof Known>]: never };

const placeNames: ReadonlySet<string> = new Set([
  ...['title', 'from', 'matches', 'kind', 'precision', 'with', 'tunedAs', 'draws'],
]);

function placed(given: object): { options: RecipeOptions } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(entries.filter(([name]) => placeNames.has(name))),
    options: Object.fromEntries(entries.filter(([name]) => !placeNames.has(name))),
  };
}

/** Makes a recipe of stages: what it returns puts one into a study, `masked({ title: 'Masked language model' })`. */
export function stageRecipe<Data, S, Options extends object = object>(
  written: Written<StageRecipe<Data, S, Options>>,
) {
  const recipe = standingIn(written);
  return <const Given extends Options, const From extends string = never>(
    given: StagePlace<From> & Given & NoOthers<Given, Options & StagePlace<From>>,
  ): Stage<Data, S & SettingsOfParts<Given>, From> =>
    ({ ...placed(given), recipe }) as unknown as Stage<Data, S & SettingsOfParts<Given>, From>;
}

/** Makes a recipe of arms; an arm that does not say its kind is of the recipe's. */
export function armRecipe<Data, S, Options extends object = object, const Default extends ArmKind = ArmKind>(
  written: Written<ArmRecipe<Data, S, Options>> & { readonly kind: Default },
) {
  const recipe = standingIn(written);
  return <
    const Given extends Options,
    const From extends string = never,
    const Matches extends string = never,
    const Kind extends ArmKind = Default,
    const TunedAs extends string = never,
  >(
    given: ArmPlace<From, Matches, Kind, TunedAs> &
      Given &
      NoOthers<Given, Options & ArmPlace<From, Matches, Kind, TunedAs>>,
  ): Arm<Data, S & SettingsOfParts<Given>, From, Matches, Kind, TunedAs> =>
    ({ kind: recipe.kind, ...placed(given), recipe }) as unknown as Arm<
      Data,
      S & SettingsOfParts<Given>,
      From,
      Matches,
      Kind,
      TunedAs
    >;
}

/** Whether an option is a part rather than a plain value. */
export function isPart(option: unknown): option is Part<never> {
  return typeof (option as { part?: unknown } | null)?.part === 'string';
}
