import { type Precision } from '../engine/program';
import { type TextStepSizes } from './protocol';
import type { TimedStep } from './timedStep';
/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
export declare function maskedLanguageModelStep(sizes: TextStepSizes, precision: Precision, xla?: boolean): TimedStep;
