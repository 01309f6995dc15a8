"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ImageClassifier = void 0;
const classificationHead_1 = require("./classificationHead");
/** A linear classification head over an image encoder's standardised features. */
class ImageClassifier {
    encoder;
    classes;
    head;
    /**
     * @param classes names, in label order
     * @param seed of the head's initial weights
     * @throws LabError for fewer than two classes
     */
    constructor(encoder, classes, seed) {
        this.encoder = encoder;
        this.classes = classes;
        this.head = new classificationHead_1.ClassificationHead(encoder.featureWidth, classes.length, seed);
    }
    get parameters() {
        return { ...this.encoder.parameters, ...this.head.parameters };
    }
    /** Fixed tensors: the features' means and inverse deviations. */
    get constants() {
        return this.head.constants;
    }
    resetHead(seed) {
        this.head.reset(seed);
    }
    setHead(values) {
        this.head.set(values);
    }
    /** Class scores [batch, classes] of images [batch, height, width, channels] in [0, 1]. */
    logits(images) {
        return this.head.logits(this.encoder.features(images));
    }
    /** Sets the fixed shift and scale from raw features of images, labelled or not. */
    standardize(features) {
        return this.head.standardize(features, 1);
    }
}
exports.ImageClassifier = ImageClassifier;
//# sourceMappingURL=imageClassifier.js.map