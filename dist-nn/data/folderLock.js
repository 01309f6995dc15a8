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
exports.withFolderLock = withFolderLock;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const stop_1 = require("../stop");
/** Does work in a folder while no other process does: a second process waits. A lock whose process has died is taken over. */
async function withFolderLock(folder, work) {
    const lock = path.join(folder, '.lock');
    while (!taken(lock)) {
        await (0, stop_1.breathe)();
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    try {
        return await work();
    }
    finally {
        fs.rmSync(lock, { force: true });
    }
}
function taken(lock) {
    try {
        fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
        return true;
    }
    catch (error) {
        if (error.code !== 'EEXIST')
            throw error;
    }
    const owner = readOwner(lock);
    if (owner !== undefined && !isAlive(owner))
        fs.rmSync(lock, { force: true });
    return false;
}
/** The process that holds the lock; undefined while it is being written or has just been given up. */
function readOwner(lock) {
    try {
        const owner = Number(fs.readFileSync(lock, 'utf8'));
        return Number.isInteger(owner) && owner > 0 ? owner : undefined;
    }
    catch {
        return undefined;
    }
}
function isAlive(processId) {
    try {
        process.kill(processId, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}
//# sourceMappingURL=folderLock.js.map