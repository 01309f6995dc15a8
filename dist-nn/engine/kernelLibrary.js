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
exports.loadKernelLibrary = loadKernelLibrary;
/**
 * The lab's own kernels (src/engine/native/*.h), compiled by set-up into .lab/kernels. Loading the library registers
 * them with TensorFlow, eagerly and for graphs. They are for the CPU; without them the compositions in kernels/ serve.
 */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const paths_1 = require("../paths");
const processor_1 = require("./processor");
const folder = path.join(paths_1.projectRoot, '.lab', 'kernels');
/** Loads the library; false where there is none for this machine, or LAB_NATIVE_KERNELS=off. */
function loadKernelLibrary() {
    if (process.env.LAB_NATIVE_KERNELS === 'off')
        return false;
    const library = path.join(folder, 'kernels.node');
    const facts = path.join(folder, 'kernels.json');
    if (!fs.existsSync(library) || !fs.existsSync(facts))
        return false;
    const { needs } = JSON.parse(fs.readFileSync(facts, 'utf8'));
    // A project folder may have moved to a machine with an older processor.
    const present = (0, processor_1.processorFeatures)();
    if (!needs.every((feature) => present.includes(feature)))
        return false;
    require(library);
    return true;
}
//# sourceMappingURL=kernelLibrary.js.map