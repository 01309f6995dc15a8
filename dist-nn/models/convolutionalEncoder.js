"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ConvolutionalEncoder = void 0;
exports.convolutionalEncoder = convolutionalEncoder;
const gelu_1 = require("../engine/kernels/gelu");
const native_1 = require("../engine/native");
const parameters_1 = require("./parameters");
/** A small convolutional network: 3 x 3 convolutions with bias and GELU, then the mean over all places. */
class ConvolutionalEncoder {
    config;
    kind = 'convolutionalEncoder';
    parameters;
    featureWidth;
    layers;
    /** @param seed initial filters: normal with variance 2 / inputs (He et al. 2015, eq. 10) */
    constructor(config, seed) {
        this.config = config;
        const builder = new parameters_1.ParameterBuilder('encoder', seed);
        this.layers = config.channels.map((to, layer) => {
            const from = layer === 0 ? config.shape[2] : config.channels[layer - 1];
            return {
                filter: builder.add(`layers.${layer}.filter`, [3, 3, from, to], {
                    normal: Math.sqrt(2 / (9 * from)),
                }),
                bias: builder.add(`layers.${layer}.bias`, [to], 'zeros'),
                stride: config.strides[layer] ?? 1,
            };
        });
        this.featureWidth = config.channels.at(-1);
        this.parameters = builder.build();
    }
    features(images) {
        let x = images;
        for (const { filter, bias, stride } of this.layers) {
            const convolved = native_1.tf.conv2d(x, filter, stride, 'same');
            const places = convolved.reshape([-1, bias.shape[0]]);
            x = (0, gelu_1.biasGelu)(places, bias).reshape(convolved.shape);
        }
        return x.mean([1, 2]);
    }
    forwardFlops(batch) {
        let [height, width, from] = this.config.shape;
        let flops = 0;
        this.config.channels.forEach((to, layer) => {
            const stride = this.config.strides[layer] ?? 1;
            height = Math.ceil(height / stride);
            width = Math.ceil(width / stride);
            flops += 2 * batch * height * width * 9 * from * to;
            from = to;
        });
        return flops;
    }
    dispose() {
        native_1.tf.dispose(Object.values(this.parameters));
    }
}
exports.ConvolutionalEncoder = ConvolutionalEncoder;
/** Builds a convolutional encoder; see {@link ConvolutionalEncoder}. */
function convolutionalEncoder(config) {
    const { seed = 1, ...sizes } = config;
    return new ConvolutionalEncoder(sizes, seed);
}
//# sourceMappingURL=convolutionalEncoder.js.map