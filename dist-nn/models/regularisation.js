"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.chooseRegularisation = chooseRegularisation;
/** Choosing the strength of a penalty on the dev split, over a grid that the caller states. */
const errors_1 = require("../errors");
const logisticRegression_1 = require("./logisticRegression");
/** Share of predictions that are right. */
function shareRight(predictions, labels) {
    let right = 0;
    for (let k = 0; k < labels.length; k++)
        if (predictions[k] === labels[k])
            right++;
    return right / labels.length;
}
/**
 * Fits a logistic regression on `train` for each L2 strength of the grid and keeps the one with the highest score on
 * `dev` (accuracy unless another score is given); of equal ones, the strongest penalty.
 * @throws LabError when the grid is empty
 */
function chooseRegularisation(train, dev, options) {
    const { classes, grid, score = shareRight } = options;
    const fits = grid.map((l2) => {
        const model = logisticRegression_1.LogisticRegression.fit(train.features, train.labels, { classes, l2 });
        return { model, l2, score: score(model.predict(dev.features), dev.labels) };
    });
    if (fits.length === 0)
        throw new errors_1.LabError('The grid of L2 strengths is empty; give at least one.');
    const best = fits.reduce((a, b) => (b.score > a.score || (b.score === a.score && b.l2 > a.l2) ? b : a));
    return { model: best.model, l2: best.l2, scores: fits.map((fit) => ({ l2: fit.l2, score: fit.score })) };
}
//# sourceMappingURL=regularisation.js.map