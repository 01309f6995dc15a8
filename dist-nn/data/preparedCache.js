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
exports.preparedOnce = preparedOnce;
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const paths_1 = require("../paths");
/**
 * The prepared dataset of a card and the SHA-256 of its contents. Kept in .lab/cache under a key of the card, the
 * files' checksums and this folder's code; a kept copy is used only while its own checksum holds.
 */
function preparedOnce(card, fileChecksums, prepare) {
    const key = sha256(JSON.stringify([card, fileChecksums, codeChecksum()]));
    const file = (0, paths_1.labFolder)('cache', 'datasets', `${card.name}-${key.slice(0, 16)}.json`);
    const kept = readKept(file);
    if (kept)
        return kept;
    const body = JSON.stringify(prepare());
    const hash = sha256(body);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const part = `${file}.${process.pid}.part`;
    fs.writeFileSync(part, `${hash}\n${body}`);
    fs.renameSync(part, file);
    removeOldCopies(card.name, path.dirname(file));
    return { prepared: JSON.parse(body), hash };
}
function readKept(file) {
    let content;
    try {
        content = fs.readFileSync(file, 'utf8');
    }
    catch {
        return undefined;
    }
    const hash = content.slice(0, 64);
    const body = content.slice(65);
    return sha256(body) === hash ? { prepared: JSON.parse(body), hash } : undefined;
}
/** Copies kept of one dataset: a few versions of code or card may be in use side by side. */
const keptCopies = 4;
function removeOldCopies(name, folder) {
    const ofName = fs
        .readdirSync(folder)
        .filter((file) => file.startsWith(`${name}-`) && file.length === name.length + 22);
    const dated = ofName.map((file) => ({
        file,
        time: fs.statSync(path.join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }));
    const old = dated.sort((a, b) => b.time - a.time).slice(keptCopies);
    for (const { file } of old)
        fs.rmSync(path.join(folder, file), { force: true });
}
let knownCodeChecksum;
/** Checksum of this folder's modules: a change of the code that prepares datasets makes kept copies stale. */
function codeChecksum() {
    if (knownCodeChecksum === undefined) {
        const modules = fs.readdirSync(__dirname).filter((name) => /(?<!\.d)\.(ts|js)$/.test(name));
        const sources = modules.sort().map((name) => fs.readFileSync(path.join(__dirname, name), 'utf8'));
        knownCodeChecksum = sha256(sources.join('\0'));
    }
    return knownCodeChecksum;
}
function sha256(text) {
    return (0, node_crypto_1.createHash)('sha256').update(text).digest('hex');
}
//# sourceMappingURL=preparedCache.js.map