"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.wordVectorStage = wordVectorStage;
exports.storedVectors = storedVectors;
exports.maskedLanguageModelStage = maskedLanguageModelStage;
/** What the stages of adaptation studies are made of: text as packed blocks, word vectors, pretraining that goes on. */
const continuedPretraining_1 = require("../adaptation/continuedPretraining");
const packing_1 = require("../data/packing");
const coOccurrence_1 = require("../objectives/coOccurrence");
const maskedLanguageModel_1 = require("../objectives/maskedLanguageModel");
const checkpoint_1 = require("../training/checkpoint");
const heldOutLoss_1 = require("../training/heldOutLoss");
const savedEncoder_1 = require("../training/savedEncoder");
/** Learns word vectors from sequences and keeps them in the stage's folder. */
async function wordVectorStage(options) {
    const { sequences, tokenizer, dimensions, settings, seed, folder } = options;
    const started = performance.now();
    const { vocabularySize } = tokenizer;
    const values = await (0, coOccurrence_1.coOccurrenceVectors)(sequences, { vocabularySize, dimensions, seed, ...settings });
    const shape = [vocabularySize, dimensions];
    (0, checkpoint_1.saveTensors)(`${folder}/vectors.safetensors`, {
        tensors: { vectors: { dtype: 'float32', shape, values } },
        metadata: {},
    });
    return {
        facts: { tokens: sequences.reduce((sum, { length }) => sum + length, 0) },
        ledger: {
            trainableParameters: values.length,
            // Dominated by the decomposition: products of the table with a block of vectors.
            trainingFlops: 4 * vocabularySize ** 2 * dimensions,
            seconds: (performance.now() - started) / 1000,
            steps: 1,
        },
    };
}
/** The vectors that {@link wordVectorStage} kept. */
function storedVectors(folder) {
    return (0, checkpoint_1.loadTensors)(`${folder}/vectors.safetensors`).tensors.vectors.values;
}
/**
 * Goes on pretraining an encoder phase by phase over packed blocks, measures its loss on held-out texts, and keeps encoder
 * and output layer in the stage's folder.
 * @param from the folder of the stage that the encoder was loaded from, for its output layer's bias
 * @param heldOut by name, texts to measure the loss on afterwards: `generalLoss` becomes a metric of the stage
 */
async function maskedLanguageModelStage(options) {
    const { encoder, tokenizer, settings, heldOut, seed, engine, precision, folder, from } = options;
    const objective = (0, maskedLanguageModel_1.maskedLanguageModel)({ tokenizer });
    const bias = objective.parameters();
    if (from)
        (0, checkpoint_1.restore)(bias, (0, checkpoint_1.loadTensors)(`${from}/output.safetensors`).tensors, 'the output layer');
    const length = encoder.config.maxLength;
    const pack = (sequences) => (0, packing_1.packedBlocks)(sequences, { length, separator: tokenizer.specialTokens.separator });
    const phases = options.phases.map(({ sequences, replay, ...phase }) => ({
        ...phase,
        sequences: pack(sequences),
        ...(replay ? { replay: { ...replay, sequences: pack(replay.sequences) } } : {}),
    }));
    const result = await (0, continuedPretraining_1.continuePretraining)(encoder, phases, {
        ...settings,
        objective,
        lengths: [length],
        seed,
        engine,
        precision,
    });
    // The same texts and the same hidden tokens for every stage and seed, so that losses compare.
    const metrics = Object.fromEntries(Object.entries(heldOut).map(([name, sequences]) => [
        name,
        (0, heldOutLoss_1.heldOutLoss)(encoder, objective, { sequences, seed: 1, batchSize: 50, engine, precision }),
    ]));
    (0, savedEncoder_1.saveEncoder)(folder, encoder, tokenizer);
    (0, checkpoint_1.saveTensors)(`${folder}/output.safetensors`, { tensors: (0, checkpoint_1.hostTensors)(bias), metadata: {} });
    return {
        metrics,
        curves: { pretrainingLoss: joined(result.phases) },
        facts: {
            tokens: result.tokens,
            blocks: phases.reduce((sum, { sequences }) => sum + sequences.length, 0),
        },
        ledger: {
            trainableParameters: result.phases[0].trainableParameters,
            trainingFlops: result.trainingFlops,
            seconds: result.seconds,
            steps: result.steps,
        },
    };
}
/** The phases' curves one after the other. */
function joined(phases) {
    const curve = [];
    let before = 0;
    for (const { losses, steps } of phases) {
        curve.push(...losses.map(({ step, value }) => ({ step: step + before, value })));
        before += steps;
    }
    return curve;
}
//# sourceMappingURL=adaptationStages.js.map