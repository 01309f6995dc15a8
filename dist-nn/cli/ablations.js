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
exports.registeredAblations = registeredAblations;
exports.findAblations = findAblations;
exports.findAblation = findAblation;
/** Ablations by name or by file, as the commands take them. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const cardRoles_1 = require("../ablations/cardRoles");
const nearestName_1 = require("../data/nearestName");
const errors_1 = require("../errors");
/** All registered ablations, in reading order. Loaded on demand: `lab --help` needs no engine. */
async function registeredAblations() {
    const { ablations } = await import('../ablations/index.js');
    return ablations;
}
/**
 * Ablations by id, 'all', or the path of a JavaScript module that exports some (`./my-ablation.js`).
 * @param cards entries role=card, for the study on other data
 * @throws LabError for an unknown name, with the nearest known one, or cards that the study cannot take
 */
async function findAblations(names, cards = []) {
    const found = await Promise.all(names.map(findSome));
    const different = [...new Map(found.flat().map((ablation) => [ablation.id, ablation])).values()];
    return cards.length > 0 ? different.map((ablation) => onCards(ablation, cards)) : different;
}
function onCards(ablation, entries) {
    if (!ablation.onCards)
        throw new errors_1.LabError(`The ablation '${ablation.id}' runs on its own data only: leave out --cards.`);
    return ablation.onCards((0, cardRoles_1.parseCards)(entries));
}
/** One ablation by id or path, on other cards where some are given. */
async function findAblation(name, cards = []) {
    const [first, ...others] = await findAblations([name], cards);
    if (!first || others.length > 0)
        throw new errors_1.LabError(`Name one ablation instead of '${name}'.`);
    return first;
}
async function findSome(name) {
    if (/\.[cm]?js$/.test(name))
        return fromFile(path.resolve(name));
    const known = await registeredAblations();
    if (name === 'all')
        return known;
    const match = known.find((ablation) => ablation.id === name);
    if (match)
        return [match];
    const ids = known.map((ablation) => ablation.id);
    const near = (0, nearestName_1.nearestName)(name, ids);
    throw new errors_1.LabError(`There is no ablation '${name}'${near ? `; did you mean '${near}'?` : `: ${ids.join(', ')} exist.`}`);
}
async function fromFile(file) {
    if (!fs.existsSync(file))
        throw new errors_1.LabError(`There is no file ${file}: give the path of a module that exports an ablation.`);
    const exported = Object.values((await import(file)));
    const ablations = exported.filter((value) => typeof value?.trial === 'function');
    if (ablations.length === 0)
        throw new errors_1.LabError(`${file} exports no ablation: export what defineAblation returns.`);
    return [...new Map(ablations.map((ablation) => [ablation.id, ablation])).values()];
}
//# sourceMappingURL=ablations.js.map