"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TransformerBlock = void 0;
exports.addNorm = addNorm;
exports.transformerBlocks = transformerBlocks;
exports.requireWholeHeads = requireWholeHeads;
exports.blockFlops = blockFlops;
const attention_1 = require("../engine/kernels/attention");
const dropout_1 = require("../engine/kernels/dropout");
const gelu_1 = require("../engine/kernels/gelu");
const layerNormalization_1 = require("../engine/kernels/layerNormalization");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
/** Adds a normalisation's scale and shift to a model's parameters. */
function addNorm(builder, name, width) {
    return [
        builder.add(`${name}.scale`, [width], 'ones'),
        builder.add(`${name}.shift`, [width], 'zeros'),
    ];
}
const times = (rows, weight) => native_1.tf.matMul(rows, weight);
/**
 * One pre-norm block of attention and feed-forward (Vaswani et al. 2017; pre-norm as in Xiong et al. 2020). Matrices
 * start normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by sqrt(2 x layers).
 */
class TransformerBlock {
    config;
    attentionNorm;
    queryKeyValue;
    attentionOutput;
    feedForwardNorm;
    expand;
    contract;
    constructor(builder, name, config) {
        this.config = config;
        const { width, layers, feedForwardWidth } = config;
        const linear = (part, from, to, deviation = 0.02) => [
            builder.add(`${name}.${part}.weight`, [from, to], { normal: deviation }),
            builder.add(`${name}.${part}.bias`, [to], 'zeros'),
        ];
        const residual = 0.02 / Math.sqrt(2 * layers);
        this.attentionNorm = addNorm(builder, `${name}.attentionNorm`, width);
        this.queryKeyValue = linear('queryKeyValue', width, 3 * width);
        this.attentionOutput = linear('attentionOutput', width, width, residual);
        this.feedForwardNorm = addNorm(builder, `${name}.feedForwardNorm`, width);
        this.expand = linear('expand', width, feedForwardWidth);
        this.contract = linear('contract', feedForwardWidth, width, residual);
    }
    /**
     * @param x hidden states [batch * time, width]
     * @param mask [batch, time], added to the scores of each key: 0, or a large negative number for padding
     * @param randomness given while training: dropout is on
     */
    apply(x, mask, randomness) {
        const { heads, dropoutRate, causal = false } = this.config;
        const normal = (0, layerNormalization_1.layerNormalization)(x, ...this.attentionNorm);
        const [project, projectBias] = this.queryKeyValue;
        const attended = (0, attention_1.attention)(times(normal, project), projectBias, mask, heads, causal);
        const [output, outputBias] = this.attentionOutput;
        const middle = (0, dropout_1.biasDropoutResidual)(times(attended, output), outputBias, x, dropoutRate, randomness);
        const [expand, expandBias] = this.expand;
        const expanded = (0, gelu_1.biasGelu)(times((0, layerNormalization_1.layerNormalization)(middle, ...this.feedForwardNorm), expand), expandBias);
        const [contract, contractBias] = this.contract;
        return (0, dropout_1.biasDropoutResidual)(times(expanded, contract), contractBias, middle, dropoutRate, randomness);
    }
    /** What each query of a bidirectional block attends to, [batch, heads, time, time]: rows sum to 1. For looking at. */
    attentionWeights(x, mask) {
        const { heads, width } = this.config;
        const [batch, time] = mask.shape;
        const [project, bias] = this.queryKeyValue;
        const projected = times((0, layerNormalization_1.layerNormalization)(x, ...this.attentionNorm), project).add(bias);
        const [query, key] = native_1.tf.unstack(projected.reshape([batch, time, 3, heads, width / heads]).transpose([2, 0, 3, 1, 4]));
        const scores = native_1.tf.matMul(query.mul(1 / Math.sqrt(width / heads)), key, false, true);
        return native_1.tf.softmax(scores.add(mask.reshape([batch, 1, 1, time])));
    }
}
exports.TransformerBlock = TransformerBlock;
/**
 * The blocks of an encoder, named 'layers.0', 'layers.1', …
 * @throws LabError if `heads` does not divide `width`
 */
function transformerBlocks(builder, config) {
    const { width, heads, layers } = config;
    requireWholeHeads(width, heads);
    return Array.from({ length: layers }, (_, layer) => new TransformerBlock(builder, `layers.${layer}`, config));
}
/** @throws LabError if `heads` does not divide `width` */
function requireWholeHeads(width, heads) {
    if (width % heads !== 0) {
        throw new errors_1.LabError(`width ${width} is not divisible by heads ${heads}; choose a width that is a multiple of heads.`);
    }
}
/** Floating-point operations of the matrix products of a forward pass through the blocks over [batch, time] states. */
function blockFlops(config, batch, time) {
    const { width, layers, feedForwardWidth } = config;
    const weights = layers * (4 * width * width + 2 * width * feedForwardWidth);
    const attended = layers * 2 * time * width;
    return 2 * batch * time * (weights + attended);
}
//# sourceMappingURL=transformerBlock.js.map