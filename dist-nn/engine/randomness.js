"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.randomness = randomness;
const drawSites_1 = require("./drawSites");
const native_1 = require("./native");
const rawOp_1 = require("./rawOp");
/** Distance between the seeds of two sites; a large odd number, so that neighbouring user seeds never meet. */
const siteStride = 0x9e3779b1 | 0;
/**
 * A stream of stateless random numbers (TensorFlow's StatelessRandomUniform and StatelessRandomNormal, counter-based
 * as in Salmon et al. 2011). The same seed gives the same numbers eagerly and compiled.
 */
function randomness(seed, name = 'randomness') {
    const counter = native_1.tf.tidy(() => native_1.tf.variable(native_1.tf.tensor1d([seed | 0, 0], 'int32'), false));
    let site = 0;
    let call = (0, drawSites_1.currentCall)();
    const seeds = () => {
        if (call !== (0, drawSites_1.currentCall)()) {
            call = (0, drawSites_1.currentCall)();
            site = 0;
        }
        site++;
        return counter.add(native_1.tf.tensor1d([Math.imul(site, siteStride), 0], 'int32'));
    };
    const draw = (kernel, shape) => (0, rawOp_1.rawOp)(kernel, [native_1.tf.tensor1d([...shape], 'int32'), seeds()], {
        dtype: { type: 'float32' },
        T: { type: 'int32' },
        Tseed: { type: 'int32' },
    });
    return {
        state: { [`${name}.counter`]: counter },
        uniform: (shape) => draw('StatelessRandomUniform', shape),
        seeds,
        normal: (shape) => draw('StatelessRandomNormal', shape),
        advance() {
            counter.assign(counter.add(native_1.tf.tensor1d([0, 1], 'int32')));
            site = 0;
        },
        reset(next) {
            const value = native_1.tf.tensor1d([next | 0, 0], 'int32');
            counter.assign(value);
            value.dispose();
            site = 0;
        },
    };
}
//# sourceMappingURL=randomness.js.map