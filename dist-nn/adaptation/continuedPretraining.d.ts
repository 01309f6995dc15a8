import type { TransformerEncoder } from '../models/transformerEncoder';
import { type PretrainOptions, type PretrainResult } from '../training/pretrain';
/** One stretch of pretraining, with a learning-rate schedule of its own. */
export interface PretrainingPhase {
    /** As curves name it: 'domain', 'task'. */
    readonly name: string;
    /** Token ids of each text. */
    readonly sequences: readonly Int32Array[];
    /** Steps of the optimiser. */
    readonly steps: number;
    /** General text to mix in. Absent: none. */
    readonly replay?: {
        readonly sequences: readonly Int32Array[];
        readonly share: number;
    };
}
/** Settings that all phases share. */
export type PhaseSettings = Omit<PretrainOptions, 'sequences' | 'steps' | 'seed' | 'checkpoint'> & {
    /** Each phase draws its own batches and masks from it. */
    readonly seed: number;
};
/** What came out of the phases, in order. */
export interface ContinuedPretraining {
    readonly phases: readonly (PretrainResult & {
        readonly name: string;
    })[];
    /** Tokens of text seen in all phases, padding left out. */
    readonly tokens: number;
    readonly trainingFlops: number;
    readonly seconds: number;
    readonly steps: number;
}
/**
 * Pretrains an encoder phase by phase: DAPT then TAPT is two phases. Each starts a fresh optimiser and schedule from the
 * weights that the one before left. The encoder's parameters are changed in place.
 * @throws LabError for no phase, a share out of range, or a loss that stops being a number; StoppedError on request
 */
export declare function continuePretraining(encoder: TransformerEncoder, phases: readonly PretrainingPhase[], settings: PhaseSettings): Promise<ContinuedPretraining>;
export interface ReplayOptions {
    /** Share of the mixture's tokens that is general text, from 0 to below 1. */
    readonly share: number;
    /** Seeds which general texts are drawn. */
    readonly seed: number;
}
/**
 * Domain texts with general ones mixed in, so that general text makes up the given share of the tokens (to within one
 * text): all domain texts, and general texts drawn at random, each once before any a second time.
 * @throws LabError when the share is out of range or there is no general token to draw
 */
export declare function mixReplay(domain: readonly Int32Array[], general: readonly Int32Array[], { share, seed }: ReplayOptions): Int32Array[];
