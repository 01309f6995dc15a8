/** A study: computes what is missing of an ablation at a tier, and shows what came out. */
import type { MimeBundle } from '../report/display';
import type { Figure } from '../report/figure';
import { type ClaimCard, claimCard, multiplierTable, VerdictCard } from '../report/studyCards';
import { convergence, labelCurve, pairedDifferences } from '../report/studyFigures';
import {
  differencesTable,
  environmentTable,
  ledgerTable,
  receiptsTable,
  resultsTable,
} from '../report/studyTables';
import type { Table } from '../report/table';
import type { Ablation } from './ablation';
import { studyCrossover, studyVerdict } from './analysis';
import { collectResults } from './collect';
import { computeMissing } from './compute';
import { type PlanOptions, planStudy, type StudyPlan } from './plan';
import type { RunOutcome, StudyResults } from './results';
import { type StaleRun, staleRuns } from './staleness';
import { type DamagedRun, RunStore } from './store';

export interface StudyOptions<ArmName extends string = string> extends Omit<PlanOptions, 'arms'> {
  readonly arms?: readonly ArmName[];
  /** Where runs are kept; default .lab/runs. */
  readonly store?: string;
}

/** The results of a study, and the forms in which a reader meets them. Each form can be given to `show`. */
export class Study {
  constructor(
    readonly ablation: Ablation,
    /** The plain numbers, each with its run's id. */
    readonly data: StudyResults,
    /** Records that were found damaged and computed again. */
    readonly damaged: readonly DamagedRun[],
    /** Plans the same study from the code and data as they are now. */
    private readonly replan: () => Promise<StudyPlan>,
  ) {}

  /** What is claimed, by whom, and what was expected here. */
  get claim(): ClaimCard {
    return claimCard(this.data);
  }

  /** Arms by budgets, for the first metric. */
  get results(): Table {
    return resultsTable(this.data);
  }

  /** Arms by budgets, for another of the task's metrics. */
  resultsOf(metric: string): Table {
    return resultsTable(this.data, metric);
  }

  /** supports, contradicts or inconclusive, and from which numbers. */
  get verdict(): VerdictCard {
    return new VerdictCard(this.data, studyVerdict(this.data), studyCrossover(this.data));
  }

  /** Parameters, FLOPs, seconds, memory and energy of each arm. */
  get ledger(): Table {
    return ledgerTable(this.data);
  }

  /** Every run with its id. */
  get receipts(): Table {
    return receiptsTable(this.data);
  }

  get environment(): Table {
    return environmentTable(this.data);
  }

  /** The metric over labels per class, each seed a dot. */
  labelCurve(metric?: string): Figure {
    return labelCurve(this.data, metric);
  }

  /** The treatment minus every other arm, with intervals. */
  pairedDifferences(metric?: string): Figure {
    return pairedDifferences(this.data, metric);
  }

  /** The numbers of {@link pairedDifferences}. */
  differences(metric?: string): Table {
    return differencesTable(this.data, metric);
  }

  /** How many times the labels the reference needs to match the treatment. */
  labelMultipliers(): Table {
    return multiplierTable(this.data);
  }

  /** Validation loss over steps; undefined where no trial recorded it. */
  convergence(labelsPerClass?: number): Figure | undefined {
    return convergence(this.data, labelsPerClass);
  }

  /** Runs that failed, with their messages. */
  get failed(): readonly RunOutcome[] {
    return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'failed');
  }

  get missing(): readonly RunOutcome[] {
    return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'missing');
  }

  /** Runs behind these results that no longer match the code, data or configuration. */
  async stale(): Promise<StaleRun[]> {
    const shown = [...this.data.pretraining, ...this.data.trials].filter((run) => run.state !== 'missing');
    return staleRuns(shown, await this.replan());
  }

  /** Results table, multipliers and verdict as text. */
  toText(): string {
    const failed = this.failed.map((run) => `Failed: run ${run.run.slice(0, 10)}: ${run.error}`);
    return [this.results.toText(), this.labelMultipliers().toText(), ...failed, this.verdict.toText()].join(
      '\n\n',
    );
  }

  toDisplay(): MimeBundle {
    const html = [this.verdict.toHtml(), this.results.toHtml(), this.labelMultipliers().toHtml()].join('\n');
    return { 'text/html': html, 'text/plain': this.toText() };
  }

  /** For machines: the plain results and the verdict. */
  toJSON(): { results: StudyResults; verdict: VerdictCard['verdict'] } {
    return { results: this.data, verdict: this.verdict.verdict };
  }
}

/**
 * Runs a study: reads finished runs, computes missing ones (failed ones are tried again), with a progress bar.
 * @throws StoppedError on request; the same call goes on from there
 * @throws LabError for unknown arms, tiers, or a store that cannot be used
 */
export async function study<ArmName extends string>(
  ablation: Ablation<ArmName>,
  options: StudyOptions<ArmName> = {},
): Promise<Study> {
  const store = new RunStore(options.store);
  const plan = await planStudy(ablation as Ablation, options, store.folder);
  await computeMissing(plan, store);
  return studyOf(plan, store, options);
}

/** What the store holds of a study, computing nothing: trials that it lacks are missing. */
export async function storedStudy<ArmName extends string>(
  ablation: Ablation<ArmName>,
  options: StudyOptions<ArmName> = {},
): Promise<Study> {
  const store = new RunStore(options.store);
  return studyOf(await planStudy(ablation as Ablation, options, store.folder), store, options);
}

/** A study over results that were recorded earlier. */
export function recordedStudy(ablation: Ablation, results: StudyResults, storeFolder?: string): Study {
  const store = new RunStore(storeFolder);
  const { tier, seeds, firstSeed, engine, precision } = results;
  return new Study(ablation, results, [], () =>
    planStudy(ablation, { tier, seeds, firstSeed, engine, precision }, store.folder),
  );
}

function studyOf(plan: StudyPlan, store: RunStore, options: PlanOptions): Study {
  const data = collectResults(plan, store);
  return new Study(plan.ablation, data, store.damaged, () => planStudy(plan.ablation, options, store.folder));
}
