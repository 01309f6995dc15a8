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
exports.largestBuffer = void 0;
exports.requireSize = requireSize;
const fs = __importStar(require("node:fs"));
const errors_1 = require("../errors");
/** Node reads no more than this into one buffer. */
exports.largestBuffer = 2 ** 31 - 1;
/** @throws LabError for a file of more than `most` bytes */
function requireSize(place, file, most) {
    const { size } = fs.statSync(place);
    if (size <= most)
        return;
    const megabytes = (bytes) => Math.floor(bytes / 1e6).toLocaleString('en');
    throw new errors_1.LabError(`${file} has ${megabytes(size)} MB, and at most ${megabytes(most)} MB are read at once: part it into several files and list them all in the card.`);
}
//# sourceMappingURL=fileSize.js.map