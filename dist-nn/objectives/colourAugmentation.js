"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.changeColours = changeColours;
const imageScaling_1 = require("../data/imageScaling");
const native_1 = require("../engine/native");
/**
 * Changes contrast, saturation, tint and sharpness of each image, in this order, inside the compiled graph; nothing is
 * differentiated through it. Values may leave [0, 1]: the caller clips. (Chen et al. 2020, appendix A, draw colour jitter
 * and blur for SimCLR; their hue rotation is left out, per-channel gains stand in its place.)
 * @param images [batch, height, width, 3] in [0, 1]
 */
function changeColours(images, how, random) {
    const batch = images.shape[0];
    const gain = (extent, channels = 1) => random
        .uniform([batch, 1, 1, channels])
        .mul(2 * extent)
        .add(1 - extent);
    let view = images;
    if (how.contrast > 0) {
        const mean = (0, imageScaling_1.greyed)(view).mean([1, 2], true);
        view = view.sub(mean).mul(gain(how.contrast)).add(mean);
    }
    if (how.saturation > 0) {
        const grey = (0, imageScaling_1.greyed)(view);
        view = view.sub(grey).mul(gain(how.saturation)).add(grey);
    }
    if (how.tint > 0)
        view = view.mul(gain(how.tint, 3));
    if (how.blur > 0)
        view = blurred(view, random.uniform([batch, 1, 1, 1]).mul(how.blur), how.blur);
    return view;
}
/**
 * Gaussian blur, first along the height, then along the width; beyond an edge the edge's own value goes on.
 * @param deviation of each image, [batch, 1, 1, 1] pixels; @param largest what none of them exceeds: weights reach to 3 of it
 */
function blurred(images, deviation, largest) {
    const reach = Math.ceil(3 * largest);
    const places = Array.from({ length: 2 * reach + 1 }, (_, k) => k - reach);
    const precision = deviation.square().mul(2).maximum(1e-9).reciprocal();
    const weights = places.map((place) => precision.mul(-place * place).exp());
    const total = native_1.tf.addN(weights);
    return [1, 2].reduce((image, axis) => {
        const length = image.shape[axis];
        const shifted = places.map((place) => {
            const from = Int32Array.from({ length }, (_, at) => Math.max(0, Math.min(length - 1, at + place)));
            return image.gather(native_1.tf.tensor1d(from, 'int32'), axis);
        });
        return native_1.tf.addN(shifted.map((view, k) => view.mul(weights[k]))).div(total);
    }, images);
}
//# sourceMappingURL=colourAugmentation.js.map