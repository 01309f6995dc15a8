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
exports.processorFeatures = processorFeatures;
exports.oneDnn = oneDnn;
/** What the processor offers to numerical kernels, and what TensorFlow makes of it. */
const fs = __importStar(require("node:fs"));
const numerical = /^(avx.*|fma|f16c|amx_.*|sse4_[12]|asimd.*|sve.*|bf16|i8mm|fphp)$/;
/** The vector extensions of this processor that choose among numerical kernels, sorted; empty where unknown. */
function processorFeatures(file = '/proc/cpuinfo') {
    try {
        const line = /^(?:flags|Features)\s*:\s*(.+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? '';
        return [...new Set(line.split(/\s+/))].filter((name) => numerical.test(name)).sort();
    }
    catch {
        return [];
    }
}
/**
 * Whether TensorFlow uses oneDNN: TF_ENABLE_ONEDNN_OPTS decides; unset, Linux on x64 has it on where the processor has
 * extensions for neural networks (the rule of tensorflow/core/util/util.cc, read at version 2.21).
 */
function oneDnn(setting, features) {
    const said = setting?.toLowerCase();
    if (said === '1' || said === 'true')
        return 'on';
    if (said === '0' || said === 'false')
        return 'off';
    const forNeuralNetworks = ['avx512_vnni', 'avx512_bf16', 'avx_vnni', 'amx_tile', 'amx_int8', 'amx_bf16'];
    return features.some((name) => forNeuralNetworks.includes(name)) ? 'on by default' : 'off by default';
}
//# sourceMappingURL=processor.js.map