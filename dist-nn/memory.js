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
exports.requireMemory = requireMemory;
/** A program whose memory for JavaScript is used up is ended by Node in its own words, with all it holds: this says so before. */
const v8 = __importStar(require("node:v8"));
const node_vm_1 = require("node:vm");
const errors_1 = require("./errors");
const mebibyte = 2 ** 20;
/** Shares of the limit. Node gives up when collecting garbage takes most of the time, which begins not far above. */
const suspicious = 0.85;
const refused = 0.8;
/**
 * Call it where data or results add up, at most every millisecond or so (it takes 2 µs).
 * @throws LabError when less than a fifth of the memory that Node has for JavaScript is left
 */
function requireMemory() {
    if (usedShare() < suspicious)
        return;
    collectGarbage();
    if (usedShare() < refused)
        return;
    const limit = Math.round(v8.getHeapStatistics().heap_size_limit / mebibyte);
    throw new errors_1.LabError(`Memory ran out (${limit} MiB for JavaScript): take fewer examples at a time, or give Node more with NODE_OPTIONS=--max-old-space-size=${2 ** Math.ceil(Math.log2(limit) + 0.5)}.`);
}
/** Without the young generation, which the limit counts but long-lived objects cannot have. */
function usedShare() {
    const { used_heap_size, heap_size_limit } = v8.getHeapStatistics();
    return used_heap_size / Math.max(heap_size_limit - youngGeneration, 1);
}
/** Three semi-spaces of 16 MiB, V8's default on 64 bits. */
const youngGeneration = 48 * mebibyte;
function collectGarbage() {
    v8.setFlagsFromString('--expose-gc');
    (0, node_vm_1.runInNewContext)('gc')();
}
//# sourceMappingURL=memory.js.map