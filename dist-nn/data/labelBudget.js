"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.budgetIndices = budgetIndices;
exports.countPerLabel = countPerLabel;
const errors_1 = require("../errors");
const seededRandom_1 = require("./seededRandom");
/**
 * Indices of the same number of examples of every class. Budgets of one seed are nested: what is among the 2 of a class
 * is among its 8, 32 and 128, so that a learning curve differs in added labels only.
 * @param labels label of each example
 * @param names names of the labels, in order
 * @throws LabError when there are no labels, perClass is no whole number above zero, or a class has too few examples and
 *   scarce classes are refused
 */
function budgetIndices(labels, names, { perClass, seed }, scarce = 'refused') {
    if (names.length === 0)
        throw new errors_1.LabError('This dataset has no labels: use its examples for pretraining only.');
    if (!Number.isInteger(perClass) || perClass < 1) {
        throw new errors_1.LabError(`A label budget needs a whole number of labels per class above zero, not ${perClass}.`);
    }
    const byLabel = names.map(() => []);
    for (let index = 0; index < labels.length; index++)
        byLabel[labels[index]].push(index);
    const fewest = Math.min(...byLabel.map(({ length }) => length));
    byLabel.forEach((indices, label) => {
        if (indices.length < perClass && scarce === 'refused') {
            throw new errors_1.LabError(`The class '${names[label]}' has ${indices.length} examples, fewer than the ${perClass} asked for: ` +
                `use a budget of at most ${fewest} labels per class.`);
        }
        (0, seededRandom_1.seededRandom)(`label budget/${seed}/${names[label]}`).shuffle(indices);
    });
    const chosen = [];
    for (let rank = 0; rank < perClass; rank++) {
        for (const indices of byLabel)
            if (rank < indices.length)
                chosen.push(indices[rank]);
    }
    return chosen;
}
/** How many examples each label has, in the order of `names`. */
function countPerLabel(labels, names) {
    const counts = new Array(names.length).fill(0);
    for (let index = 0; index < labels.length; index++)
        counts[labels[index]]++;
    return counts;
}
//# sourceMappingURL=labelBudget.js.map