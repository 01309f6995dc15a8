"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fitImages = fitImages;
const native_1 = require("../engine/native");
const imageScaling_1 = require("./imageScaling");
const images_1 = require("./images");
/** Images that are scaled at once. */
const block = 500;
/**
 * The same images in another shape, so that one network can take them: scaled to its height and width, averaging over
 * areas; grey becomes three equal channels, colour becomes grey by ITU-R BT.601 luma.
 */
function fitImages(images, shape) {
    const [height, width, channels] = shape;
    const [ownHeight, ownWidth, ownChannels] = images.shape;
    if (ownHeight === height && ownWidth === width && ownChannels === channels)
        return images;
    const perImage = height * width * channels;
    const pixels = new Uint8Array(images.length * perImage);
    for (let start = 0; start < images.length; start += block) {
        const count = Math.min(block, images.length - start);
        const values = native_1.tf.tidy(() => {
            const indices = Array.from({ length: count }, (_, row) => start + row);
            let batch = native_1.tf
                .tensor4d(images.values(indices), [count, ownHeight, ownWidth, ownChannels])
                .mul(255);
            if (ownHeight !== height || ownWidth !== width)
                batch = (0, imageScaling_1.scaledByArea)(batch, [height, width]);
            if (ownChannels === 1 && channels === 3)
                batch = batch.tile([1, 1, 1, 3]);
            if (ownChannels === 3 && channels === 1)
                batch = (0, imageScaling_1.greyed)(batch);
            return batch.round().clipByValue(0, 255);
        });
        pixels.set(values.dataSync(), start * perImage);
        values.dispose();
    }
    return new images_1.LabelledImages(pixels, shape, images.labels, images.names);
}
//# sourceMappingURL=imageFitting.js.map