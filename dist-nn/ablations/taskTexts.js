"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.taskAndDomain = taskAndDomain;
/** Parts of a target's training split: texts that labels are drawn from, and the rest of its domain without labels. */
const seededRandom_1 = require("../data/seededRandom");
const texts_1 = require("../data/texts");
const errors_1 = require("../errors");
/**
 * Splits a training split at random into the task's texts (at most half of it) and the rest of the domain, the same in
 * every run. A class with fewer texts than a label budget asks for gives all it has.
 * @throws LabError when the split has no labelled texts
 */
function taskAndDomain(train, taskTexts) {
    if (train.length < 4)
        throw new errors_1.LabError(`The target has ${train.length} labelled training texts; choose one with more.`);
    const order = (0, seededRandom_1.seededRandom)('task texts').shuffle([...train.examples]);
    const size = Math.min(taskTexts, Math.floor(order.length / 2));
    return {
        task: new texts_1.LabelledTexts(order.slice(0, size), train.labels, 'given whole'),
        domain: order.slice(size).map(({ text }) => text),
    };
}
//# sourceMappingURL=taskTexts.js.map