"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.causalLanguageModel = causalLanguageModel;
const parameters_1 = require("../models/parameters");
const tokenPrediction_1 = require("./tokenPrediction");
/** Builds the objective; see {@link CausalLanguageModel}. */
function causalLanguageModel(options) {
    const { vocabularySize, specialTokens } = options.tokenizer;
    const builder = new parameters_1.ParameterBuilder('causalLanguageModel', 0);
    const bias = builder.add('bias', [vocabularySize], 'zeros');
    return {
        name: 'causalLanguageModel',
        title: 'Causal language model',
        parameters: () => builder.build(),
        predictionsIn: (batch, time) => batch * (time - 1),
        // Nothing is corrupted: the attention hides what must be predicted.
        corrupt(rows, time) {
            const tokens = new Int32Array(rows.length * time).fill(specialTokens.padding);
            const positions = new Int32Array(rows.length * (time - 1));
            const targets = new Int32Array(positions.length);
            const weights = new Float32Array(positions.length);
            rows.forEach((row, index) => {
                tokens.set(row.subarray(0, time), index * time);
                for (let t = 0; t + 1 < time; t++) {
                    const prediction = index * (time - 1) + t;
                    positions[prediction] = index * time + t;
                    if (t + 1 >= row.length)
                        continue;
                    targets[prediction] = row[t + 1];
                    weights[prediction] = 1;
                }
            });
            return { tokens, positions, targets, weights };
        },
        loss: (encoder, batch, randomness) => (0, tokenPrediction_1.tokenPredictionLoss)(encoder, bias, batch, randomness),
    };
}
//# sourceMappingURL=causalLanguageModel.js.map