"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.maskedAutoencoder = maskedAutoencoder;
const embedding_1 = require("../engine/kernels/embedding");
const layerNormalization_1 = require("../engine/kernels/layerNormalization");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const transformerBlock_1 = require("../models/transformerBlock");
const visionTransformer_1 = require("../models/visionTransformer");
/** Added to a patch's variance, so that a patch of one colour stays finite. */
const epsilon = 1e-6;
/**
 * Masked autoencoding (He, Chen, Xie, Li, Dollár & Girshick 2022): the encoder sees the visible patches only; a light
 * decoder gets its states and a mask token for each hidden patch, and predicts the hidden pixels.
 * @throws LabError if `maskRatio` hides no patch or all
 */
function maskedAutoencoder(encoder, options = {}) {
    const { maskRatio = 0.75, normalizeTargets = true, seed = 1 } = options;
    const { layers, width, heads } = options.decoder ?? { layers: 1, width: 64, heads: 4 };
    const { patch, shape, pooling } = encoder.config;
    const hiddenCount = Math.round(encoder.patches * maskRatio);
    if (!(hiddenCount > 0 && hiddenCount < encoder.patches))
        throw new errors_1.LabError(`maskRatio ${maskRatio} hides ${hiddenCount} of ${encoder.patches} patches; choose a share that hides some and leaves some.`);
    const seenCount = encoder.patches - hiddenCount;
    const pixels = patch * patch * shape[2];
    const builder = new parameters_1.ParameterBuilder('decoder', seed);
    const linear = (name, from, to) => [
        builder.add(`${name}.weight`, [from, to], { normal: Math.sqrt(1 / from) }),
        builder.add(`${name}.bias`, [to], 'zeros'),
    ];
    const config = { layers, width, heads, feedForwardWidth: 4 * width, dropoutRate: 0 };
    const enter = linear('enter', encoder.featureWidth, width);
    const maskToken = builder.add('maskToken', [1, width], { normal: 0.02 });
    const blocks = (0, transformerBlock_1.transformerBlocks)(builder, config);
    const norm = (0, transformerBlock_1.addNorm)(builder, 'norm', width);
    const leave = linear('leave', width, pixels);
    const through = (rows, [weight, bias]) => native_1.tf.matMul(rows, weight).add(bias);
    const objective = {
        name: 'maskedAutoencoder',
        parameters: () => builder.build(),
        hiddenCount,
        draw(batch, randomness) {
            const { indices } = native_1.tf.topk(randomness.uniform([batch, encoder.patches]), encoder.patches);
            const first = native_1.tf
                .range(0, batch, 1, 'int32')
                .mul(native_1.tf.scalar(encoder.patches, 'int32'))
                .reshape([batch, 1]);
            const rows = indices.add(first);
            return {
                visible: rows.slice([0, 0], [batch, seenCount]).reshape([-1]),
                hidden: rows.slice([0, seenCount], [batch, hiddenCount]).reshape([-1]),
            };
        },
        reconstruct(images, { visible, hidden }) {
            const batch = images.shape[0];
            const states = encoder.encode(images, visible);
            const ofPatches = pooling === 'classToken' ? states.slice([0, 1, 0], [-1, seenCount, -1]) : states;
            const positions = native_1.tf.tensor2d((0, visionTransformer_1.sinePositions)(shape[0] / patch, shape[1] / patch, width), [
                encoder.patches,
                width,
            ]);
            const placeOf = (rows) => (0, embedding_1.gatherRows)(positions, native_1.tf.mod(rows, native_1.tf.scalar(encoder.patches, 'int32')));
            const known = through(ofPatches.reshape([batch * seenCount, encoder.featureWidth]), enter).add(placeOf(visible));
            const asked = maskToken.add(placeOf(hidden));
            // Attention knows no order but the positions', so the visible ones may stand first.
            const joined = native_1.tf.concat([known.reshape([batch, seenCount, width]), asked.reshape([batch, hiddenCount, width])], 1);
            let x = joined.reshape([batch * encoder.patches, width]);
            const mask = native_1.tf.zeros([batch, encoder.patches]);
            for (const block of blocks)
                x = block.apply(x, mask);
            const answers = (0, layerNormalization_1.layerNormalization)(x, ...norm)
                .reshape([batch, encoder.patches, width])
                .slice([0, seenCount, 0], [-1, hiddenCount, -1])
                .reshape([batch * hiddenCount, width]);
            const rows = (0, embedding_1.gatherRows)((0, visionTransformer_1.patchify)(images, patch).reshape([batch * encoder.patches, pixels]), hidden);
            const centred = rows.sub(rows.mean(1, true));
            const target = normalizeTargets
                ? centred.mul(centred.square().mean(1, true).add(epsilon).rsqrt())
                : rows;
            return { predicted: through(answers, leave), target };
        },
        loss(images, mask) {
            const { predicted, target } = objective.reconstruct(images, mask);
            return predicted.sub(target).square().mean();
        },
        forwardFlops: (batch) => encoder.forwardFlops(batch, seenCount) +
            2 * batch * (seenCount * encoder.featureWidth * width + hiddenCount * width * pixels) +
            (0, transformerBlock_1.blockFlops)(config, batch, encoder.patches),
    };
    return objective;
}
//# sourceMappingURL=maskedAutoencoder.js.map