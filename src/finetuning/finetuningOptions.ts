import type { ClassWeights } from './classWeights';
import type { FinetuningProgramOptions } from './finetuningProgram';

/** Settings that fine-tuning has whatever is classified. */
export interface FinetuningOptions extends FinetuningProgramOptions {
  /** Of the optimiser. Default 200. */
  readonly steps?: number;
  /** Peak rate of the encoder, in warm-up and cosine. Default 3e-4. */
  readonly encoderLearningRate?: number;
  /**
   * Several peak rates of the encoder to try, each from the same weights; the one with the lowest loss on `evaluateOn`
   * is kept. In place of `encoderLearningRate`.
   */
  readonly learningRates?: readonly number[];
  /** Peak rate of the head. Default 5e-3. */
  readonly headLearningRate?: number;
  /** How much each class counts in the training loss. Default: every example alike. */
  readonly classWeights?: ClassWeights;
  /**
   * Steps between measurements of the loss on `evaluateOn` ('end': none on the way). Default a tenth of the steps.
   */
  readonly evaluateEvery?: number | 'end';
  /** Examples of `evaluateOn` that are measured on the way, spread evenly over it; the scores at the end take all. Default 1,000. */
  readonly evaluateOnAtMost?: number;
  /** Stop after so many measurements in a row without a lower loss. Default: never. */
  readonly patience?: number;
  /** End with the weights of the lowest measured loss. Default: where there is `patience` or several rates. */
  readonly keepBest?: boolean;
  /** Seeds the head's initial weights, batch order, dropout and augmentation. */
  readonly seed: number;
  /** Called after each step with its training loss. */
  readonly onStep?: (step: number, loss: number) => void;
}
