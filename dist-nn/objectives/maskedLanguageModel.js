"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.maskedLanguageModel = maskedLanguageModel;
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const tokenPrediction_1 = require("./tokenPrediction");
/** @throws LabError if `maskProbability` is not in (0, 1) */
function maskedLanguageModel(options) {
    const { tokenizer, maskProbability = 0.15 } = options;
    if (!(maskProbability > 0 && maskProbability < 1)) {
        throw new errors_1.LabError(`maskProbability is ${maskProbability}; choose a share between 0 and 1, such as 0.15.`);
    }
    const { vocabularySize, specialTokens } = tokenizer;
    const firstOrdinary = options.firstOrdinaryToken ?? Math.max(...Object.values(specialTokens)) + 1;
    const builder = new parameters_1.ParameterBuilder('maskedLanguageModel', 0);
    const bias = builder.add('bias', [vocabularySize], 'zeros');
    const predictionsIn = (batch, time) => Math.ceil(batch * time * maskProbability);
    return {
        name: 'maskedLanguageModel',
        title: 'Masked language model',
        parameters: () => builder.build(),
        predictionsIn,
        corrupt(rows, time, random) {
            const tokens = new Int32Array(rows.length * time).fill(specialTokens.padding);
            const candidates = [];
            rows.forEach((row, index) => {
                tokens.set(row.subarray(0, time), index * time);
                for (let t = 0; t < Math.min(row.length, time); t++)
                    if (row[t] >= firstOrdinary)
                        candidates.push(index * time + t);
            });
            const limit = predictionsIn(rows.length, time);
            const chosen = Math.min(limit, Math.max(1, Math.round(candidates.length * maskProbability)), candidates.length);
            const positions = new Int32Array(limit);
            const targets = new Int32Array(limit);
            const weights = new Float32Array(limit);
            for (let k = 0; k < chosen; k++) {
                // A partial Fisher-Yates shuffle: the first `chosen` candidates are a uniform sample.
                const other = k + random.integer(candidates.length - k);
                [candidates[k], candidates[other]] = [candidates[other], candidates[k]];
                const position = candidates[k];
                positions[k] = position;
                targets[k] = tokens[position];
                weights[k] = 1;
                const draw = random.uniform();
                if (draw < 0.8)
                    tokens[position] = specialTokens.mask;
                else if (draw < 0.9)
                    tokens[position] = firstOrdinary + random.integer(vocabularySize - firstOrdinary);
            }
            return { tokens, positions, targets, weights };
        },
        loss: (encoder, batch, randomness) => (0, tokenPrediction_1.tokenPredictionLoss)(encoder, bias, batch, randomness),
    };
}
//# sourceMappingURL=maskedLanguageModel.js.map