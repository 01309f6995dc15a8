/** A study's results, in the forms in which a reader meets them; and what computes them. */
import type { Level } from '../form/axis';
import type { Study } from '../form/study';
import { studyEffects, studyVerdict } from '../runner/analysis';
import { collectResults } from '../runner/collect';
import { computeMissing } from '../runner/compute';
import { type PlannedRun, type PlanOptions, planStudy, type StudyPlan } from '../runner/plan';
import type { RunOutcome, StudyResults } from '../runner/results';
import { type StaleRun, staleRuns } from '../runner/staleness';
import { type DamagedRun, RunStore } from '../runner/store';
import { readTuning, type TuningRecord } from '../runner/tuningRecord';
import type { Verdict } from '../statistics/findings';
import type { Displayable, MimeBundle, Origin } from './display';
import { factCurve } from './factCurve';
import type { Figure } from './figure';
import { comparisonSentence, expectationSentences, Findings, replicationSentence } from './findings';
import type { Heatmap } from './heatmapFigure';
import { lines } from './html';
import { multiplierTable } from './multiplierTable';
import { recallFigure } from './recallFigure';
import { stageChanges } from './stageFigures';
import { type ClaimCard, claimCard, VerdictCard } from './studyCards';
import { convergence, levelCurve, pairedDifferences } from './studyFigures';
import { differencesTable, environmentTable, ledgerTable, receiptsTable, resultsTable } from './studyTables';
import type { Table } from './table';
import { tuningEffort, tuningTable } from './tuningViews';

export interface StudyOptions<ArmName extends string = string> extends Omit<PlanOptions, 'arms'> {
  readonly arms?: readonly ArmName[];
  /** Where runs are kept; default .lab/runs. */
  readonly store?: string;
  /** A line to print above the progress bar after a run, such as its score; undefined for none. */
  readonly lineAfter?: (run: PlannedRun, store: RunStore) => string | undefined;
}

/** The results of a study. Each form can be given to `show`; what does not apply to the study is undefined. */
export class StudyOutcome implements Displayable {
  constructor(
    readonly study: Study,
    /** The plain numbers, each with its run's id. */
    readonly data: StudyResults,
    /** Records that were found damaged and computed again. */
    readonly damaged: readonly DamagedRun[],
    /** Plans the same study from the code and data as they are now. */
    private readonly replan: () => Promise<StudyPlan>,
    /** Where its tuning is recorded; default notebooks/records. */
    private readonly records?: string,
  ) {}

  /** What is claimed, by whom, and what was expected here. */
  get claim(): ClaimCard {
    return this.view('claim', [], claimCard(this.data));
  }

  /** Arms by levels, for the first metric. */
  get results(): Table {
    return this.view('results', [], resultsTable(this.data));
  }

  /** Arms by levels, for another of the task's metrics. */
  resultsOf(metric: string): Table {
    return this.view('resultsOf', [metric], resultsTable(this.data, metric));
  }

  /** supports, contradicts or inconclusive, and from which numbers. */
  get verdict(): VerdictCard {
    const card = new VerdictCard(this.data, studyVerdict(this.data), studyEffects(this.data));
    return this.view('verdict', [], card);
  }

  /** Parameters, FLOPs, seconds, memory and energy of each arm. */
  get ledger(): Table {
    return this.view('ledger', [], ledgerTable(this.data));
  }

  /** Every run with its id. */
  get receipts(): Table {
    return this.view('receipts', [], receiptsTable(this.data));
  }

  get environment(): Table {
    return this.view('environment', [], environmentTable(this.data));
  }

  /** The metric over the levels of the axis, each seed a dot. */
  levelCurve(metric?: string): Figure {
    return this.view('levelCurve', [metric], levelCurve(this.data, metric));
  }

  /** The treatment minus every other arm, with intervals. */
  pairedDifferences(metric?: string): Figure {
    return this.view('pairedDifferences', [metric], pairedDifferences(this.data, metric));
  }

  /** The numbers of {@link pairedDifferences}. */
  differences(metric?: string): Table {
    return this.view('differences', [metric], differencesTable(this.data, metric));
  }

  /** How many times the labels the reference needs to match the treatment; undefined where no labels are counted. */
  labelMultipliers(): Table | undefined {
    const table = multiplierTable(this.data);
    return table && this.view('labelMultipliers', [], table);
  }

  /** Validation loss over steps; undefined where no trial recorded it. */
  convergence(level?: Level): Figure | undefined {
    const figure = convergence(this.data, level);
    return figure && this.view('convergence', [level], figure);
  }

  /** Recall (or, of pixels, intersection over union) of each class by arm, for tasks that record it; undefined elsewhere. */
  recalls(level?: Level): Heatmap | undefined {
    const figure = recallFigure(this.data, level);
    return figure && this.view('recalls', [level], figure);
  }

  /**
   * A fact that trials tell beside their metrics, over the levels; undefined where none tells it.
   * @param fact as trials name it: 'training loss'
   */
  factCurve(fact: string): Figure | undefined {
    const figure = factCurve(this.data, fact);
    return figure && this.view('factCurve', [fact], figure);
  }

  /**
   * How much a metric of stages changed in each stage that started from `before`; undefined where none has it.
   * @param what the quantity with its unit: 'loss on general text (nats)'
   */
  stageChanges(metric: string, before: string, what: string): Figure | undefined {
    const quantity = `change of the ${what}`;
    const figure = stageChanges(this.data, { metric, before, quantity, title: `Change of the ${what}` });
    return figure && this.view('stageChanges', [metric, before, what], figure);
  }

  /** How settings were chosen; undefined where they were not tuned. */
  get tuning(): Table | undefined {
    const record = this.tuningRecord();
    return record && this.view('tuning', [], tuningTable(this.data, record));
  }

  /** The dev score to expect over the number of settings tried; undefined where nothing was tuned. */
  tuningEffort(level?: Level): Figure | undefined {
    const record = this.tuningRecord();
    return record && this.view('tuningEffort', [level], tuningEffort(this.data, record, level));
  }

  private tuningRecord(): TuningRecord | undefined {
    return this.data.settings === 'tuned' ? readTuning(this.data.id, this.records) : undefined;
  }

  /** How one arm stands against others, in a sentence each: paired, with intervals, Holm-corrected for the levels. */
  against(arm: string, ...others: string[]): Findings {
    const sentences = others.map((other) => comparisonSentence(this.data, arm, other));
    return this.view('against', [arm, ...others], new Findings(sentences));
  }

  /** What was expected before the study ran, and what came out. */
  get expectation(): Findings {
    return this.view('expectation', [], new Findings(expectationSentences(this.data)));
  }

  /** These results as a replication of the study on other seeds, in a sentence. */
  get replication(): Findings {
    return this.view('replication', [], new Findings([replicationSentence(this.data)]));
  }

  /** What the study does not show. */
  get limits(): Findings {
    return this.view('limits', [], new Findings(this.data.limits.map((limit) => `- ${limit}`)));
  }

  /** Where what is shown comes from. */
  get origin(): Origin {
    return this.originOf('outcome', []);
  }

  private originOf(view: string, given: readonly (Level | undefined)[]): Origin {
    const { id: study, tier, firstSeed } = this.data;
    return { study, tier, firstSeed, view, given: given.filter((one) => one !== undefined) };
  }

  /** Something to show that remembers which view of which results it is. */
  private view<Shown extends object>(
    name: string,
    given: readonly (Level | undefined)[],
    shown: Shown,
  ): Shown {
    return Object.defineProperty(shown, 'origin', { value: this.originOf(name, given) });
  }

  /** Runs that failed, with their messages. */
  get failed(): readonly RunOutcome[] {
    return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'failed');
  }

  get missing(): readonly RunOutcome[] {
    return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'missing');
  }

  /** Runs behind these results that no longer match the code, data or settings. */
  async stale(): Promise<StaleRun[]> {
    const shown = [...this.data.pretraining, ...this.data.trials].filter((run) => run.state !== 'missing');
    return staleRuns(shown, await this.replan());
  }

  /** Results table, multipliers and verdict as text. */
  toText(): string {
    const failed = this.failed.map((run) => `Failed: run ${run.run.slice(0, 10)}: ${run.error}`);
    const multipliers = this.labelMultipliers();
    return [
      this.results.toText(),
      ...(multipliers ? [multipliers.toText()] : []),
      ...failed,
      this.verdict.toText(),
    ].join('\n\n');
  }

  toDisplay(): MimeBundle {
    const multipliers = this.labelMultipliers();
    const shown = [
      this.verdict.toHtml(),
      this.results.toHtml(),
      ...(multipliers ? [multipliers.toHtml()] : []),
    ];
    return { 'text/html': lines(shown).toString(), 'text/plain': this.toText() };
  }

  /** For machines: the plain results and the verdict. */
  toJSON(): { results: StudyResults; verdict: Verdict } {
    return { results: this.data, verdict: this.verdict.verdict };
  }
}

/**
 * Runs a study: reads finished runs, computes missing ones (failed ones are tried again), with a progress bar.
 * @throws StoppedError on request; the same call goes on from there
 * @throws LabError for unknown arms, tiers, or a store that cannot be used
 */
export async function study<S extends Study>(
  definition: S,
  options: StudyOptions<keyof S['arms'] & string> = {},
): Promise<StudyOutcome> {
  const store = new RunStore(options.store);
  const plan = await planStudy(definition, options, store.folder);
  const { lineAfter } = options;
  await computeMissing(plan, store, lineAfter && { lineAfter: (run) => lineAfter(run, store) });
  return outcomeOf(plan, store, options);
}

/** What the store holds of a study, computing nothing: trials that it lacks are missing. */
export async function storedStudy<S extends Study>(
  definition: S,
  options: StudyOptions<keyof S['arms'] & string> = {},
): Promise<StudyOutcome> {
  const store = new RunStore(options.store);
  return outcomeOf(await planStudy(definition, options, store.folder), store, options);
}

/** A study over results that were recorded earlier. */
export function recordedStudy(
  definition: Study,
  results: StudyResults,
  options: { readonly store?: string; readonly records?: string } = {},
): StudyOutcome {
  const store = new RunStore(options.store);
  const { tier, seeds, firstSeed, engine, precision, levels } = results;
  const { records } = options;
  const replan = () =>
    planStudy(
      definition,
      // Everywhere: whatever was shown finds its place.
      { tier, seeds, firstSeed, engine, precision, levels, records, everywhere: true },
      store.folder,
    );
  return new StudyOutcome(definition, results, [], replan, records);
}

function outcomeOf(plan: StudyPlan, store: RunStore, options: PlanOptions): StudyOutcome {
  const data = collectResults(plan, store);
  const replan = () => planStudy(plan.study, options, store.folder);
  return new StudyOutcome(plan.study, data, store.damaged, replan, options.records);
}
