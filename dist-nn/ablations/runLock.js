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
exports.takeLock = takeLock;
/** One process at a time computes a run. A lock left by a process that died is taken over. */
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const durableFiles_1 = require("../durableFiles");
/** A lock on another machine's shared folder cannot be asked whether its process lives; it must renew itself. */
const heartbeatMilliseconds = 30_000;
const silentFor = 20 * heartbeatMilliseconds;
/** Takes the lock, or returns undefined while a living process holds it. */
function takeLock(file) {
    const mine = JSON.stringify({ pid: process.pid, host: os.hostname(), started: startOf(process.pid) });
    for (let attempt = 0; attempt < 5; attempt++) {
        if (create(file, mine))
            return held(file, mine);
        const found = readText(file);
        if (found === undefined)
            continue;
        if (alive(file, found))
            return undefined;
        remove(file, found);
    }
    return undefined;
}
/** Linking a complete file is atomic: a lock is never seen empty. */
function create(file, content) {
    const temporary = (0, durableFiles_1.temporaryName)(file);
    fs.writeFileSync(temporary, content);
    try {
        fs.linkSync(temporary, file);
        return true;
    }
    catch (error) {
        const { code } = error;
        // Gone: another process tidied the folder in between; the next attempt writes it again.
        if (code === 'EEXIST' || code === 'ENOENT')
            return false;
        throw error;
    }
    finally {
        fs.rmSync(temporary, { force: true });
    }
}
function held(file, mine) {
    const heartbeat = setInterval(() => {
        try {
            fs.utimesSync(file, new Date(), new Date());
        }
        catch {
            // The store was deleted under us: the run will say so when it writes its record.
        }
    }, heartbeatMilliseconds);
    heartbeat.unref();
    return {
        release() {
            clearInterval(heartbeat);
            if (readText(file) === mine)
                fs.rmSync(file, { force: true });
        },
    };
}
/** Moves the dead lock aside, and puts it back if a living process took it over in the meantime. */
function remove(file, dead) {
    const aside = (0, durableFiles_1.temporaryName)(file);
    try {
        fs.renameSync(file, aside);
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return;
        throw error;
    }
    const moved = readText(aside);
    if (moved !== undefined && moved !== dead)
        create(file, moved);
    fs.rmSync(aside, { force: true });
}
function alive(file, content) {
    let holder;
    try {
        holder = JSON.parse(content);
    }
    catch {
        return false;
    }
    if (holder.host !== os.hostname()) {
        const stat = fs.statSync(file, { throwIfNoEntry: false });
        return stat !== undefined && Date.now() - stat.mtimeMs < silentFor;
    }
    try {
        process.kill(holder.pid, 0);
    }
    catch (error) {
        if (error.code === 'ESRCH')
            return false;
    }
    return holder.started === startOf(holder.pid);
}
/** Fields of /proc/PID/stat from the third on (the second, the command's name, may hold spaces): state, start time. */
function startOf(pid) {
    const stat = readText(`/proc/${pid}/stat`);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    const finished = fields[0] === 'Z' || fields[0] === 'X';
    return finished ? 'finished' : (fields[19] ?? '');
}
function readText(file) {
    try {
        return fs.readFileSync(file, 'utf8');
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=runLock.js.map