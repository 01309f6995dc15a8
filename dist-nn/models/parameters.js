"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ParameterBuilder = void 0;
exports.initialValues = initialValues;
exports.countParameters = countParameters;
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
/** Collects a model's tensors; each is filled from its own seeded stream, so adding one does not change the others. */
class ParameterBuilder {
    prefix;
    seed;
    entries = {};
    constructor(prefix, seed) {
        this.prefix = prefix;
        this.seed = seed;
    }
    /** Adds a tensor of the given shape. `normal` is the standard deviation. */
    add(name, shape, initializer) {
        const full = this.prefix ? `${this.prefix}.${name}` : name;
        const values = initialValues(shape, initializer, `${this.seed}/${full}`);
        const initial = native_1.tf.tensor(values, shape, 'float32');
        const variable = native_1.tf.variable(initial, true);
        initial.dispose();
        this.entries[full] = variable;
        return variable;
    }
    build() {
        return this.entries;
    }
}
exports.ParameterBuilder = ParameterBuilder;
/** The values that `add` starts from, row-major. */
function initialValues(shape, initializer, seed) {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    if (initializer === 'ones')
        values.fill(1);
    else if (initializer !== 'zeros') {
        const random = (0, seededRandom_1.seededRandom)(seed);
        for (let i = 0; i < values.length; i++)
            values[i] = random.normal() * initializer.normal;
    }
    return values;
}
/** Number of scalars in all tensors. */
function countParameters(parameters) {
    return Object.values(parameters).reduce((sum, variable) => sum + variable.size, 0);
}
//# sourceMappingURL=parameters.js.map