import { adamWUpdate, globalNorm } from '../engine/kernels/adamWUpdate';
import { nativeKernels, tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';

/** Settings of {@link adamW}. */
export interface AdamWOptions {
  /** Decay of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment. Default 1e-8. */
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
  step(
    loss: () => tf.Tensor,
    learningRate: tf.Tensor | ((name: string) => tf.Tensor),
  ): { loss: tf.Tensor; gradientNorm: tf.Tensor };
  /** Forgets the moments, for a new run of the same program. */
  reset(): void;
}

/**
 * AdamW (Loshchilov & Hutter 2019, algorithm 2): p -= rate mCorrected / (sqrt(vCorrected) + epsilon) + rate decay p.
 * Computed in Adam's efficient order (Kingma & Ba 2015, end of section 2), with c = sqrt(1 - beta2^t): the first term is
 * rate c / (1 - beta1^t) m / (sqrt(v) + epsilon c).
 */
export function adamW(parameters: Parameters, options: AdamWOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01, clipNorm = 1 } = options;
  const trained = Object.entries(parameters);
  const zeros = (variable: tf.Variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
  const first = trained.map(([, variable]) => zeros(variable));
  const second = trained.map(([, variable]) => zeros(variable));
  const power1 = tf.tidy(() => tf.variable(tf.scalar(1), false));
  const power2 = tf.tidy(() => tf.variable(tf.scalar(1), false));
  const state: Record<string, tf.Variable> = {
    'optimizer.beta1Power': power1,
    'optimizer.beta2Power': power2,
  };
  trained.forEach(([name], index) => {
    state[`optimizer.first.${name}`] = first[index];
    state[`optimizer.second.${name}`] = second[index];
  });
  return {
    state,
    step(loss, learningRate) {
      const variables = trained.map(([, variable]) => variable);
      const { value, grads } = tf.variableGrads(() => loss() as tf.Scalar, variables);
      const gradients = variables.map((variable, index) => {
        const gradient = grads[variable.name];
        if (!gradient)
          throw new LabError(
            `The loss does not depend on the parameter '${trained[index][0]}'; leave it out of the optimiser.`,
          );
        return gradient;
      });
      const gradientNorm = nativeKernels
        ? globalNorm(gradients)
        : tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt();
      const clip = Number.isFinite(clipNorm)
        ? tf.minimum(tf.scalar(clipNorm).div(gradientNorm.add(1e-12)), 1)
        : tf.scalar(1);
      power1.assign(power1.mul(beta1));
      power2.assign(power2.mul(beta2));
      const rates = trained.map(([name]) =>
        typeof learningRate === 'function' ? learningRate(name) : learningRate,
      );
      const weightDecays = trained.map(([name, variable]) => {
        if (variable.rank < 2) return 0;
        return typeof weightDecay === 'function' ? weightDecay(name) : weightDecay;
      });
      if (nativeKernels) {
        const step = { parameters: variables, first, second, gradients, rates, weightDecays, clip };
        const updated = adamWUpdate({ ...step, power1, power2, beta1, beta2, epsilon });
        variables.forEach((variable, index) => {
          variable.assign(updated.parameters[index]);
          first[index].assign(updated.first[index]);
          second[index].assign(updated.second[index]);
        });
        return { loss: value, gradientNorm };
      }
      const root = tf.scalar(1).sub(power2).sqrt();
      const correction = root.div(tf.scalar(1).sub(power1));
      variables.forEach((variable, index) => {
        const gradient = gradients[index].mul(clip);
        const m = first[index].mul(beta1).add(gradient.mul(1 - beta1));
        const v = second[index].mul(beta2).add(gradient.square().mul(1 - beta2));
        first[index].assign(m);
        second[index].assign(v);
        const update = m.div(v.sqrt().add(root.mul(epsilon))).mul(rates[index].mul(correction));
        const decay = weightDecays[index];
        const kept = decay > 0 ? variable.mul(tf.scalar(1).sub(rates[index].mul(decay))) : variable;
        variable.assign(kept.sub(update));
      });
      return { loss: value, gradientNorm };
    },
    reset() {
      tf.tidy(() => {
        for (const moment of [...first, ...second]) moment.assign(tf.zeros(moment.shape));
        power1.assign(tf.scalar(1));
        power2.assign(tf.scalar(1));
      });
    },
  };
}
