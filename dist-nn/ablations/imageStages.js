"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.keptEncoder = keptEncoder;
exports.startWeights = startWeights;
const checkpoint_1 = require("../training/checkpoint");
const weightsFile = (folder) => `${folder}/encoder.safetensors`;
/**
 * Keeps a pretrained encoder's weights in the stage's folder, frees the encoder, and tells what training took.
 * @param unit what `record.seen` counts: 'images', 'views'
 */
function keptEncoder(encoder, folder, { losses, seen, seconds, ...cost }, unit) {
    (0, checkpoint_1.saveTensors)(weightsFile(folder), { tensors: (0, checkpoint_1.hostTensors)(encoder.parameters), metadata: {} });
    encoder.dispose();
    const { trainableParameters, trainingFlops, steps } = cost;
    return {
        curves: { pretrainingLoss: losses },
        facts: { [unit]: seen, [`${unit}PerSecond`]: Math.round(seen / seconds) },
        ledger: { trainableParameters, trainingFlops, seconds, steps },
    };
}
/** Gives an encoder the weights that {@link keptEncoder} kept, or, without a stage, those of a fresh one. */
function startWeights(encoder, stage, fresh) {
    if (stage) {
        const file = weightsFile(stage.folder);
        (0, checkpoint_1.restore)(encoder.parameters, (0, checkpoint_1.loadTensors)(file).tensors, file);
        return;
    }
    const start = fresh();
    (0, checkpoint_1.restore)(encoder.parameters, (0, checkpoint_1.hostTensors)(start.parameters), 'the starting weights');
    start.dispose();
}
//# sourceMappingURL=imageStages.js.map