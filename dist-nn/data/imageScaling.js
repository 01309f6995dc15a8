"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.scaledByArea = scaledByArea;
exports.greyed = greyed;
const native_1 = require("../engine/native");
const rawOp_1 = require("../engine/rawOp");
/** ITU-R BT.601 luma: what red, green and blue weigh in a pixel's grey. */
const luma = [0.299, 0.587, 0.114];
/**
 * Images scaled to another height and width, averaging over areas.
 * @param images [batch, height, width, channels]
 */
function scaledByArea(images, [height, width]) {
    return (0, rawOp_1.rawOp)('ResizeArea', [images.cast('float32'), native_1.tf.tensor1d([height, width], 'int32')], {
        T: { type: 'float32' },
        align_corners: { bool: false },
    });
}
/** Colour images as grey ones: [batch, height, width, 3] to [batch, height, width, 1]. */
function greyed(images) {
    return images.mul(luma).sum(-1, true);
}
//# sourceMappingURL=imageScaling.js.map