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
exports.cardFolder = exports.projectRoot = void 0;
exports.labFolder = labFolder;
const path = __importStar(require("node:path"));
/** The repository's root: the folder of package.json. Works from src/ (tests) and dist/ (commands, notebooks). */
exports.projectRoot = path.resolve(__dirname, '..');
/** Folder of everything generated (Python environment, native library, data cache, runs); never committed. */
function labFolder(...parts) {
    return path.join(process.env.LAB_HOME ?? path.join(exports.projectRoot, '.lab'), ...parts);
}
/** Folder of the dataset cards that come with the repository. */
exports.cardFolder = path.join(exports.projectRoot, 'datasets');
//# sourceMappingURL=paths.js.map