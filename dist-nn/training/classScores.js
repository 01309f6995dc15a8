"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.highestScores = highestScores;
exports.meanCrossEntropy = meanCrossEntropy;
/** The class with the highest score of each row, the first of equals. @param scores [rows, classes], row-major */
function highestScores(scores, classes) {
    const answers = new Int32Array(scores.length / classes);
    for (let row = 0; row < answers.length; row++) {
        let best = 0;
        for (let k = 1; k < classes; k++)
            if (scores[row * classes + k] > scores[row * classes + best])
                best = k;
        answers[row] = best;
    }
    return answers;
}
/** Mean cross-entropy in nats of unnormalised scores [rows, classes], row-major. */
function meanCrossEntropy(scores, labels, classes) {
    let total = 0;
    for (let row = 0; row < labels.length; row++) {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        const largest = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
        let sum = 0;
        for (const score of own)
            sum += Math.exp(score - largest);
        total += Math.log(sum) + largest - own[labels[row]];
    }
    return total / labels.length;
}
//# sourceMappingURL=classScores.js.map