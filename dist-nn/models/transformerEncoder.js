"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TransformerEncoder = void 0;
exports.transformerEncoder = transformerEncoder;
const dropout_1 = require("../engine/kernels/dropout");
const embedding_1 = require("../engine/kernels/embedding");
const layerNormalization_1 = require("../engine/kernels/layerNormalization");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("./parameters");
const transformerBlock_1 = require("./transformerBlock");
/** Added to the scores of padding positions; large enough to vanish in softmax, small enough for bfloat16. */
const maskedScore = -1e9;
/**
 * A pre-norm transformer encoder (blocks: transformerBlock.ts) with learned positions.
 * The token table doubles as the output layer of masked language modelling (Press & Wolf 2017).
 */
class TransformerEncoder {
    kind = 'transformerEncoder';
    parameters;
    config;
    /** Token table [vocabulary, width]. */
    tokenEmbedding;
    positionEmbedding;
    blocks;
    finalNorm;
    /**
     * @param seed initial weights: normal with standard deviation 0.02 (Radford et al. 2019), residual outputs divided by
     *   sqrt(2 x layers)
     * @throws LabError if `heads` does not divide `width`
     */
    constructor(config, seed) {
        const { width } = config;
        (0, transformerBlock_1.requireWholeHeads)(width, config.heads);
        const defaults = { dropoutRate: 0.1, feedForwardWidth: 4 * width, paddingToken: 0 };
        this.config = { ...defaults, attention: 'bidirectional', ...config };
        const builder = new parameters_1.ParameterBuilder('encoder', seed);
        this.tokenEmbedding = builder.add('tokenEmbedding', [config.vocabularySize, width], { normal: 0.02 });
        this.positionEmbedding = builder.add('positionEmbedding', [config.maxLength, width], { normal: 0.02 });
        this.blocks = (0, transformerBlock_1.transformerBlocks)(builder, { ...this.config, causal: this.config.attention === 'causal' });
        this.finalNorm = (0, transformerBlock_1.addNorm)(builder, 'finalNorm', width);
        this.parameters = builder.build();
    }
    /**
     * Hidden states of a batch.
     * @param tokens int32 [batch, time], time at most `maxLength`
     * @param randomness given while training: dropout is on
     * @returns states [batch, time, width] after the final normalisation, and the token embeddings [batch, time, width]
     */
    encode(tokens, randomness) {
        const { width, dropoutRate, paddingToken, maxLength } = this.config;
        const [batch, time] = tokens.shape;
        if (time > maxLength) {
            throw new errors_1.LabError(`A batch of ${time} tokens is longer than maxLength ${maxLength}; truncate it, or build the encoder with a larger maxLength.`);
        }
        const rows = batch * time;
        const embeddings = (0, embedding_1.gatherRows)(this.tokenEmbedding, tokens);
        const positions = time === maxLength ? this.positionEmbedding : this.positionEmbedding.slice([0, 0], [time, width]);
        let x = (0, dropout_1.dropout)(embeddings.add(positions), dropoutRate, randomness).reshape([rows, width]);
        const mask = tokens.equal(native_1.tf.scalar(paddingToken, 'int32')).cast('float32').mul(maskedScore);
        for (const block of this.blocks)
            x = block.apply(x, mask, randomness);
        return { states: (0, layerNormalization_1.layerNormalization)(x, ...this.finalNorm).reshape([batch, time, width]), embeddings };
    }
    /** Frees the parameters. */
    dispose() {
        native_1.tf.dispose(Object.values(this.parameters));
    }
    /** Floating-point operations of the matrix products of one forward pass over [batch, time] tokens. */
    forwardFlops(batch, time) {
        return (0, transformerBlock_1.blockFlops)(this.config, batch, time);
    }
}
exports.TransformerEncoder = TransformerEncoder;
/** Builds a transformer encoder; see {@link TransformerEncoder}. */
function transformerEncoder(config) {
    const { seed = 1, ...sizes } = config;
    return new TransformerEncoder(sizes, seed);
}
//# sourceMappingURL=transformerEncoder.js.map