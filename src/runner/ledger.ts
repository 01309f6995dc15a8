/** What each arm costs: parameters, FLOPs, seconds, memory, and an estimate of energy with its assumption. */

import { mean } from '../statistics/mean';
import { armsOf, type RunOutcome, type StudyResults } from './results';

/** Power drawn while a run computes, in watts, where nothing measures it: a desktop processor, a data-centre GPU's host. */
export const assumedWatts = { cpu: 65, gpu: 400 } as const;

export interface LedgerRow {
  readonly arm: string;
  /** With the head. */
  readonly trainableParameters: number;
  /** Of one trial, mean over the arm's finished trials. */
  readonly trainingFlops: number;
  readonly steps: number;
  /** Wall clock of one trial, evaluation included; mean. */
  readonly seconds: number;
  /** Of the pretraining stages it starts from, once for all trials that share them. */
  readonly pretrainingFlops: number;
  readonly pretrainingSeconds: number;
  /** The process's highest memory during the arm's runs, in bytes. */
  readonly peakMemoryBytes: number;
  /** All of the arm's trials and the pretraining it starts from, in watt hours. */
  readonly wattHours: number;
  readonly trials: number;
  readonly runs: readonly string[];
}

/** One row for each arm with a finished trial. */
export function ledgerRows(results: StudyResults): LedgerRow[] {
  const watts = assumedWatts[deviceOf(results)];
  return armsOf(results).flatMap((arm) => {
    const trials = results.trials.filter((trial) => trial.arm === arm && trial.state === 'finished');
    if (trials.length === 0) return [];
    const stages = pretrainingOf(results, trials, arm);
    const seconds = (runs: readonly RunOutcome[]) => runs.reduce((sum, run) => sum + (run.seconds ?? 0), 0);
    const average = (field: 'trainableParameters' | 'trainingFlops' | 'steps') =>
      mean(trials.map((trial) => trial.ledger![field]));
    return [
      {
        arm,
        trainableParameters: average('trainableParameters'),
        trainingFlops: average('trainingFlops'),
        steps: average('steps'),
        seconds: seconds(trials) / trials.length,
        pretrainingFlops: stages.reduce((sum, stage) => sum + (stage.ledger?.trainingFlops ?? 0), 0),
        pretrainingSeconds: seconds(stages),
        peakMemoryBytes: Math.max(...[...trials, ...stages].map((run) => run.peakMemoryBytes ?? 0)),
        wattHours: ((seconds(trials) + seconds(stages)) * watts) / 3600,
        trials: trials.length,
        runs: [...stages, ...trials].map((run) => run.run),
      },
    ];
  });
}

/** The assumption behind the energy estimate, in a sentence. */
export function energyAssumption(results: StudyResults): string {
  const device = deviceOf(results);
  const what = device === 'gpu' ? 'a GPU and its host' : 'the whole machine';
  return `Energy is an estimate: wall-clock seconds times ${assumedWatts[device]} W assumed for ${what}; nothing was metered.`;
}

export function deviceOf(results: StudyResults): 'cpu' | 'gpu' {
  return results.environments.some(({ facts }) => facts.device === 'gpu') ? 'gpu' : 'cpu';
}

/** The stages that the arm starts from, with those that they start from. A stage whose compute is only matched is not among them. */
function pretrainingOf(results: StudyResults, trials: readonly RunOutcome[], arm: string): RunOutcome[] {
  const { from } = results.arms[arm]!;
  if (from === undefined) return [];
  const byId = new Map(results.pretraining.map((stage) => [stage.run, stage]));
  const found = new Map<string, RunOutcome>();
  const pending = trials.flatMap((trial) => trial.determinants.parents[from] ?? []);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const stage = byId.get(id);
    if (!stage || found.has(id)) continue;
    found.set(id, stage);
    pending.push(...Object.values(stage.determinants.parents));
  }
  return [...found.values()];
}
