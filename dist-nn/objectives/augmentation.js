"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.noAugmentation = void 0;
exports.augment = augment;
const native_1 = require("../engine/native");
const rawOp_1 = require("../engine/rawOp");
const colourAugmentation_1 = require("./colourAugmentation");
/** No change at all. */
exports.noAugmentation = {
    ...{ rotation: 0, shift: 0, scale: [1, 1], shear: 0, brightness: 0, noise: 0, cutout: 0 },
};
/**
 * Draws a changed view of each image, inside the compiled graph; nothing is differentiated through it.
 * One affine map an image (rotation, shear, scale, shift about its centre), sampled bilinearly; then brightness, colour, noise
 * and a cut-out square.
 * @param images [batch, height, width, channels] in [0, 1]
 */
function augment(images, how, random) {
    const [batch, height, width] = images.shape;
    const even = (from, to) => random
        .uniform([batch])
        .mul(to - from)
        .add(from);
    const about = (extent) => even(-extent, extent);
    const angle = about((how.rotation * Math.PI) / 180);
    const size = even(how.scale[0], how.scale[1]);
    const shear = about(how.shear);
    const [cos, sin] = [angle.cos().div(size), angle.sin().div(size)];
    // The map from output to input places: about the centre, then shifted.
    const [a, b] = [cos, cos.mul(shear).sub(sin)];
    const [c, d] = [sin, sin.mul(shear).add(cos)];
    const [x0, y0] = [(width - 1) / 2, (height - 1) / 2];
    const alongX = about(how.shift * width)
        .add(x0)
        .sub(a.mul(x0))
        .sub(b.mul(y0));
    const alongY = about(how.shift * height)
        .add(y0)
        .sub(c.mul(x0))
        .sub(d.mul(y0));
    const none = native_1.tf.zeros([batch]);
    const maps = native_1.tf.stack([a, b, alongX, c, d, alongY, none, none], 1);
    let view = (0, rawOp_1.rawOp)('ImageProjectiveTransformV3', [images, maps, native_1.tf.tensor1d([height, width], 'int32'), native_1.tf.scalar(0)], {
        dtype: { type: 'float32' },
        interpolation: { string: 'BILINEAR' },
        fill_mode: { string: how.outside === 'nearest' ? 'NEAREST' : 'CONSTANT' },
    });
    const each = (values) => values.reshape([batch, 1, 1, 1]);
    if (how.brightness > 0)
        view = view.mul(each(even(1 - how.brightness, 1 + how.brightness)));
    if (how.colour)
        view = (0, colourAugmentation_1.changeColours)(view, how.colour, random);
    if (how.noise > 0)
        view = view.add(random.normal(images.shape).mul(how.noise));
    if (how.cutout > 0) {
        const inside = (length, axis) => {
            const places = native_1.tf
                .range(0, length, 1, 'float32')
                .reshape(axis === 1 ? [1, length, 1, 1] : [1, 1, length, 1]);
            return places
                .sub(each(even(0, length)))
                .abs()
                .lessEqual((how.cutout * height) / 2)
                .cast('float32');
        };
        view = view.mul(native_1.tf.scalar(1).sub(inside(height, 1).mul(inside(width, 2))));
    }
    return view.clipByValue(0, 1);
}
//# sourceMappingURL=augmentation.js.map