"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TextClassifier = void 0;
const embedding_1 = require("../engine/kernels/embedding");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const classificationHead_1 = require("./classificationHead");
/**
 * A linear classification head over an encoder. Features are the weighted means over time of the final states and of
 * the token embeddings, each shifted and scaled by fixed statistics (see `standardize`), so that both speak at one
 * volume and the head sees the same scale whatever the encoder was trained on.
 */
class TextClassifier {
    encoder;
    options;
    /** Fixed tensors: token weights, and the features' means and inverse deviations. */
    constants;
    classificationHead;
    tokenWeights;
    constructor(encoder, options) {
        this.encoder = encoder;
        this.options = options;
        const { vocabularySize, width } = encoder.config;
        if (options.tokenWeights.length !== vocabularySize) {
            throw new errors_1.LabError(`tokenWeights has ${options.tokenWeights.length} entries, but the encoder's vocabulary has ${vocabularySize} tokens; give one weight a token.`);
        }
        this.classificationHead = new classificationHead_1.ClassificationHead(2 * width, options.classes.length, options.seed);
        this.tokenWeights = native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.tensor1d(options.tokenWeights), false));
        this.constants = { 'head.tokenWeights': this.tokenWeights, ...this.classificationHead.constants };
    }
    get featureWidth() {
        return this.classificationHead.featureWidth;
    }
    get head() {
        return this.classificationHead.parameters;
    }
    get parameters() {
        return { ...this.encoder.parameters, ...this.head };
    }
    /** Gives the head fresh initial weights. */
    resetHead(seed) {
        this.classificationHead.reset(seed);
    }
    /** Sets the head: weight [featureWidth, classes] row-major over scaled features, and bias [classes]. */
    setHead(values) {
        this.classificationHead.set(values);
    }
    /** Pooled features [batch, 2 x width] of tokens int32 [batch, time], before scaling: states first, then embeddings; each half has mean square 1. */
    pooled(tokens, randomness) {
        const { states, embeddings } = this.encoder.encode(tokens, randomness);
        const weights = (0, embedding_1.gatherRows)(this.tokenWeights.reshape([-1, 1]), tokens);
        const total = weights.sum(1).add(1e-8);
        const mean = (values) => {
            const pooled = values.mul(weights).sum(1).div(total);
            // To length sqrt(width), so that a text's length and its rare words do not set the volume.
            return pooled.mul(pooled.square().mean(-1, true).add(1e-12).rsqrt());
        };
        return native_1.tf.concat([mean(states), mean(embeddings)], 1);
    }
    /** Class scores [batch, classes]. */
    logits(tokens, randomness) {
        return this.classificationHead.logits(this.pooled(tokens, randomness));
    }
    /** Sets the fixed shift and scale from raw pooled features [rows, 2 x width]: unlabelled texts suffice. */
    standardize(features) {
        return this.classificationHead.standardize(features, 2);
    }
}
exports.TextClassifier = TextClassifier;
//# sourceMappingURL=textClassifier.js.map