/**
 * What an ablation is: typed data (claim, task, arms, budgets, tiers, verdict rule) and two functions.
 * Running, caching, resuming, statistics and figures belong to the study ({@link ./study}).
 */
import { LabError } from '../errors';
import type { Task, TaskKind } from './task';

/** Anything that JSON can carry: what a configuration is made of, so that it can be hashed and compared. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A tier's configuration: named sections, so that a stage or arm can say which of them it depends on. */
export type Configuration = { readonly [section: string]: Json };

export type TierName = 'quick' | 'laptop' | 'full';

/**
 * baseline: what pretraining is compared with · pretrained: starts from a pretraining stage and trains everything ·
 * frozen: starts from it and trains a head only · classical: no neural network · control: rules out another explanation.
 */
export type ArmKind = 'baseline' | 'pretrained' | 'frozen' | 'classical' | 'control';

/** What determines a run besides its budget and seed; anything not named here cannot make it stale. */
export interface Determinants<Section extends string = string> {
  /** Sections of the configuration it reads. The context's `config` refuses any other. Absent: all sections. */
  readonly uses?: readonly Section[];
  /**
   * Modules it executes, relative to src without extension ('models/transformer'). They and all they import, comments
   * aside, make the code version; the source of the ablation's own function counts as well.
   */
  readonly modules: readonly string[];
  /** Instead of the tier's precision. */
  readonly precision?: Precision;
}

export interface Stage<StageName extends string = string> extends Determinants {
  readonly title: string;
  /** The stage whose artefact this one starts from. */
  readonly from?: StageName;
}

export interface Arm<StageName extends string = string> extends Determinants {
  readonly kind: ArmKind;
  /** As it stands in tables and legends. */
  readonly title: string;
  /** The pretraining stage(s) whose artefact it starts from. */
  readonly from?: StageName | readonly StageName[];
  /** The pretraining stage whose compute a control is given: its ledger is known to the trial, its weights are not used. */
  readonly matches?: StageName;
}

/** Where the claim comes from, precisely enough to look it up. */
export interface ClaimSource {
  readonly paper: string;
  /** Edition or preprint version: 'ACL 2018', 'arXiv 1801.06146v5'. */
  readonly version: string;
  /** 'table 2', 'figure 3'. */
  readonly where: string;
  /** The number reported there, in words. */
  readonly number: string;
  /** How it was obtained there: data, budgets, repeats. */
  readonly protocol: string;
}

export interface Claim {
  readonly sentence: string;
  readonly source: ClaimSource;
  /** What should be seen at our scale, written before the study ran. */
  readonly expected: string;
}

/** How the verdict is computed: paired differences treatment − reference over seeds, at the named budgets. */
export interface VerdictRule<ArmName extends string = string> {
  readonly treatment: ArmName;
  readonly reference: ArmName;
  /** Present: what is judged is how much more the treatment gains over the reference than these two arms differ by. */
  readonly moreThan?: { readonly treatment: ArmName; readonly reference: ArmName };
  /** Budgets that the claim is about. Absent: all of the tier's. */
  readonly labelsPerClass?: readonly number[];
  /** What the claim predicts of the first metric. */
  readonly expects: 'better' | 'worse';
  /**
   * 'all': the claim is about each budget, so one budget against it contradicts it. 'any': it says that there is such a
   * budget, so only all budgets against it contradict it. Default 'all'.
   */
  readonly requires?: 'all' | 'any';
  /** Differences smaller than this do not matter, in units of the metric. Default 0. */
  readonly smallestDifferenceThatMatters?: number;
}

export interface Tier<Config extends Configuration = Configuration, ArmName extends string = string> {
  /** Minutes on two cores, measured. */
  readonly minutes: number;
  readonly labelsPerClass: readonly number[];
  /** How many paired seeds: 1, 2, … seeds. */
  readonly seeds: number;
  /** Arms that run on fewer budgets or seeds than the tier (a costly control), or not at all (`seeds: 0`). */
  readonly restricted?: {
    readonly [Name in ArmName]?: { readonly labelsPerClass?: readonly number[]; readonly seeds?: number };
  };
  /** Whether every seed pretrains anew. Default false: one pretraining, with seed 1, serves all trials. */
  readonly pretrainingPerSeed?: boolean;
  /** Default 'eager'. */
  readonly engine?: Engine;
  /** Default 'float32'. */
  readonly precision?: Precision;
  readonly config: Config;
}

export type Engine = 'eager' | 'compiled';
export type Precision = 'float32' | 'mixed-bfloat16';

/** What training cost. */
export interface Ledger {
  /** With the head. */
  readonly trainableParameters: number;
  readonly trainingFlops: number;
  readonly seconds: number;
  readonly steps: number;
}

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** Prefix of the facts that hold what is reached by chance in a metric. */
export const chanceLevelOf = 'chanceLevel of ';

/** What a trial returns. A metric that is missing or not finite makes the trial a failed one. */
export interface TrialResult {
  /** By the task's metric names; each in its natural range (accuracy in [0, 1]). More may be returned. */
  readonly metrics: Readonly<Record<string, number>>;
  /** 'validationLoss' is drawn as the convergence figure. */
  readonly curves?: Readonly<Record<string, readonly CurvePoint[]>>;
  /** 'chanceLevel of METRIC' ({@link chanceLevelOf}) and `tieRate` are shown in the report. */
  readonly facts?: Readonly<Record<string, number | string>>;
  readonly ledger: Ledger;
}

/** What a pretraining stage returns; its weights go to the context's folder. */
export interface PretrainingResult extends Omit<TrialResult, 'metrics'> {
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A finished pretraining stage, as later stages and trials see it. */
export interface Artefact {
  /** Its run's id. */
  readonly id: string;
  /** Where its files are; read only. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly metrics: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, number | string>>;
}

interface RunContext<Config, Data, StageName extends string> {
  readonly tier: TierName;
  /** The tier's configuration; reading a section that was not declared in `uses` throws. */
  readonly config: Config;
  readonly engine: Engine;
  readonly precision: Precision;
  readonly seed: number;
  /** What `prepare` returned; prepared once a process. */
  readonly data: Data;
  /** An empty folder for this run's files. It becomes visible only once the run is complete. */
  readonly folder: string;
  /** Where a long run may keep a checkpoint: the file outlives a stopped or killed attempt, until the run is complete. */
  readonly resumeFile: string;
  /** A stage named in `from` or `matches`. @throws LabError for any other. */
  artefact(stage: StageName): Artefact;
}

export interface PretrainingContext<Config = Configuration, Data = unknown, StageName extends string = string>
  extends RunContext<Config, Data, StageName> {
  readonly stage: StageName;
}

export interface TrialContext<
  Config = Configuration,
  Data = unknown,
  StageName extends string = string,
  ArmName extends string = string,
> extends RunContext<Config, Data, StageName> {
  readonly arm: ArmName;
  readonly kind: ArmKind;
  readonly labelsPerClass: number;
  /** The artefact of the stage in the arm's `from`; undefined where it names none or several. */
  readonly start: Artefact | undefined;
  /** The artefact of the stage in the arm's `matches`; undefined where it names none. */
  readonly matched: Artefact | undefined;
}

/** The data of a study. Its hash, not the code that made it, enters every run's id. */
export interface DataDefinition<Config, Data> extends Determinants {
  /** Cards that the data comes from: a name in datasets/, or a path. Their content is watched. */
  readonly cards: readonly string[];
  prepare(context: { readonly config: Config; readonly tier: TierName }): Data | Promise<Data>;
  /** SHA-256 or the like over everything in the prepared data that a run can see (splits, vocabulary). */
  hash(data: Data): string;
}

/** How settings are chosen: one grid for all tuned arms, on dev, with seeds of its own. See {@link ./tuning}. */
export interface Tuning<Config, Data, ArmName extends string = string> {
  readonly arms: readonly ArmName[];
  /** None of the study's. */
  readonly seeds: readonly number[];
  /** The same for every arm and budget; of equal scores, the first is taken. */
  readonly candidates: { readonly [name: string]: Json };
  /** The data with dev in the place of test, so that a trial reports dev metrics and test is not seen. */
  onDev(data: Data): Data;
  /** The configuration in which an arm uses a candidate at a budget. */
  withCandidate(config: Config, arm: ArmName, labelsPerClass: number, candidate: Json): Config;
}

export interface AblationDefinition<
  Config extends Configuration = Configuration,
  Data = unknown,
  StageName extends string = string,
  ArmName extends string = string,
  Kind extends TaskKind = TaskKind,
> {
  /** As on the command line and in file names: 'pretraining-versus-scratch'. */
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  readonly task: Task<Kind>;
  /** The file that defines it: `__filename`. Modules it imports must be declared by some stage or arm. */
  readonly file: string;
  readonly data: DataDefinition<Config, Data>;
  /** Parts that other cards may play, with the cards that play them here: 'target' to 'spam-assassin'. */
  readonly roles?: Readonly<Record<string, string>>;
  /** The same study on other cards, with an id of its own. @throws LabError for an unknown part or a bad card */
  readonly onCards?: (cards: Readonly<Record<string, string>>) => Ablation;
  /** Named pretraining stages; `{}` where there are none. */
  readonly stages: { readonly [Name in StageName]: Stage<NoInfer_<StageName>> };
  readonly arms: { readonly [Name in ArmName]: Arm<NoInfer_<StageName>> };
  readonly verdict: VerdictRule<NoInfer_<ArmName>>;
  readonly tiers: { readonly [Name in TierName]: Tier<Config, NoInfer_<ArmName>> };
  /** Absent where nothing is tuned. */
  readonly tuning?: Tuning<Config, Data, NoInfer_<ArmName>>;
  /** What the study does not show; one sentence each. */
  readonly limits: readonly string[];
  /** Runs one pretraining stage and writes its artefact to `context.folder`. */
  pretraining(context: PretrainingContext<Config, Data, StageName>): Promise<PretrainingResult>;
  /** Runs one arm at one budget and seed. Arms of one (budget, seed) are paired: same labels, order and head. */
  trial(context: TrialContext<Config, Data, StageName, ArmName>): Promise<TrialResult>;
}

/** TypeScript 5.0 has no NoInfer; this defers inference in the same way. */
type NoInfer_<T> = [T][T extends unknown ? 0 : never];

/** An ablation as the runner holds it: types of configuration and data forgotten, names of arms kept. */
export type Ablation<ArmName extends string = string> = AblationDefinition<
  Configuration,
  unknown,
  string,
  ArmName
>;

/** Reads as the compiler's complaint when a study has nothing to compare with. */
type WithBaseline<Arms> =
  Extract<Arms[keyof Arms], { readonly kind: 'baseline' }> extends never
    ? { readonly arms: { readonly 'a study needs an arm of kind "baseline"': never } }
    : unknown;

/** Stages and configuration sections that are named must exist. */
interface Known<Stages, Arms, Section extends string> {
  readonly data: { readonly uses?: readonly Section[] };
  readonly stages: {
    readonly [Name in keyof Stages]: { readonly from?: keyof Stages; readonly uses?: readonly Section[] };
  };
  readonly arms: { readonly [Name in keyof Arms]: { readonly uses?: readonly Section[] } };
}

/**
 * Defines a study. What makes no sense does not compile: no baseline arm, an unknown arm or stage, a metric that does not
 * fit the task, selection on the test split.
 * @throws LabError if stages depend on each other in a circle, or a budget, seed count or id is out of range
 */
export function defineAblation<
  Config extends Configuration,
  Data,
  const Stages extends { readonly [name: string]: Stage },
  const Arms extends { readonly [name: string]: Arm<keyof Stages & string> },
  Kind extends TaskKind,
>(
  definition: Omit<
    AblationDefinition<Config, Data, keyof Stages & string, keyof Arms & string, Kind>,
    'stages' | 'arms'
  > & { readonly stages: Stages; readonly arms: Arms } & WithBaseline<Arms> &
    Known<Stages, Arms, keyof Config & string>,
): Ablation<keyof Arms & string> {
  const ablation = definition as unknown as Ablation<keyof Arms & string>;
  check(ablation);
  return Object.freeze(ablation);
}

function check(ablation: Ablation): void {
  const refuse = (what: string): never => {
    throw new LabError(`The ablation '${ablation.id}' ${what}.`);
  };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(ablation.id)) {
    refuse('needs an id of lower-case words joined by hyphens, since files and commands carry it');
  }
  for (const [name, stage] of Object.entries(ablation.stages)) {
    const seen = new Set([name]);
    for (let next = stage.from; next !== undefined; next = ablation.stages[next]?.from) {
      if (!ablation.stages[next])
        refuse(`has a stage '${name}' that starts from the unknown stage '${next}'`);
      if (seen.has(next)) refuse(`has stages that start from each other in a circle ('${name}'); break it`);
      seen.add(next);
    }
  }
  for (const [name, tier] of Object.entries(ablation.tiers)) {
    if (!Number.isInteger(tier.seeds) || tier.seeds < 1)
      refuse(`needs at least one seed at the tier '${name}'`);
    if (tier.labelsPerClass.length === 0) refuse(`needs at least one label budget at the tier '${name}'`);
    if (tier.labelsPerClass.some((budget) => !(budget > 0))) {
      refuse(`has a label budget that is not positive at the tier '${name}'`);
    }
  }
}
