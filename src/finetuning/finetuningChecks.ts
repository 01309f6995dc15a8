/** Settings of fine-tuning as they are meant, or why they make no sense. */
import { LabError } from '../errors';
import type { FinetuningOptions } from './finetuningOptions';

/** Settings with their defaults. */
export interface FinetuningPlan {
  readonly steps: number;
  /** Peak rates of the encoder, to be tried in this order. */
  readonly rates: readonly number[];
  readonly headLearningRate: number;
  readonly accumulate: number;
  /** undefined: the loss is not measured on the way. */
  readonly everySteps: number | undefined;
  readonly keepBest: boolean;
}

/** @throws LabError naming a setting and what it must be */
export function checkOptions(options: FinetuningOptions): FinetuningPlan {
  const { encoderLearningRate, learningRates, patience, evaluateEvery } = options;
  const { steps = 200, headLearningRate = 5e-3, accumulate = 1, evaluateOnAtMost = 1000 } = options;
  for (const [name, value] of Object.entries({
    steps,
    accumulate,
    evaluateOnAtMost,
    patience,
    evaluateEvery,
  })) {
    if (value === undefined || (name === 'evaluateEvery' && value === 'end')) continue;
    if (!(Number.isInteger(value) && (value as number) > 0))
      throw new LabError(
        `${name} is ${value}: give a whole number above 0${name === 'evaluateEvery' ? ", or 'end' to measure at the end alone" : ''}.`,
      );
  }
  if (!Number.isSafeInteger(options.seed))
    throw new LabError(`seed is ${options.seed}: give a whole number.`);
  if (learningRates !== undefined && encoderLearningRate !== undefined)
    throw new LabError('Give learningRates to try several, or encoderLearningRate for one, not both.');
  const rates = [...(learningRates ?? [encoderLearningRate ?? 3e-4])];
  if (rates.length === 0) throw new LabError('learningRates is empty: give at least one.');
  for (const rate of [...rates, headLearningRate])
    if (!(Number.isFinite(rate) && rate >= 0))
      throw new LabError(`The learning rate ${rate} is not a number from 0 on: give one such as 3e-4.`);
  if (new Set(rates).size < rates.length)
    throw new LabError(`learningRates holds a rate twice (${rates.join(', ')}): name each once.`);
  const everySteps = evaluateEvery === 'end' ? undefined : (evaluateEvery ?? Math.ceil(steps / 10));
  const keepBest =
    options.keepBest ?? (everySteps !== undefined && (patience !== undefined || rates.length > 1));
  if (everySteps === undefined && (patience !== undefined || keepBest))
    throw new LabError(
      `evaluateEvery 'end' measures nothing on the way, which ${patience === undefined ? 'keepBest' : 'patience'} needs: give a number of steps.`,
    );
  return { steps, rates, headLearningRate, accumulate, everySteps, keepBest };
}
