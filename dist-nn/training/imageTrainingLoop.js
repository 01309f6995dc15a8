"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.imageTrainingLoop = imageTrainingLoop;
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const trainingLoop_1 = require("./trainingLoop");
/**
 * The loop that every pretraining on images shares: batches of an epoch in their own order, an incomplete one left out, fed
 * to the loop of all pretraining.
 * @throws LabError if there are fewer images than a batch holds, or the loss stops being a number; StoppedError on request
 */
async function imageTrainingLoop(task, options) {
    const { label, parameters, images, batchSize, order = 'images', seen, flops } = task;
    if (images.length < batchSize)
        throw new errors_1.LabError(`There are ${images.length} images for a batch of ${batchSize}; lower batchSize.`);
    let epoch = 0;
    let queue = [];
    return (0, trainingLoop_1.trainingLoop)({
        label,
        parameters,
        nextBatch() {
            if (queue.length < batchSize)
                queue = (0, seededRandom_1.seededRandom)(`${order}/${options.seed}/${epoch++}`).shuffle([
                    ...Array(images.length).keys(),
                ]);
            return queue.splice(0, batchSize);
        },
        inputs: (indices) => ({
            images: native_1.tf.tensor4d(images.values(indices), [batchSize, ...images.shape]),
            ...task.extra?.(indices),
        }),
        loss: (inputs, random) => task.loss(inputs, random),
        counts: () => ({ seen, flops }),
    }, options);
}
//# sourceMappingURL=imageTrainingLoop.js.map