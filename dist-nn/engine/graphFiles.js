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
exports.keepGraph = keepGraph;
/** Compiled graphs as files, for inspection in Netron: where LAB_GRAPHS names a folder, every program leaves its graph there. */
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const written = new WeakMap();
/**
 * Writes a program's graph (a SavedModel message) as FUNCTIONS-HASH.pb; a graph that has grown since replaces the one before.
 * @param program whose graph it is
 * @param functions names of the functions compiled so far
 */
function keepGraph(program, functions, message) {
    const folder = process.env.LAB_GRAPHS;
    if (!folder)
        return;
    fs.mkdirSync(folder, { recursive: true });
    const hash = (0, node_crypto_1.createHash)('sha256').update(message).digest('hex').slice(0, 8);
    const file = path.join(folder, `${[...new Set(functions)].join('-')}-${hash}.pb`);
    fs.writeFileSync(file, message);
    const before = written.get(program);
    if (before !== undefined && before !== file)
        fs.rmSync(before, { force: true });
    written.set(program, file);
}
//# sourceMappingURL=graphFiles.js.map