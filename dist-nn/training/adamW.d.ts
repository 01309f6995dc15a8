import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Parameters } from '../models/parameters';
/** Settings of {@link adamW}. */
export interface AdamWOptions {
    /** Decay of the first moment, in [0, 1). Default 0.9. */
    readonly beta1?: number;
    /** Decay of the second moment, in [0, 1). Default 0.999. */
    readonly beta2?: number;
    /** Added to the root of the second moment. Default 1e-8. */
    readonly epsilon?: number;
    /** Decoupled decay of matrices (not of biases, scales and shifts), per unit of learning rate; by name, if a function. Default 0.01. */
    readonly weightDecay?: number | ((name: string) => number);
    /** Gradients are scaled down to this global norm (Pascanu, Mikolov & Bengio 2013). Default 1; Infinity is off. */
    readonly clipNorm?: number;
}
/** An optimiser whose memory is explicit state, so that a checkpoint of it resumes exactly. */
export interface Optimizer {
    readonly state: State;
    /**
     * One step: differentiates `loss` with respect to the parameters and updates them.
     * @param learningRate scalar, or a scalar for each parameter name
     * @throws LabError naming a parameter that the loss does not depend on
     * @returns the loss before the step and the global gradient norm before clipping
     */
    step(loss: () => tf.Tensor, learningRate: tf.Tensor | ((name: string) => tf.Tensor)): {
        loss: tf.Tensor;
        gradientNorm: tf.Tensor;
    };
    /** Forgets the moments, for a new run of the same program. */
    reset(): void;
}
/**
 * AdamW (Loshchilov & Hutter 2019, algorithm 2) in Adam's efficient order of operations (Kingma & Ba 2015, end of
 * section 2): rate_t = rate sqrt(1 - beta2^t) / (1 - beta1^t); p -= rate_t m / (sqrt(v) + epsilon) + rate decay p.
 */
export declare function adamW(parameters: Parameters, options?: AdamWOptions): Optimizer;
