"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.adamW = adamW;
const adamWUpdate_1 = require("../engine/kernels/adamWUpdate");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
/**
 * AdamW (Loshchilov & Hutter 2019, algorithm 2) in Adam's efficient order of operations (Kingma & Ba 2015, end of
 * section 2): rate_t = rate sqrt(1 - beta2^t) / (1 - beta1^t); p -= rate_t m / (sqrt(v) + epsilon) + rate decay p.
 */
function adamW(parameters, options = {}) {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01, clipNorm = 1 } = options;
    const trained = Object.entries(parameters);
    const zeros = (variable) => native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.zeros(variable.shape), false));
    const first = trained.map(([, variable]) => zeros(variable));
    const second = trained.map(([, variable]) => zeros(variable));
    const power1 = native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.scalar(1), false));
    const power2 = native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.scalar(1), false));
    const state = {
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
            const { value, grads } = native_1.tf.variableGrads(() => loss(), variables);
            const gradients = variables.map((variable, index) => {
                const gradient = grads[variable.name];
                if (!gradient)
                    throw new errors_1.LabError(`The loss does not depend on the parameter '${trained[index][0]}'; leave it out of the optimiser.`);
                return gradient;
            });
            const gradientNorm = native_1.nativeKernels
                ? (0, adamWUpdate_1.globalNorm)(gradients)
                : native_1.tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt();
            const clip = Number.isFinite(clipNorm)
                ? native_1.tf.minimum(native_1.tf.scalar(clipNorm).div(gradientNorm.add(1e-12)), 1)
                : native_1.tf.scalar(1);
            power1.assign(power1.mul(beta1));
            power2.assign(power2.mul(beta2));
            const rates = trained.map(([name]) => typeof learningRate === 'function' ? learningRate(name) : learningRate);
            const weightDecays = trained.map(([name, variable]) => {
                if (variable.rank < 2)
                    return 0;
                return typeof weightDecay === 'function' ? weightDecay(name) : weightDecay;
            });
            if (native_1.nativeKernels) {
                const step = { parameters: variables, first, second, gradients, rates, weightDecays, clip };
                const updated = (0, adamWUpdate_1.adamWUpdate)({ ...step, power1, power2, beta1, beta2, epsilon });
                variables.forEach((variable, index) => {
                    variable.assign(updated.parameters[index]);
                    first[index].assign(updated.first[index]);
                    second[index].assign(updated.second[index]);
                });
                return { loss: value, gradientNorm };
            }
            const correction = native_1.tf.scalar(1).sub(power2).sqrt().div(native_1.tf.scalar(1).sub(power1));
            variables.forEach((variable, index) => {
                const gradient = gradients[index].mul(clip);
                const m = first[index].mul(beta1).add(gradient.mul(1 - beta1));
                const v = second[index].mul(beta2).add(gradient.square().mul(1 - beta2));
                first[index].assign(m);
                second[index].assign(v);
                const update = m.div(v.sqrt().add(epsilon)).mul(rates[index].mul(correction));
                const decay = weightDecays[index];
                const kept = decay > 0 ? variable.mul(native_1.tf.scalar(1).sub(rates[index].mul(decay))) : variable;
                variable.assign(kept.sub(update));
            });
            return { loss: value, gradientNorm };
        },
        reset() {
            native_1.tf.tidy(() => {
                for (const moment of [...first, ...second])
                    moment.assign(native_1.tf.zeros(moment.shape));
                power1.assign(native_1.tf.scalar(1));
                power2.assign(native_1.tf.scalar(1));
            });
        },
    };
}
//# sourceMappingURL=adamW.js.map