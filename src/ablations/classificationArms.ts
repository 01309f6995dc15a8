/** What the arms of any classification study are made of: scores of answers, the linear probe, a hash of weights. */
import { createHash } from 'node:crypto';
import type { Features } from '../models/logisticRegression';
import type { Parameters } from '../models/parameters';
import { chooseRegularisation } from '../models/regularisation';
import { highestScores } from '../training/classScores';
import { accuracy, labelShares, macroF1, tieRate } from '../training/metrics';
import { chanceLevelOf, type TrialResult } from './ablation';

/** Metrics and facts of answers given by scores [texts, classes]; the highest score answers, the first of equals. */
export function scored(
  scores: ArrayLike<number>,
  labels: Int32Array,
  classes: number,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const predictions = highestScores(scores, classes);
  const shares = labelShares(labels, classes);
  return {
    metrics: {
      accuracy: accuracy.compute(predictions, labels, classes),
      macroF1: macroF1.compute(predictions, labels, classes),
    },
    facts: {
      [`${chanceLevelOf}${accuracy.name}`]: accuracy.chanceLevel(shares),
      [`${chanceLevelOf}${macroF1.name}`]: macroF1.chanceLevel(shares),
      tieRate: tieRate(scores, classes),
    },
  };
}

/** Features of the three sets of a linear trial. */
export interface LinearSets {
  readonly train: { readonly features: Features; readonly labels: Int32Array };
  readonly dev: { readonly features: Features; readonly labels: Int32Array };
  readonly test: { readonly features: Features; readonly labels: Int32Array };
}

/** A fitted linear classifier: its trial, and its weights as a head to fine-tune from. */
export interface LinearProbe {
  readonly result: TrialResult;
  readonly head: { readonly weight: Float32Array; readonly bias: Float32Array };
}

/** Bias of a class that training never showed: never answered, yet finite. */
const absentClassBias = -10;

/**
 * Logistic regression with its penalty chosen on dev from `grid`: a linear probe, every classical baseline, and the
 * head that fine-tuning starts from.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export function linearProbe(
  sets: LinearSets,
  classes: number,
  grid: readonly number[],
  preparationSeconds: number,
): LinearProbe {
  const started = performance.now();
  const { model, l2 } = chooseRegularisation(sets.train, sets.dev, { classes, grid });
  const { metrics, facts } = scored(
    model.predictProbabilities(sets.test.features),
    sets.test.labels,
    classes,
  );
  const { features } = sets.train;
  const { columns } = features;
  const entries = features.kind === 'dense' ? features.rows * columns : features.values.length;
  const weight = new Float32Array(columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < columns; k++) weight[k * classes + c] = model.weights[c * columns + k];
  }
  return {
    result: {
      metrics,
      facts: { ...facts, l2 },
      ledger: {
        trainableParameters: (columns + 1) * classes,
        // Scores and gradient: two multiply-adds for each entry and class, an iteration. Of the chosen fit alone.
        trainingFlops: 4 * entries * classes * model.iterations,
        seconds: preparationSeconds + (performance.now() - started) / 1000,
        steps: model.iterations,
      },
    },
    head: { weight, bias: Float32Array.from(model.biases, (bias) => Math.max(bias, absentClassBias)) },
  };
}

/** SHA-256 over names, shapes and bytes of parameters: equal hashes mean unchanged weights. */
export function weightsHash(parameters: Parameters): string {
  const hash = createHash('sha256');
  for (const [name, variable] of Object.entries(parameters)) {
    const values = variable.dataSync();
    hash
      .update(`${name}[${variable.shape.join()}]`)
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
