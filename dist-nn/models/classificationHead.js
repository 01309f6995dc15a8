"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ClassificationHead = void 0;
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const featureScaling_1 = require("./featureScaling");
const parameters_1 = require("./parameters");
/** Standard deviation of the head's initial weights, over standardised features. */
const initialDeviation = 0.01;
/**
 * A linear classification head over features that are shifted and scaled by fixed statistics (see `standardize`), so
 * that it sees the same scale whatever the encoder below was trained on.
 */
class ClassificationHead {
    featureWidth;
    classes;
    parameters;
    /** Fixed tensors: the features' means and inverse deviations. */
    constants;
    weight;
    bias;
    mean;
    inverseDeviation;
    /**
     * @param featureWidth columns of the features
     * @param seed of the initial weights
     * @throws LabError for fewer than two classes
     */
    constructor(featureWidth, classes, seed) {
        this.featureWidth = featureWidth;
        this.classes = classes;
        if (classes < 2)
            throw new errors_1.LabError('A classifier needs at least two classes.');
        const builder = new parameters_1.ParameterBuilder('head', seed);
        this.weight = builder.add('weight', [featureWidth, classes], { normal: initialDeviation });
        this.bias = builder.add('bias', [classes], 'zeros');
        this.parameters = builder.build();
        const fixed = (value) => native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.tensor1d(new Float32Array(featureWidth).fill(value)), false));
        this.mean = fixed(0);
        this.inverseDeviation = fixed(1);
        this.constants = {
            'head.featureMean': this.mean,
            'head.featureInverseDeviation': this.inverseDeviation,
        };
    }
    /** Gives the head fresh initial weights. */
    reset(seed) {
        this.set({
            weight: (0, parameters_1.initialValues)(this.weight.shape, { normal: initialDeviation }, `${seed}/head.weight`),
            bias: new Float32Array(this.classes),
        });
    }
    set({ weight, bias }) {
        native_1.tf.tidy(() => {
            this.weight.assign(native_1.tf.tensor(weight, this.weight.shape));
            this.bias.assign(native_1.tf.tensor(bias, this.bias.shape));
        });
    }
    /** Class scores [batch, classes] of raw features [batch, featureWidth]. */
    logits(features) {
        const scaled = features.sub(this.mean).mul(this.inverseDeviation);
        return native_1.tf.matMul(scaled, this.weight).add(this.bias);
    }
    /**
     * Sets the fixed shift and scale from raw features [rows, featureWidth]: unlabelled examples suffice.
     * @param blocks how many blocks of columns are scaled by one number each
     */
    standardize(features, blocks) {
        const scaling = featureScaling_1.FeatureScaling.fit(features, blocks);
        native_1.tf.tidy(() => {
            this.mean.assign(native_1.tf.tensor1d(Float32Array.from(scaling.means)));
            this.inverseDeviation.assign(native_1.tf.tensor1d(Float32Array.from(scaling.deviations, (value) => 1 / value)));
        });
        return scaling;
    }
}
exports.ClassificationHead = ClassificationHead;
//# sourceMappingURL=classificationHead.js.map