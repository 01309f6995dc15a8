"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.maskedLanguageModelStep = maskedLanguageModelStep;
/** The project's own masked-language-model training step, as the flagship runs it, on random tokens. */
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const randomness_1 = require("../engine/randomness");
const transformerEncoder_1 = require("../models/transformerEncoder");
const maskedLanguageModel_1 = require("../objectives/maskedLanguageModel");
const adamW_1 = require("../training/adamW");
const protocol_1 = require("./protocol");
const specialTokens = { padding: 0, mask: 4 };
const learningRate = 1e-3;
/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
function maskedLanguageModelStep(sizes, precision, xla = false) {
    const { vocabularySize, layers, width, heads, batch, time, dropoutRate } = sizes;
    const encoder = (0, transformerEncoder_1.transformerEncoder)({ vocabularySize, layers, width, heads, maxLength: time, dropoutRate });
    const objective = (0, maskedLanguageModel_1.maskedLanguageModel)({ tokenizer: { vocabularySize, specialTokens }, maskProbability: protocol_1.maskProbability });
    const parameters = { ...encoder.parameters, ...objective.parameters() };
    const optimizer = (0, adamW_1.adamW)(parameters, { clipNorm: 1 });
    const random = (0, randomness_1.randomness)(1);
    const program = (0, program_1.compile)({
        precision,
        xla,
        state: { ...parameters, ...optimizer.state, ...random.state },
        functions: {
            train: ({ rate, ...inputs }) => {
                const { loss } = optimizer.step(() => objective.loss(encoder, inputs, random), rate);
                random.advance();
                return { loss };
            },
        },
    });
    const draw = (0, seededRandom_1.seededRandom)(5);
    const ordinary = specialTokens.mask + 1;
    const rows = Array.from({ length: batch }, () => Int32Array.from({ length: time }, () => ordinary + draw.integer(vocabularySize - ordinary)));
    const predictions = objective.predictionsIn(batch, time);
    return {
        flops: 3 * encoder.forwardFlops(batch, time) + 6 * predictions * vocabularySize * width,
        run() {
            const corrupted = objective.corrupt(rows, time, draw);
            const started = performance.now();
            const inputs = {
                tokens: native_1.tf.tensor2d(corrupted.tokens, [batch, time], 'int32'),
                positions: native_1.tf.tensor1d(corrupted.positions, 'int32'),
                targets: native_1.tf.tensor1d(corrupted.targets, 'int32'),
                weights: native_1.tf.tensor1d(corrupted.weights),
            };
            const { loss } = program.train({ ...inputs, rate: learningRate });
            loss.dataSync();
            native_1.tf.dispose([loss, ...Object.values(inputs)]);
            return performance.now() - started;
        },
    };
}
//# sourceMappingURL=maskedLanguageModelStep.js.map