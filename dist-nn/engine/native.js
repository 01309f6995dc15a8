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
exports.nativeKernels = exports.tf = void 0;
exports.withoutNativeKernels = withoutNativeKernels;
/**
 * The one door to the native engine: every other file imports `tf` from here, so that the addon is loaded once,
 * with its log level and flags set before TensorFlow reads them.
 */
require("./nodeCompatibility");
const tf = __importStar(require("@tensorflow/tfjs-node-gpu"));
exports.tf = tf;
const kernelLibrary_1 = require("./kernelLibrary");
const onGpu = tf.backend().isUsingGpuDevice;
/** Whether the lab's own kernels (kernelLibrary.ts) are in use; else TensorFlow's, composed to the same functions. */
exports.nativeKernels = !onGpu && (0, kernelLibrary_1.loadKernelLibrary)();
/** Runs `body` with the compositions in place of the lab's own kernels, to compare the two. */
function withoutNativeKernels(body) {
    const before = exports.nativeKernels;
    exports.nativeKernels = false;
    try {
        return body();
    }
    finally {
        exports.nativeKernels = before;
    }
}
//# sourceMappingURL=native.js.map