"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ntXent = ntXent;
exports.contrastive = contrastive;
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
/** Added to an embedding's similarity with itself, which is no candidate. */
const excluded = -1e9;
/**
 * NT-Xent, the normalised temperature-scaled cross-entropy of SimCLR (Chen, Kornblith, Norouzi & Hinton 2020, eq. 1 and
 * algorithm 1): each embedding has to find the other view of its image among all others of the batch.
 * @param first embeddings of one view [n, width]; @param second of the other view, in the same order
 * @param temperature above 0
 * @returns scalar mean over the 2n embeddings, in nats; log(2n - 1) where all embeddings are equal
 */
function ntXent(first, second, temperature) {
    const n = first.shape[0];
    const joint = native_1.tf.concat([first, second], 0);
    const unit = joint.mul(joint.square().sum(1, true).add(1e-12).rsqrt());
    const similarities = native_1.tf.matMul(unit, unit, false, true).mul(1 / temperature);
    const scores = similarities.add(native_1.tf.eye(2 * n).mul(excluded));
    const partners = Int32Array.from({ length: 2 * n }, (_, index) => (index + n) % (2 * n));
    return (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(scores, native_1.tf.tensor1d(partners, 'int32')).mean();
}
/** @throws LabError if the temperature is not above 0 */
function contrastive(options) {
    const { featureWidth, temperature = 0.5, projection = [featureWidth, 64], seed = 1 } = options;
    if (!(temperature > 0))
        throw new errors_1.LabError(`The temperature is ${temperature}; choose a number above 0, such as 0.5.`);
    const [hidden, output] = projection;
    const builder = new parameters_1.ParameterBuilder('projection', seed);
    const layer = (name, from, to) => ({
        weight: builder.add(`${name}.weight`, [from, to], { normal: Math.sqrt(2 / from) }),
        bias: builder.add(`${name}.bias`, [to], 'zeros'),
    });
    const inner = layer('hidden', featureWidth, hidden);
    const outer = layer('output', hidden, output);
    const project = (features) => {
        const raised = native_1.tf
            .matMul(features, inner.weight)
            .add(inner.bias)
            .relu();
        return native_1.tf.matMul(raised, outer.weight).add(outer.bias);
    };
    return {
        name: 'contrastive',
        parameters: () => builder.build(),
        loss: (first, second) => ntXent(project(first), project(second), temperature),
        forwardFlops: (n) => 4 * n * (featureWidth * hidden + hidden * output) + 8 * n * n * output,
    };
}
//# sourceMappingURL=contrastive.js.map