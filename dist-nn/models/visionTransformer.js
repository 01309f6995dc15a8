"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.VisionTransformer = void 0;
exports.patchify = patchify;
exports.sinePositions = sinePositions;
exports.visionTransformer = visionTransformer;
const embedding_1 = require("../engine/kernels/embedding");
const layerNormalization_1 = require("../engine/kernels/layerNormalization");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("./parameters");
const transformerBlock_1 = require("./transformerBlock");
/**
 * Patches of images, row after row.
 * @param images [batch, height, width, channels]
 * @returns [batch, patches, patch * patch * channels]
 */
function patchify(images, patch) {
    const [batch, height, width, channels] = images.shape;
    const [rows, columns] = [height / patch, width / patch];
    return images
        .reshape([batch, rows, patch, columns, patch, channels])
        .transpose([0, 1, 3, 2, 4, 5])
        .reshape([batch, rows * columns, patch * patch * channels]);
}
/** Sines and cosines of row and column, half the width each: [rows * columns, width] row-major. Width divides by 4. */
function sinePositions(rows, columns, width) {
    const quarter = width / 4;
    const values = new Float32Array(rows * columns * width);
    for (let place = 0; place < rows * columns; place++) {
        const coordinates = [Math.floor(place / columns), place % columns];
        coordinates.forEach((coordinate, half) => {
            for (let k = 0; k < quarter; k++) {
                const angle = coordinate / 10_000 ** (k / quarter);
                values[place * width + 2 * half * quarter + k] = Math.sin(angle);
                values[place * width + (2 * half + 1) * quarter + k] = Math.cos(angle);
            }
        });
    }
    return values;
}
/** A vision transformer (Dosovitskiy et al. 2021): patches, projected, through the blocks that text uses too. */
class VisionTransformer {
    kind = 'visionTransformer';
    parameters;
    config;
    /** Patches of an image. */
    patches;
    blockConfig;
    projection;
    learnedPositions;
    classToken;
    blocks;
    finalNorm;
    /** @throws LabError if the patch does not divide the image, `heads` the width, or 4 the width of sine positions */
    constructor(config, seed) {
        this.config = { positions: 'sine', pooling: 'mean', ...config };
        const { shape, patch, width, heads, layers, positions, pooling } = this.config;
        if (shape[0] % patch !== 0 || shape[1] % patch !== 0)
            throw new errors_1.LabError(`Patches of ${patch} do not divide images of ${shape[0]} x ${shape[1]}; choose a patch that does.`);
        if (positions === 'sine' && width % 4 !== 0)
            throw new errors_1.LabError(`Sine positions need a width that 4 divides, not ${width}.`);
        (0, transformerBlock_1.requireWholeHeads)(width, heads);
        this.patches = (shape[0] / patch) * (shape[1] / patch);
        this.blockConfig = { layers, width, heads, feedForwardWidth: 4 * width, dropoutRate: 0 };
        const builder = new parameters_1.ParameterBuilder('encoder', seed);
        const inputs = patch * patch * shape[2];
        this.projection = [
            builder.add('projection.weight', [inputs, width], { normal: Math.sqrt(1 / inputs) }),
            builder.add('projection.bias', [width], 'zeros'),
        ];
        if (positions === 'learned')
            this.learnedPositions = builder.add('positions', [this.patches, width], { normal: 0.02 });
        if (pooling === 'classToken')
            this.classToken = builder.add('classToken', [1, width], { normal: 0.02 });
        this.blocks = (0, transformerBlock_1.transformerBlocks)(builder, this.blockConfig);
        this.finalNorm = (0, transformerBlock_1.addNorm)(builder, 'finalNorm', width);
        this.parameters = builder.build();
    }
    get featureWidth() {
        return this.config.width;
    }
    /** Features [batch, width] of images [batch, height, width, channels] in [0, 1]. */
    features(images) {
        const states = this.encode(images);
        return this.classToken ? states.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]) : states.mean(1);
    }
    /**
     * States after the final normalisation, [batch, time, width]: the class token's first, where there is one.
     * @param visible int32 [batch * count], which patches are seen, as rows of the flattened [batch * patches]; absent: all
     */
    encode(images, visible) {
        const batch = images.shape[0];
        const { x, time } = this.embed(images, visible);
        const mask = native_1.tf.zeros([batch, time]);
        let states = x;
        for (const block of this.blocks)
            states = block.apply(states, mask);
        return (0, layerNormalization_1.layerNormalization)(states, ...this.finalNorm).reshape([batch, time, this.config.width]);
    }
    /** What each place attends to in one block (0-based; default the last), [batch, heads, time, time]. */
    attentionMaps(images, layer = this.blocks.length - 1) {
        const { x, time } = this.embed(images);
        const mask = native_1.tf.zeros([images.shape[0], time]);
        let states = x;
        for (const block of this.blocks.slice(0, layer))
            states = block.apply(states, mask);
        return this.blocks[layer].attentionWeights(states, mask);
    }
    /** Embedded patches with positions, class token first: [batch * time, width]. */
    embed(images, visible) {
        const { patch, width, shape } = this.config;
        const batch = images.shape[0];
        const [weight, bias] = this.projection;
        const rows = patchify(images, patch).reshape([batch * this.patches, patch * patch * shape[2]]);
        const positions = this.learnedPositions ??
            native_1.tf.tensor2d(sinePositions(shape[0] / patch, shape[1] / patch, width), [this.patches, width]);
        // Only what is seen is projected: the work of a masked autoencoder's encoder falls with the share that is hidden.
        const seen = visible ? (0, embedding_1.gatherRows)(rows, visible) : rows;
        const places = visible
            ? (0, embedding_1.gatherRows)(positions, native_1.tf.mod(visible, native_1.tf.scalar(this.patches, 'int32')))
            : positions
                .expandDims(0)
                .tile([batch, 1, 1])
                .reshape([batch * this.patches, width]);
        const embedded = native_1.tf
            .matMul(seen, weight)
            .add(bias)
            .add(places);
        const count = embedded.shape[0] / batch;
        if (!this.classToken)
            return { x: embedded, time: count };
        const token = this.classToken.expandDims(0).tile([batch, 1, 1]);
        const joined = native_1.tf.concat([token, embedded.reshape([batch, count, width])], 1);
        return { x: joined.reshape([batch * (count + 1), width]), time: count + 1 };
    }
    /** @param seen patches of each image that are seen; default all */
    forwardFlops(batch, seen = this.patches) {
        const { patch, width, shape } = this.config;
        const time = seen + (this.classToken ? 1 : 0);
        return 2 * batch * seen * patch * patch * shape[2] * width + (0, transformerBlock_1.blockFlops)(this.blockConfig, batch, time);
    }
    dispose() {
        native_1.tf.dispose(Object.values(this.parameters));
    }
}
exports.VisionTransformer = VisionTransformer;
/** Builds a vision transformer; see {@link VisionTransformer}. */
function visionTransformer(config) {
    const { seed = 1, ...sizes } = config;
    return new VisionTransformer(sizes, seed);
}
//# sourceMappingURL=visionTransformer.js.map