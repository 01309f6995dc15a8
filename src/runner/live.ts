/**
 * Stages and trials of a study, run at once and kept nowhere: what a notebook's live cells do is what the study does, by
 * the same recipes and settings, with what a reader changes told in the call.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { Changes, Level } from '../form/axis';
import type { Settings } from '../form/json';
import type { Artefact, CurvePoint, StageResult, TrialResult } from '../form/result';
import { changed, settingsAt, usedSections } from '../form/settings';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { nearestName } from '../nearestName';
import { chosenSettings } from './chosenSettings';
import { CodeReader } from './code/codeVersion';
import { sectionsOf } from './plan';
import { preparedData } from './preparedData';
import type { RunDeterminants } from './runRecord';
import { RunStore } from './store';
import { runStage, runTrial } from './trialContext';

export interface LiveOptions {
  readonly tier?: TierName;
  /** Default 1. */
  readonly seed?: number;
  /** Default: the first level of the tier. */
  readonly level?: Level;
  readonly store?: string;
  readonly records?: string;
}

/** What a reader changes of the study's settings in one call. */
export interface LiveChanges {
  readonly with?: Changes;
}

/** A stage that was run live, with its files. */
export interface LiveStage extends Artefact {
  readonly name: string;
  readonly title: string;
  /** The settings that it ran with, a reader's changes included. */
  readonly settings: Settings;
  readonly curves: Readonly<Record<string, readonly CurvePoint[]>>;
}

/** A study's stages and trials at one level and seed, run when asked for. */
export class LiveStudy<Data = unknown> {
  private readonly home = temporaryFolder();
  private readonly stages = new Map<string, Promise<LiveStage>>();

  constructor(
    readonly study: Study,
    /** What the study's recipes see. */
    readonly data: Data,
    readonly tier: TierName,
    readonly level: Level,
    readonly seed: number,
    private readonly records: string | undefined,
  ) {}

  /** The study's settings at this tier and level. */
  get settings(): Settings {
    return settingsAt(this.study.axis, this.study.tiers[this.tier].settings, this.level);
  }

  /**
   * Runs a stage, and first those that it starts from; each once for the same changes.
   * @throws LabError for a stage or a setting that there is not; StoppedError on request
   */
  stage(name: string, changes: LiveChanges = {}): Promise<LiveStage> {
    const stage = this.study.stages[name];
    if (!stage) throw unknown('stage', name, this.study.stages, this.study.id);
    const key = JSON.stringify([name, changes.with ?? null]);
    const known = this.stages.get(key) ?? this.runStage(name, changes);
    this.stages.set(key, known);
    known.catch(() => this.stages.delete(key));
    return known;
  }

  /**
   * Runs a trial of an arm on test, as the study does at this level and seed.
   * @param options.starts stages to start from that were run with changes, instead of the study's own
   * @throws LabError for an arm or a setting that there is not; StoppedError on request
   */
  async trial(
    name: string,
    options: LiveChanges & { readonly starts?: LiveStage } = {},
  ): Promise<TrialResult> {
    const arm = this.study.arms[name];
    if (!arm) throw unknown('arm', name, this.study.arms, this.study.id);
    const { tier, level, seed, study } = this;
    const who = `The arm '${name}' of '${study.id}'`;
    const chosen = chosenSettings(study, tier, this.records).changesFor(name, level);
    const tuned = changed(this.settings, chosen, who);
    const settings = changed(changed(tuned, arm.with, who), options.with, 'The call');
    const artefacts = new Map<string, Artefact>();
    if (arm.from !== undefined) artefacts.set(arm.from, options.starts ?? (await this.stage(arm.from)));
    if (arm.matches !== undefined) artefacts.set(arm.matches, await this.stage(arm.matches));
    const { amount } = study.tiers[tier];
    const determinants = this.determinants(name, 'arm', usedSections(settings, sectionsOf(arm)), {
      amount: arm.draws ?? (study.axis.kind === 'counted' ? Number(level) : amount!),
      seed,
    });
    return runTrial(study, determinants, this.data, this.place(name), (stage) => artefacts.get(stage)!);
  }

  private async runStage(name: string, changes: LiveChanges): Promise<LiveStage> {
    const stage = this.study.stages[name]!;
    const start = stage.from === undefined ? undefined : await this.stage(stage.from);
    const who = `The stage '${name}' of '${this.study.id}'`;
    const settings = changed(changed(this.settings, stage.with, who), changes.with, 'The call');
    const determinants = this.determinants(name, 'stage', usedSections(settings, sectionsOf(stage)), {});
    const place = this.place(name);
    const result: StageResult = await runStage(
      this.study,
      determinants,
      this.data,
      place,
      () => start as Artefact,
    );
    const { metrics = {}, facts = {}, curves = {}, ledger } = result;
    return {
      ...{ id: `live ${name}`, name, title: stage.title, settings, folder: place.folder },
      ...{ metrics, facts, curves, ledger },
    };
  }

  private determinants(
    name: string,
    part: 'stage' | 'arm',
    settings: Settings,
    more: Partial<RunDeterminants>,
  ): RunDeterminants {
    const { engine = 'compiled', precision = 'float32' } = this.study.tiers[this.tier];
    const own = part === 'arm' ? this.study.arms[name]! : this.study.stages[name]!;
    return {
      ...{ study: this.study.id, part, name, tier: this.tier, seed: this.seed, settings, engine },
      ...{ recipe: own.recipe.name, options: null, data: 'live', code: {}, parents: {} },
      precision: own.precision ?? precision,
      ...more,
    };
  }

  private place(name: string) {
    const folder = fs.mkdtempSync(path.join(this.home, `${name}-`));
    return { folder, resumeFile: `${folder}.resume` };
  }
}

/**
 * Prepares a study's data for live cells: `const live = await lab.live(lab.pretrainingVersusScratch, { tier })`. What
 * `data` is may be said: `lab.live<lab.TextClassificationData>(…)`.
 * @throws LabError for a tier that there is not, or data that cannot be prepared
 */
export async function live<Data = unknown>(
  study: Study,
  options: LiveOptions = {},
): Promise<LiveStudy<Data>> {
  const { tier: name = 'laptop', seed = 1, records } = options;
  const tier = study.tiers[name];
  if (!tier) throw new LabError(`There is no tier '${name}': choose quick, laptop or full.`);
  const level = options.level ?? (tier.levels as readonly Level[])[0]!;
  const settings = settingsAt(study.axis, tier.settings, level);
  const store = new RunStore(options.store);
  const prepared = await preparedData(study, settings, new CodeReader(), store.folder);
  return new LiveStudy(study, (await prepared.load()) as Data, name, level, seed, records);
}

function unknown(what: string, name: string, known: object, study: string): LabError {
  const names = Object.keys(known);
  const near = nearestName(name, names);
  return new LabError(
    `The study '${study}' has no ${what} '${name}'${near ? `; did you mean '${near}'?` : `: it has ${names.join(', ')}.`}`,
  );
}

const folders: string[] = [];
let cleaning = false;

/** A folder that goes when the process does. */
function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-live-'));
  folders.push(folder);
  if (!cleaning) {
    cleaning = true;
    process.once('exit', () => {
      for (const one of folders) fs.rmSync(one, { recursive: true, force: true });
    });
  }
  return folder;
}
