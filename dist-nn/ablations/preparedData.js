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
exports.preparedData = preparedData;
exports.rememberedData = rememberedData;
/** Data of a study: prepared at most once a process, and only if a run has to be computed. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const configuration_1 = require("./configuration");
const identity_1 = require("./identity");
const prepared = new Map();
/**
 * Finds the hash of a study's data. It is remembered in the store under everything that determines it (cards, code,
 * configuration), so that a finished study is read without preparing any data.
 * @throws LabError if a card is missing
 */
async function preparedData(ablation, tier, code, storeFolder) {
    const { file, load, remembered } = locate(ablation, tier, code, storeFolder);
    if (remembered !== undefined)
        return { hash: remembered, load };
    const hash = ablation.data.hash(await load());
    try {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        (0, durableFiles_1.writeDurably)(file, `${JSON.stringify({ hash })}\n`);
    }
    catch (error) {
        throw (0, durableFiles_1.writeRefusal)(file, error);
    }
    return { hash, load };
}
/** The same without preparing anything: undefined where the hash is not remembered. */
function rememberedData(ablation, tier, code, storeFolder) {
    const { load, remembered } = locate(ablation, tier, code, storeFolder);
    return remembered === undefined ? undefined : { hash: remembered, load };
}
function locate(ablation, tier, code, storeFolder) {
    const configuration = ablation.tiers[tier].config;
    const { cards, uses } = ablation.data;
    const key = (0, identity_1.identify)({
        ablation: ablation.id,
        tier,
        configuration: (0, configuration_1.usedSections)(configuration, uses),
        cards: cards.map(cardHash),
        code: code.versionOf(ablation, 'data', ablation.data),
    });
    const load = () => {
        const known = prepared.get(key);
        if (known)
            return known;
        const context = { tier, config: (0, configuration_1.declaredSections)(configuration, uses, `The data of '${ablation.id}'`) };
        const pending = Promise.resolve(ablation.data.prepare(context));
        prepared.set(key, pending);
        pending.catch(() => prepared.delete(key));
        return pending;
    };
    const file = path.join(storeFolder, ablation.id, `data-${key}.json`);
    return { file, load, remembered: rememberedHash(file) };
}
function cardHash(nameOrPath) {
    const file = nameOrPath.endsWith('.json') ? nameOrPath : path.join(paths_1.cardFolder, `${nameOrPath}.json`);
    try {
        return (0, identity_1.sha256)(fs.readFileSync(file));
    }
    catch {
        throw new errors_1.LabError(`There is no dataset card ${file}: 'lab data list' shows those that exist.`);
    }
}
function rememberedHash(file) {
    try {
        const { hash } = JSON.parse(fs.readFileSync(file, 'utf8'));
        return typeof hash === 'string' ? hash : undefined;
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=preparedData.js.map