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
exports.synchronise = synchronise;
exports.temporaryName = temporaryName;
exports.writeDurably = writeDurably;
exports.filesUnder = filesUnder;
exports.publishFolder = publishFolder;
exports.writeRefusal = writeRefusal;
/** Files that are either whole or absent, whatever happens in between. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("./errors");
/** Forces a file's or folder's content to the disk. */
function synchronise(fileOrFolder) {
    const descriptor = fs.openSync(fileOrFolder, 'r');
    try {
        fs.fsyncSync(descriptor);
    }
    finally {
        fs.closeSync(descriptor);
    }
}
/** A name beside `target` that no other writer uses; anything so named is leftover once its process is gone. */
function temporaryName(target) {
    return `${target}.partial-${process.pid}-${process.hrtime.bigint().toString(36)}`;
}
/** Writes a file so that a reader, or the next start after a crash, sees the old content or the new, never a part. */
function writeDurably(file, content) {
    const temporary = temporaryName(file);
    try {
        const descriptor = fs.openSync(temporary, 'wx');
        try {
            fs.writeFileSync(descriptor, content);
            fs.fsyncSync(descriptor);
        }
        finally {
            fs.closeSync(descriptor);
        }
        fs.renameSync(temporary, file);
    }
    catch (error) {
        fs.rmSync(temporary, { force: true });
        throw error;
    }
    synchronise(path.dirname(file));
}
/** All files under a folder, relative, sorted, with '/' between parts. */
function filesUnder(folder) {
    return fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .sort();
}
/** Gives a finished folder its final name: contents reach the disk first. Replaces leftovers of that name. */
function publishFolder(temporary, target) {
    for (const file of filesUnder(temporary))
        synchronise(path.join(temporary, file));
    synchronise(temporary);
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(temporary, target);
    synchronise(path.dirname(target));
}
/** The system's refusals that a user can act on, in a sentence; anything else as it is. */
function writeRefusal(file, error) {
    const { code = '', syscall } = (error ?? {});
    const folder = path.dirname(file);
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        return new errors_1.LabError(`The disk is full: free some space for ${folder} and run the same command again; nothing finished is lost.`);
    }
    // Node's recursive mkdir says ENOENT where the disk is read-only.
    const unmade = code === 'ENOENT' && syscall === 'mkdir';
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || unmade) {
        return new errors_1.LabError(`The folder ${folder} cannot be written: make it writable, or name another with LAB_HOME.`);
    }
    if (code === 'ENOTDIR' || code === 'EEXIST') {
        return new errors_1.LabError(`The folder ${folder} cannot be used because a file stands in its place: move that file away.`);
    }
    return error;
}
//# sourceMappingURL=durableFiles.js.map