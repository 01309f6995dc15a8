import { type Precision } from '../engine/program';
import type { ContrastiveStepSizes, MaskedAutoencoderStepSizes } from './protocol';
import type { TimedStep } from './timedStep';
/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
export declare function imageStep(sizes: ContrastiveStepSizes | MaskedAutoencoderStepSizes, precision: Precision): TimedStep;
