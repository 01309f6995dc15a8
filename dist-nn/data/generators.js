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
exports.generateFiles = generateFiles;
exports.writeFiles = writeFiles;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
const nearestName_1 = require("./nearestName");
const seededRandom_1 = require("./seededRandom");
const stainedCells_1 = require("./stainedCells");
const generators = {
    cellars: cellarNotes,
    'stained-cells': stainedCells_1.stainedCells,
};
/**
 * Writes a generator's files into a folder.
 * @throws LabError when there is no generator of that name
 */
async function generateFiles(name, seed, folder) {
    const generator = generators[name];
    if (!generator) {
        const nearest = (0, nearestName_1.nearestName)(name, Object.keys(generators));
        throw new errors_1.LabError(`There is no generator '${name}': ${nearest ? `did you mean '${nearest}'?` : `there are ${Object.keys(generators).join(', ')}.`}`);
    }
    writeFiles(generator(seed), folder);
}
/** Writes files whole or not at all. */
function writeFiles(files, folder) {
    for (const [file, content] of Object.entries(files)) {
        const part = path.join(folder, `${file}.part`);
        fs.writeFileSync(part, content);
        fs.renameSync(part, path.join(folder, file));
    }
}
const stores = {
    kitchen: {
        things: ['flour', 'butter', 'plums', 'vinegar', 'thyme', 'lentils'],
        deeds: ['simmer', 'knead', 'season', 'roast'],
    },
    workshop: {
        things: ['a chisel', 'oak boards', 'a plane', 'hinges', 'glue', 'a vice'],
        deeds: ['saw', 'sand', 'clamp', 'varnish'],
    },
    garden: {
        things: ['seedlings', 'compost', 'a spade', 'tulip bulbs', 'twine', 'a hoe'],
        deeds: ['prune', 'water', 'graft', 'mulch'],
    },
};
/**
 * A toy: one note a line about a kitchen, a workshop or a garden, made of a few words, so that every part of the lab can
 * be tried in a second. Words tell the class away, so a good model reaches an accuracy near 1; it shows nothing else.
 */
function cellarNotes(seed) {
    const random = (0, seededRandom_1.seededRandom)(`cellars/${seed}`);
    const pick = (items) => items[random.integer(items.length)];
    const times = [
        'today',
        'at dawn',
        'before lunch',
        'on monday',
        'after the rain',
        'late at night',
        'in march',
        'next week',
    ];
    const people = ['anna', 'the neighbour', 'our guest', 'old tom', 'my aunt', 'she', 'the twins', 'nobody'];
    const lines = new Set();
    const kinds = Object.keys(stores);
    while (lines.size < 1200) {
        const label = kinds[lines.size % kinds.length];
        const { things, deeds } = stores[label];
        const text = `${pick(times)} ${pick(people)} will ${pick(deeds)} and fetch ${pick(things)} and ${pick(things)}`;
        lines.add(JSON.stringify({ text, label }));
    }
    return { 'notes.jsonl': `${[...lines].join('\n')}\n` };
}
//# sourceMappingURL=generators.js.map