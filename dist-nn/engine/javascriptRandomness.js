"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.withoutJavaScriptRandomness = withoutJavaScriptRandomness;
exports.refuseSeededRandomOps = refuseSeededRandomOps;
const errors_1 = require("../errors");
/** Functions of tfjs-core that fill an array from a seeded generator in JavaScript. */
const drawingFunctions = /\b(randomUniform(Int)?|randomNormal|randomStandardNormal|truncatedNormal|randomGamma|rand)__?(op)?\b/;
function refuse(source) {
    throw new errors_1.LabError(`The function draws random numbers in JavaScript (${source}), which would be frozen into the graph; draw them from a randomness() stream, whose counter is part of the state.`);
}
/**
 * Runs `body` with Math.random closed, since a number drawn from it would be frozen into a compiled graph.
 * @throws LabError when `body` draws one
 */
function withoutJavaScriptRandomness(body) {
    const random = Math.random;
    const stackTraceLimit = Error.stackTraceLimit;
    Math.random = () => refuse('Math.random, or a random op of tfjs without a seed');
    Error.stackTraceLimit = 40;
    try {
        return body();
    }
    finally {
        Math.random = random;
        Error.stackTraceLimit = stackTraceLimit;
    }
}
/**
 * Called where a tensor is made from JavaScript values: refuses the seeded random ops of tfjs, whose generator is
 * private to tfjs-core, by the functions on the call stack.
 */
function refuseSeededRandomOps() {
    const drawing = drawingFunctions.exec(new Error().stack ?? '');
    if (drawing)
        refuse(`tf.${drawing[1]} with a seed`);
}
//# sourceMappingURL=javascriptRandomness.js.map