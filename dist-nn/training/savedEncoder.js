"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.saveEncoder = saveEncoder;
exports.loadEncoder = loadEncoder;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const transformerEncoder_1 = require("../models/transformerEncoder");
const checkpoint_1 = require("./checkpoint");
const weightsFile = 'model.safetensors';
const configFile = 'config.json';
/** Saves an encoder as model.safetensors and config.json, with the tokenizer.json that its ids come from. */
function saveEncoder(folder, encoder, tokenizer) {
    (0, checkpoint_1.saving)(folder, () => {
        fs.mkdirSync(folder, { recursive: true });
        tokenizer?.save(folder);
        (0, durableFiles_1.writeDurably)(path.join(folder, configFile), `${JSON.stringify({ kind: encoder.kind, ...encoder.config }, null, 2)}\n`);
        (0, checkpoint_1.saveTensors)(path.join(folder, weightsFile), {
            tensors: (0, checkpoint_1.hostTensors)(encoder.parameters),
            metadata: { format: 'pretraining-lab' },
        });
    });
}
const wholeNumber = {
    must: 'a whole number above 0',
    fits: (v) => Number.isInteger(v) && v >= 1 && v <= 1e7,
};
/** What each size in a config.json must be; the optional ones may be left out. */
const sizeRules = {
    vocabularySize: wholeNumber,
    layers: wholeNumber,
    width: wholeNumber,
    heads: wholeNumber,
    maxLength: wholeNumber,
    feedForwardWidth: { ...wholeNumber, optional: true },
    paddingToken: {
        must: 'a token id',
        fits: (v) => Number.isInteger(v) && v >= 0 && v <= 1e7,
        optional: true,
    },
    dropoutRate: { must: 'a share from 0 to below 1', fits: (v) => v >= 0 && v < 1, optional: true },
};
/**
 * Loads an encoder saved by {@link saveEncoder}.
 * @param attention the direction that it must have
 * @throws LabError naming a missing or ill-shaped tensor, or an unusable config.json
 */
function loadEncoder(folder, attention = 'bidirectional') {
    const sizes = loadConfig(path.join(folder, configFile), attention);
    const file = path.join(folder, weightsFile);
    const { tensors } = (0, checkpoint_1.loadTensors)(file);
    // These name every size, so that nothing larger than the file is built from a damaged config.json.
    const { width, vocabularySize, maxLength, layers, feedForwardWidth = 4 * width } = sizes;
    for (const [name, shape] of [
        ['tokenEmbedding', [vocabularySize, width]],
        ['positionEmbedding', [maxLength, width]],
        [`layers.${layers - 1}.expand.weight`, [width, feedForwardWidth]],
    ])
        (0, checkpoint_1.requireTensor)(tensors, `encoder.${name}`, { dtype: 'float32', shape }, file);
    const encoder = new transformerEncoder_1.TransformerEncoder(sizes, 0);
    try {
        (0, checkpoint_1.restore)(encoder.parameters, tensors, file);
    }
    catch (error) {
        native_1.tf.dispose(Object.values(encoder.parameters));
        throw error;
    }
    return encoder;
}
function loadConfig(file, attention) {
    let config;
    try {
        config = JSON.parse(fs.readFileSync(file, 'utf8'));
    }
    catch (error) {
        throw new errors_1.LabError(`Cannot read ${file}: ${error.message}; point to a folder that saveEncoder wrote.`);
    }
    const { kind, ...sizes } = config ?? {};
    if (kind !== 'transformerEncoder')
        throw new errors_1.LabError(`${file} describes a '${typeof kind === 'string' ? kind : JSON.stringify(kind)}', not a transformerEncoder; load it with the model it belongs to.`);
    const { attention: saved = 'bidirectional' } = sizes;
    if (saved !== attention)
        throw new errors_1.LabError(`${file} has attention = ${JSON.stringify(saved)}, and ${attention} was asked for; name the direction when loading it.`);
    for (const [key, { must, fits, optional }] of Object.entries(sizeRules)) {
        const value = sizes[key];
        if (value === undefined && optional)
            continue;
        if (typeof value !== 'number' || !fits(value))
            throw new errors_1.LabError(`${file} has ${key} = ${JSON.stringify(value)}; it must be ${must}.`);
    }
    return sizes;
}
//# sourceMappingURL=savedEncoder.js.map