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
exports.acquireFiles = acquireFiles;
exports.filesArePresent = filesArePresent;
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const node_module_1 = require("node:module");
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const archive_1 = require("./archive");
const download_1 = require("./download");
const fileSize_1 = require("./fileSize");
const folderLock_1 = require("./folderLock");
const generators_1 = require("./generators");
const packagedCorpora_1 = require("./packagedCorpora");
/**
 * Brings a card's files into place and verifies size and SHA-256 of each before it may be used: those of an npm package
 * or beside the card are read where they are; others come from LAB_DATA_MIRROR (as DATASET/PATH), else from their
 * address, into .lab/data/DATASET.
 * @param folderOfCard where a user's own card lies
 * @throws LabError when a file is missing, cannot be fetched or is not what the card states
 */
async function acquireFiles(card, folderOfCard) {
    const { source } = card;
    if (source.kind === 'npm' && source.reader === undefined) {
        const folder = packageFolder(source.package, source.version);
        return {
            folder,
            checksums: card.files.map((file) => verified(card, file, path.join(folder, file.path))),
        };
    }
    if (source.kind === 'local') {
        const checksums = card.files.map((file) => {
            const place = path.join(folderOfCard, file.path);
            if (!fs.existsSync(place)) {
                throw new errors_1.LabError(`The file ${file.path} of ${card.name} is not beside its card: put it in ${folderOfCard}.`);
            }
            return verified(card, file, place);
        });
        const packed = card.files.some((file) => file.unpack);
        return {
            folder: packed ? await unpackElsewhere(card, folderOfCard, checksums) : folderOfCard,
            checksums,
        };
    }
    const folder = (0, paths_1.labFolder)('data', card.name);
    fs.mkdirSync(folder, { recursive: true });
    return (0, folderLock_1.withFolderLock)(folder, async () => {
        if (source.kind === 'generator' || source.kind === 'npm') {
            if (!allIntact(card, folder)) {
                if (source.kind === 'generator')
                    await (0, generators_1.generateFiles)(source.module, source.seed, folder);
                else if (source.reader !== undefined)
                    (0, generators_1.writeFiles)((0, packagedCorpora_1.packagedCorpus)(source.reader, packageFolder(source.package, source.version)), folder);
            }
            return {
                folder,
                checksums: card.files.map((file) => verified(card, file, path.join(folder, file.path))),
            };
        }
        const checksums = [];
        for (const file of card.files) {
            const { checksum, fresh } = await fetchFile(card, file, folder);
            if (file.unpack)
                await unpackInto(path.join(folder, file.path), folder, file.path, fresh);
            checksums.push(checksum);
        }
        return { folder, checksums };
    });
}
/** Whether all files of a card lie ready with the right size (checksums are verified on loading). */
function filesArePresent(card, folderOfCard) {
    if (card.source.kind === 'generator')
        return true;
    let folder = (0, paths_1.labFolder)('data', card.name);
    if (card.source.kind === 'local')
        folder = folderOfCard;
    if (card.source.kind === 'npm') {
        const installed = packageFolder(card.source.package, card.source.version);
        if (card.source.reader !== undefined)
            return true;
        folder = installed;
    }
    return card.files.every(({ path: file, bytes }) => {
        const place = path.join(folder, file);
        return fs.existsSync(place) && (bytes === undefined || fs.statSync(place).size === bytes);
    });
}
/** Whether every file is there as the card states it, so that making it again can be saved. */
function allIntact(card, folder) {
    return card.files.every((file) => {
        const place = path.join(folder, file.path);
        return file.sha256 !== undefined && fs.existsSync(place) && faultOf(file, place).text === undefined;
    });
}
function packageFolder(name, version) {
    let manifest;
    try {
        manifest = (0, node_module_1.createRequire)(__filename).resolve(`${name}/package.json`);
    }
    catch {
        throw new errors_1.LabError(`The npm package ${name} is not installed: run npm install.`);
    }
    const found = JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
    if (found !== version) {
        throw new errors_1.LabError(`The npm package ${name} is installed as ${found}, its card needs ${version}: run npm install ${name}@${version}.`);
    }
    return path.dirname(manifest);
}
/** @returns the SHA-256 of the file, which is the one that the card states, if it states one */
function verified(card, file, place) {
    const fault = faultOf(file, place);
    if (fault.text !== undefined) {
        throw new errors_1.LabError(`The file ${file.path} of ${card.name} ${fault.text}: replace the file, or correct its card.`);
    }
    return fault.checksum;
}
function faultOf(file, place) {
    if (!file.folder)
        (0, fileSize_1.requireSize)(place, file.path, fileSize_1.largestBuffer);
    const content = file.folder ? folderContent(place) : fs.readFileSync(place);
    const checksum = (0, node_crypto_1.createHash)('sha256').update(content).digest('hex');
    if (file.bytes !== undefined && content.length !== file.bytes) {
        return { text: `has ${content.length} bytes instead of ${file.bytes}`, checksum };
    }
    if (file.sha256 !== undefined && checksum !== file.sha256) {
        return { text: `has the SHA-256 ${checksum} instead of ${file.sha256}`, checksum };
    }
    return { checksum };
}
/** Paths and SHA-256 of all files in a folder, sorted. */
function folderContent(folder) {
    const files = fs.readdirSync(folder, { recursive: true })
        .filter((file) => fs.statSync(path.join(folder, file)).isFile())
        .map((file) => file.split(path.sep).join('/'))
        .sort();
    const line = (file) => `${(0, node_crypto_1.createHash)('sha256')
        .update(fs.readFileSync(path.join(folder, file)))
        .digest('hex')} ${file}\n`;
    return Buffer.from(files.map(line).join(''));
}
async function fetchFile(card, file, folder) {
    const place = path.join(folder, file.path);
    if (fs.existsSync(place)) {
        const fault = faultOf(file, place);
        if (fault.text === undefined)
            return { checksum: fault.checksum, fresh: false };
        fs.rmSync(place);
    }
    fs.mkdirSync(path.dirname(place), { recursive: true });
    const part = `${place}.part`;
    const mirror = process.env.LAB_DATA_MIRROR;
    const mirrored = mirror ? path.join(mirror, card.mirrorFolder ?? card.name, file.path) : undefined;
    const fromMirror = mirrored !== undefined && fs.existsSync(mirrored);
    if (fromMirror)
        fs.copyFileSync(mirrored, part);
    else
        await (0, download_1.download)({ url: file.url, part, bytes: file.bytes, label: `${card.name}/${file.path}` });
    const fault = faultOf(file, part);
    if (fault.text !== undefined) {
        fs.rmSync(part);
        const origin = fromMirror ? mirrored : file.url;
        throw new errors_1.LabError(`${origin} ${fault.text}, so it was thrown away: ${fromMirror ? 'correct the mirror' : 'try again, or correct its card'}.`);
    }
    fs.renameSync(part, place);
    return { checksum: fault.checksum, fresh: true };
}
async function unpackInto(archive, folder, name, fresh) {
    const target = path.join(folder, (0, archive_1.unpackedName)(name));
    if (fresh)
        fs.rmSync(target, { recursive: true, force: true });
    if (!fs.existsSync(target))
        await (0, archive_1.unpack)(archive, target);
}
/** A user's archives are unpacked in .lab/data, under their checksums: nothing is written beside the card. */
async function unpackElsewhere(card, folderOfCard, checksums) {
    const key = (0, node_crypto_1.createHash)('sha256').update(checksums.join()).digest('hex').slice(0, 16);
    const folder = (0, paths_1.labFolder)('data', `${card.name}-${key}`);
    fs.mkdirSync(folder, { recursive: true });
    return (0, folderLock_1.withFolderLock)(folder, async () => {
        for (const file of card.files) {
            const place = path.join(folderOfCard, file.path);
            fs.mkdirSync(path.dirname(path.join(folder, file.path)), { recursive: true });
            if (file.unpack)
                await unpackInto(place, folder, file.path, false);
            else
                fs.cpSync(place, path.join(folder, file.path), { recursive: true });
        }
        return folder;
    });
}
//# sourceMappingURL=acquire.js.map