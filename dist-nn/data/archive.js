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
exports.unpackedName = unpackedName;
exports.unpack = unpack;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const node_stream_1 = require("node:stream");
const promises_1 = require("node:stream/promises");
const node_zlib_1 = require("node:zlib");
const tar = __importStar(require("tar"));
const yauzl = __importStar(require("yauzl"));
const errors_1 = require("../errors");
/** What `unpack` makes of an archive: a folder ('a.zip', 'a.tar.gz' -> 'a') or a file ('b.txt.gz' -> 'b.txt'). */
function unpackedName(archive) {
    const name = archive.replace(/\.(zip|tar\.gz|tgz|tar|gz)$/i, '');
    if (name === archive)
        throw new errors_1.LabError(`${archive} is no archive that can be unpacked: use zip, tar, tar.gz or gz.`);
    return name;
}
/**
 * Unpacks an archive to `target`, which must not exist and appears only once everything is unpacked.
 * @throws LabError when an entry would leave the target's folder, is a link or device, or the limits are passed
 */
async function unpack(archive, target, limits = {}) {
    const budget = new Budget(path.basename(archive), limits);
    const part = `${target}.${process.pid}.part`;
    fs.rmSync(part, { recursive: true, force: true });
    try {
        if (/\.zip$/i.test(archive))
            await unpackZip(archive, part, budget);
        else if (/\.(tar|tar\.gz|tgz)$/i.test(archive))
            unpackTar(archive, part, budget);
        else if (/\.gz$/i.test(archive))
            await (0, promises_1.pipeline)(fs.createReadStream(archive), (0, node_zlib_1.createGunzip)(), budget.meter(), fs.createWriteStream(part));
        else
            unpackedName(path.basename(archive));
        fs.renameSync(part, target);
    }
    catch (error) {
        fs.rmSync(part, { recursive: true, force: true });
        if (error instanceof errors_1.LabError)
            throw error;
        throw new errors_1.LabError(`${path.basename(archive)} cannot be unpacked (${error.message}): fetch it again.`);
    }
}
/** Refuses an archive that unpacks to more than it may. */
class Budget {
    archive;
    bytes = 0;
    entries = 0;
    byteLimit;
    entryLimit;
    constructor(archive, limits) {
        this.archive = archive;
        this.byteLimit = limits.bytes ?? 4 * 2 ** 30;
        this.entryLimit = limits.entries ?? 500_000;
    }
    /** Counts an entry and checks its path and kind. */
    enter(entryPath, kind, size) {
        const refuse = (reason) => new errors_1.LabError(`${this.archive} holds '${entryPath}', ${reason}: do not use this archive.`);
        if (kind === 'other')
            throw refuse('which is a link or a device');
        const parts = entryPath.split('/');
        if (entryPath.includes('\\') ||
            path.posix.isAbsolute(entryPath) ||
            /^[a-z]:/i.test(entryPath) ||
            parts.includes('..')) {
            throw refuse('which would be written outside its folder');
        }
        this.entries++;
        if (this.entries > this.entryLimit)
            throw new errors_1.LabError(`${this.archive} holds more than ${this.entryLimit} entries: do not use it.`);
        this.spend(size);
    }
    spend(bytes) {
        this.bytes += bytes;
        if (this.bytes > this.byteLimit) {
            throw new errors_1.LabError(`${this.archive} unpacks to more than ${this.byteLimit} bytes: do not use it, or raise the limit.`);
        }
    }
    /** Passes bytes through and counts them. */
    meter() {
        const spend = (bytes) => this.spend(bytes);
        return new node_stream_1.Transform({
            transform(chunk, _encoding, done) {
                try {
                    spend(chunk.length);
                    done(null, chunk);
                }
                catch (error) {
                    done(error);
                }
            },
        });
    }
}
async function unpackZip(archive, target, budget) {
    fs.mkdirSync(target, { recursive: true });
    const zip = await new Promise((resolve, reject) => {
        // Sizes are validated while reading, so the stated size that the budget counts is the real one.
        yauzl.open(archive, { lazyEntries: true, validateEntrySizes: true, autoClose: true }, (error, opened) => error ? reject(error) : resolve(opened));
    });
    await new Promise((resolve, reject) => {
        const fail = (error) => {
            zip.close();
            reject(error);
        };
        zip.on('error', (error) => fail(nameRefused(path.basename(archive), error)));
        zip.on('end', () => resolve());
        zip.on('entry', (entry) => {
            writeZipEntry(zip, entry, target, budget).then(() => zip.readEntry(), fail);
        });
        zip.readEntry();
    });
}
/** yauzl itself refuses names with '..', a drive or a leading '/', in words of its own. */
function nameRefused(archive, error) {
    const name = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/.exec(error.message)?.[1];
    if (name === undefined)
        return error;
    return new errors_1.LabError(`${archive} holds '${name}', which would be written outside its folder: do not use this archive.`);
}
async function writeZipEntry(zip, entry, target, budget) {
    const folder = entry.fileName.endsWith('/');
    // Unix file type in the upper half of the external attributes; 0 where the archive comes from elsewhere.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    const plain = type === 0 || type === 0o100000 || type === 0o040000;
    budget.enter(entry.fileName, plain ? (folder ? 'folder' : 'file') : 'other', entry.uncompressedSize);
    const place = path.join(target, entry.fileName);
    if (folder) {
        fs.mkdirSync(place, { recursive: true });
        return;
    }
    fs.mkdirSync(path.dirname(place), { recursive: true });
    const stream = await new Promise((resolve, reject) => {
        zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    await (0, promises_1.pipeline)(stream, fs.createWriteStream(place, { flags: 'wx' }));
}
function unpackTar(archive, target, budget) {
    // A first pass looks at every entry before anything is written; sizes in a tar header are the real ones.
    tar.list({
        file: archive,
        sync: true,
        strict: true,
        onReadEntry: (entry) => {
            const kind = entry.type === 'Directory' ? 'folder' : /^(Old|Contiguous)?File$/.test(entry.type) ? 'file' : 'other';
            budget.enter(entry.path, kind, entry.size);
        },
    });
    fs.mkdirSync(target, { recursive: true });
    tar.extract({ file: archive, cwd: target, sync: true, strict: true, preserveOwner: false });
}
//# sourceMappingURL=archive.js.map