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
exports.hostTensors = hostTensors;
exports.saving = saving;
exports.saveTensors = saveTensors;
exports.loadTensors = loadTensors;
exports.requireTensor = requireTensor;
exports.restore = restore;
exports.assignValues = assignValues;
const fs = __importStar(require("node:fs"));
const durableFiles_1 = require("../durableFiles");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const safetensors_1 = require("./safetensors");
/** Reads named tensors to the host. */
function hostTensors(state) {
    return Object.fromEntries(Object.entries(state).map(([name, variable]) => [
        name,
        {
            dtype: variable.dtype,
            shape: variable.shape,
            values: variable.dataSync().slice(),
        },
    ]));
}
/**
 * Runs what writes `target`.
 * @throws LabError saying in one sentence what failed
 */
function saving(target, write) {
    try {
        write();
    }
    catch (error) {
        if (error instanceof errors_1.LabError)
            throw error;
        throw new errors_1.LabError(`Cannot save ${target}: ${error.message}; free space or choose another folder, nothing was overwritten.`);
    }
}
/** Writes tensors as one safetensors file: whole or not at all, whatever interrupts. */
function saveTensors(file, content) {
    saving(file, () => (0, durableFiles_1.writeDurably)(file, (0, safetensors_1.encodeSafetensors)(content)));
}
/** @throws LabError if the file is missing or damaged */
function loadTensors(file) {
    let bytes;
    try {
        bytes = fs.readFileSync(file);
    }
    catch (error) {
        throw new errors_1.LabError(`Cannot read the checkpoint ${file}: ${error.message}.`);
    }
    return (0, safetensors_1.decodeSafetensors)(bytes, file);
}
function requireTensor(tensors, name, expected, what) {
    if (!Object.hasOwn(tensors, name))
        throw new errors_1.LabError(`${what} lacks the tensor '${name}'; load it into the model that it was saved from.`);
    const saved = tensors[name];
    if (saved.shape.join() !== expected.shape.join() || saved.dtype !== expected.dtype) {
        throw new errors_1.LabError(`The tensor '${name}' is ${saved.dtype} [${saved.shape.join(', ')}] in ${what} but ${expected.dtype} [${expected.shape.join(', ')}] in the model; build the model with the sizes in its config.json.`);
    }
}
/**
 * Puts saved values into tensors of the same names and shapes.
 * @param what how to name the source in an error
 * @throws LabError naming a tensor that is missing, left over, or of another shape; nothing is changed then
 */
function restore(state, tensors, what) {
    for (const name of Object.keys(tensors)) {
        if (!Object.hasOwn(state, name))
            throw new errors_1.LabError(`${what} holds the tensor '${name}', which the model does not have; load it into the model that it was saved from.`);
    }
    for (const [name, variable] of Object.entries(state))
        requireTensor(tensors, name, variable, what);
    for (const [name, variable] of Object.entries(state))
        assignValues(variable, tensors[name].values);
}
/** Sets a variable from host values, row-major. */
function assignValues(variable, values) {
    const tensor = native_1.tf.tensor(values, variable.shape, variable.dtype);
    variable.assign(tensor);
    tensor.dispose();
}
//# sourceMappingURL=checkpoint.js.map