"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ResidualEncoder = void 0;
exports.groupNormalization = groupNormalization;
exports.residualEncoder = residualEncoder;
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const parameters_1 = require("./parameters");
/** Added to the variance. */
const epsilon = 1e-5;
/**
 * Group normalisation (Wu & He 2018, eq. 1 and 2): each image's channels are shifted and scaled group by group. It takes
 * no statistics of the batch, so that training and evaluation compute the same.
 * @param x [batch, height, width, channels]
 */
function groupNormalization(x, groups, scale, shift) {
    const [batch, height, width, channels] = x.shape;
    const grouped = x.reshape([batch, height * width, groups, channels / groups]);
    const centred = grouped.sub(grouped.mean([1, 3], true));
    const deviation = centred.square().mean([1, 3], true).add(epsilon).rsqrt();
    return centred.mul(deviation).reshape(x.shape).mul(scale).add(shift);
}
/**
 * A small residual network (He, Zhang, Ren & Sun 2016, basic blocks): a 3 x 3 convolution, then stages of blocks of two
 * 3 x 3 convolutions with a skip connection, then the mean over all places. Group normalisation stands in for that of
 * the batch.
 */
class ResidualEncoder {
    config;
    kind = 'residualEncoder';
    parameters;
    featureWidth;
    groups;
    stem;
    stemNorm;
    blocks;
    /**
     * @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10)
     * @throws LabError if the groups do not divide a stage's channels
     */
    constructor(config, seed) {
        this.config = config;
        const { shape, channels, blocksPerStage, groups = 8 } = config;
        const odd = channels.find((count) => count % groups !== 0);
        if (odd !== undefined)
            throw new errors_1.LabError(`${groups} groups do not divide ${odd} channels; choose groups that do.`);
        this.groups = groups;
        const builder = new parameters_1.ParameterBuilder('encoder', seed);
        let [height, width, from] = shape;
        const convolution = (name, size, to, stride, inputs = from) => ({
            filter: builder.add(`${name}.filter`, [size, size, inputs, to], {
                normal: Math.sqrt(2 / (size * size * inputs)),
            }),
            ...{ stride, from: inputs, to, size },
            places: Math.ceil(height / stride) * Math.ceil(width / stride),
        });
        const norm = (name, to) => ({
            scale: builder.add(`${name}.scale`, [to], 'ones'),
            shift: builder.add(`${name}.shift`, [to], 'zeros'),
        });
        this.stem = convolution('stem', 3, channels[0], 1);
        this.stemNorm = norm('stem.norm', channels[0]);
        from = channels[0];
        this.blocks = channels.flatMap((to, stage) => Array.from({ length: blocksPerStage }, (_, index) => {
            const name = `stages.${stage}.${index}`;
            const stride = stage > 0 && index === 0 ? 2 : 1;
            const changes = stride !== 1 || from !== to;
            const first = convolution(`${name}.first`, 3, to, stride);
            const shortcut = changes ? convolution(`${name}.shortcut`, 1, to, stride) : undefined;
            [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
            const block = {
                ...{ first, firstNorm: norm(`${name}.firstNorm`, to) },
                second: convolution(`${name}.second`, 3, to, 1, to),
                secondNorm: norm(`${name}.secondNorm`, to),
                ...(shortcut && { shortcut }),
            };
            from = to;
            return block;
        }));
        this.featureWidth = channels.at(-1);
        this.parameters = builder.build();
    }
    features(images) {
        let x = this.normalised(convolve(images, this.stem), this.stemNorm).relu();
        for (const { first, firstNorm, second, secondNorm, shortcut } of this.blocks) {
            const inner = this.normalised(convolve(x, first), firstNorm).relu();
            const change = this.normalised(convolve(inner, second), secondNorm);
            x = change.add(shortcut ? convolve(x, shortcut) : x).relu();
        }
        return x.mean([1, 2]);
    }
    forwardFlops(batch) {
        const all = [this.stem, ...this.blocks.flatMap((block) => [block.first, block.second, block.shortcut])];
        return all.reduce((sum, one) => sum + (one ? 2 * batch * one.places * one.size ** 2 * one.from * one.to : 0), 0);
    }
    dispose() {
        native_1.tf.dispose(Object.values(this.parameters));
    }
    normalised(x, { scale, shift }) {
        return groupNormalization(x, this.groups, scale, shift);
    }
}
exports.ResidualEncoder = ResidualEncoder;
const convolve = (x, { filter, stride }) => native_1.tf.conv2d(x, filter, stride, 'same');
/** Builds a residual network; see {@link ResidualEncoder}. */
function residualEncoder(config) {
    const { seed = 1, ...sizes } = config;
    return new ResidualEncoder(sizes, seed);
}
//# sourceMappingURL=residualEncoder.js.map