/** What runs return: metrics, curves, facts, and what they cost. */

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

/** What an arm's trial returns. A metric that is missing or not finite makes the trial a failed one. */
export interface TrialResult {
  /** By the task's metric names, each in its own range. More may be returned. */
  readonly metrics: Readonly<Record<string, number>>;
  /** 'validationLoss' is drawn as the convergence figure. */
  readonly curves?: Readonly<Record<string, readonly CurvePoint[]>>;
  /** 'chanceLevel of METRIC' ({@link chanceLevelOf}) and `tieRate` are shown in the report. */
  readonly facts?: Readonly<Record<string, number | string>>;
  readonly ledger: Ledger;
}

/** What a pretraining stage returns; its weights go to the context's folder. */
export interface StageResult extends Omit<TrialResult, 'metrics'> {
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A finished stage, as later stages and trials see it. */
export interface Artefact {
  /** Its run's id. */
  readonly id: string;
  /** Where its files are; read only. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly metrics: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, number | string>>;
}
