"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.LabelledImages = exports.ImageCollection = void 0;
const errors_1 = require("../errors");
const labelBudget_1 = require("./labelBudget");
/** Images of one shape without labels, in a fixed order. */
class ImageCollection {
    pixels;
    shape;
    length;
    pixelsPerImage;
    /** @param pixels bytes [images, height, width, channels], 0 black to 255 white */
    constructor(pixels, shape) {
        this.pixels = pixels;
        this.shape = shape;
        this.pixelsPerImage = shape[0] * shape[1] * shape[2];
        this.length = pixels.length / this.pixelsPerImage;
        if (!Number.isInteger(this.length))
            throw new errors_1.LabError(`${pixels.length} bytes are no whole number of images of ${shape.join(' x ')}; give the shape they have.`);
    }
    /** Bytes of one image, row after row. */
    image(index) {
        const size = this.pixelsPerImage;
        return this.pixels.subarray(index * size, (index + 1) * size);
    }
    /** Chosen images as numbers from 0 to 1, [indices, height, width, channels] row-major. */
    values(indices) {
        const size = this.pixelsPerImage;
        const values = new Float32Array(indices.length * size);
        indices.forEach((index, row) => {
            const image = this.image(index);
            for (let k = 0; k < size; k++)
                values[row * size + k] = image[k] / 255;
        });
        return values;
    }
    /** Copies of chosen images, in the given order. */
    select(indices) {
        return new ImageCollection(this.selectPixels(indices), this.shape);
    }
    selectPixels(indices) {
        const size = this.pixelsPerImage;
        const pixels = new Uint8Array(indices.length * size);
        indices.forEach((index, row) => {
            pixels.set(this.image(index), row * size);
        });
        return pixels;
    }
}
exports.ImageCollection = ImageCollection;
/** Images with one label each, in a fixed order. */
class LabelledImages extends ImageCollection {
    labels;
    names;
    /**
     * @param labels index of each image's label in `names`
     * @param names of the labels
     */
    constructor(pixels, shape, labels, names) {
        super(pixels, shape);
        this.labels = labels;
        this.names = names;
        if (labels.length !== this.length)
            throw new errors_1.LabError(`There are ${labels.length} labels for ${this.length} images; give one an image.`);
    }
    /** How many images each label has, in the order of `names`. */
    countPerLabel() {
        return (0, labelBudget_1.countPerLabel)(this.labels, this.names);
    }
    select(indices) {
        const labels = Int32Array.from(indices, (index) => this.labels[index]);
        return new LabelledImages(this.selectPixels(indices), this.shape, labels, this.names);
    }
    /** The same number of images of every class; nested for one seed, as {@link budgetIndices} tells. */
    labelled(budget) {
        return this.select((0, labelBudget_1.budgetIndices)(this.labels, this.names, budget));
    }
}
exports.LabelledImages = LabelledImages;
//# sourceMappingURL=images.js.map