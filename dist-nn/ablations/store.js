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
exports.RunStore = void 0;
/**
 * The store of runs: one record a run, artefacts in a folder beside it. Several processes may share it; a crash at any
 * moment leaves each run either recorded whole or not at all.
 */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const identity_1 = require("./identity");
const runLock_1 = require("./runLock");
const runRecord_1 = require("./runRecord");
class RunStore {
    folder;
    damaged = [];
    verified = new Set();
    /** @param folder where the runs of all ablations are; default .lab/runs */
    constructor(folder = (0, paths_1.labFolder)('runs')) {
        this.folder = folder;
    }
    /**
     * A run's record, or undefined where there is none. A damaged record, or one whose artefact is gone or changed, is
     * noted in `damaged` and counts as none.
     */
    read(ablation, id) {
        const file = this.recordFile(ablation, id);
        let text;
        try {
            text = fs.readFileSync(file, 'utf8');
        }
        catch (error) {
            if (error.code === 'ENOENT')
                return undefined;
            throw (0, durableFiles_1.writeRefusal)(file, error);
        }
        const decoded = (0, runRecord_1.decodeRecord)(text, id);
        const reason = typeof decoded === 'string' ? decoded : this.artefactFault(decoded, 'sizes');
        if (reason) {
            if (!this.damaged.some((run) => run.id === id))
                this.damaged.push({ id, file, reason });
            return undefined;
        }
        return decoded;
    }
    /** Ids of all records of an ablation, readable or not. */
    ids(ablation) {
        const folder = path.join(this.folder, ablation);
        if (!fs.existsSync(folder))
            return [];
        return fs
            .readdirSync(folder)
            .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
            .map((name) => name.slice(0, -'.json'.length))
            .sort();
    }
    /** All readable records of an ablation. */
    records(ablation) {
        return this.ids(ablation)
            .map((id) => this.read(ablation, id))
            .filter((record) => record !== undefined);
    }
    /**
     * The run whose id starts with these digits, in any ablation.
     * @throws LabError if there is none or more than one
     */
    find(prefix) {
        const ablations = fs.existsSync(this.folder)
            ? fs.readdirSync(this.folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
            : [];
        const found = ablations.flatMap(({ name }) => this.ids(name)
            .filter((id) => prefix.length >= 4 && id.startsWith(prefix.toLowerCase()))
            .map((id) => ({ name, id })));
        if (found.length === 0) {
            throw new errors_1.LabError(`No run in ${this.folder} has an id that starts with '${prefix}' (four digits or more); reports and 'lab run ID --json' show the ids.`);
        }
        if (found.length > 1) {
            throw new errors_1.LabError(`${found.length} runs have ids that start with '${prefix}'; give more digits.`);
        }
        const record = this.read(found[0].name, found[0].id);
        if (!record) {
            const fault = this.damaged.find((run) => run.id === found[0].id);
            throw new errors_1.LabError(`The record ${fault?.file} cannot be used: ${fault?.reason}; 'lab run' computes it again.`);
        }
        return record;
    }
    /**
     * Where a run's artefact is, with every file's hash checked once a process.
     * @throws LabError if a file is missing or changed
     */
    artefact(record) {
        const folder = this.artefactFolder(record.determinants.ablation, record.id);
        if (!this.verified.has(record.id)) {
            const fault = this.artefactFault(record, 'hashes');
            if (fault) {
                fs.rmSync(this.recordFile(record.determinants.ablation, record.id), { force: true });
                throw new errors_1.LabError(`The artefact of run ${(0, identity_1.shortId)(record.id)} (${record.determinants.name}) is damaged: ${fault}; the next call computes it again.`);
            }
            this.verified.add(record.id);
        }
        return folder;
    }
    /** Takes the exclusive right to compute a run; undefined while another process has it. */
    claim(ablation, id) {
        const record = this.recordFile(ablation, id);
        try {
            fs.mkdirSync(path.dirname(record), { recursive: true });
            const lock = (0, runLock_1.takeLock)(`${record.slice(0, -'.json'.length)}.lock`);
            if (!lock)
                return undefined;
            this.removeLeftovers(ablation, id);
            const folder = (0, durableFiles_1.temporaryName)(this.artefactFolder(ablation, id));
            fs.mkdirSync(folder);
            const resumeFile = path.join(path.dirname(record), `${id}.resume`);
            return {
                folder,
                resumeFile,
                complete: (unfinished) => {
                    const complete = { ...unfinished, files: unfinished.state === 'finished' ? inventory(folder) : [] };
                    try {
                        if (complete.files.length > 0)
                            (0, durableFiles_1.publishFolder)(folder, this.artefactFolder(ablation, id));
                        else
                            fs.rmSync(folder, { recursive: true, force: true });
                        (0, durableFiles_1.writeDurably)(record, (0, runRecord_1.encodeRecord)(complete));
                        // What a failed run had saved is kept: the next attempt goes on from there.
                        if (complete.state === 'finished')
                            fs.rmSync(resumeFile, { force: true });
                    }
                    catch (error) {
                        throw (0, durableFiles_1.writeRefusal)(record, error);
                    }
                    finally {
                        lock.release();
                    }
                    return complete;
                },
                abandon: () => {
                    fs.rmSync(folder, { recursive: true, force: true });
                    lock.release();
                },
            };
        }
        catch (error) {
            throw (0, durableFiles_1.writeRefusal)(record, error);
        }
    }
    /** Removes what killed processes left of runs that are recorded, which nobody will claim again. */
    tidy(ablation) {
        const folder = path.join(this.folder, ablation);
        if (!fs.existsSync(folder))
            return;
        const left = fs.readdirSync(folder).filter((name) => /^[0-9a-f]{64}.*(\.lock$|\.partial-)/.test(name));
        for (const id of new Set(left.map((name) => name.slice(0, 64)))) {
            const lock = (0, runLock_1.takeLock)(path.join(folder, `${id}.lock`));
            if (!lock)
                continue;
            this.removeLeftovers(ablation, id);
            lock.release();
        }
    }
    recordFile(ablation, id) {
        return path.join(this.folder, ablation, `${id}.json`);
    }
    artefactFolder(ablation, id) {
        return path.join(this.folder, ablation, id);
    }
    /** What is wrong with a record's files, if anything. */
    artefactFault(record, check) {
        const folder = this.artefactFolder(record.determinants.ablation, record.id);
        for (const file of record.files) {
            const full = path.join(folder, file.path);
            const stat = fs.statSync(full, { throwIfNoEntry: false });
            if (!stat)
                return `its file ${file.path} is missing`;
            if (stat.size !== file.bytes)
                return `its file ${file.path} has ${stat.size} bytes instead of ${file.bytes}`;
            if (check === 'hashes' && (0, identity_1.sha256)(fs.readFileSync(full)) !== file.sha256) {
                return `its file ${file.path} has changed`;
            }
        }
        return undefined;
    }
    /** What a killed process left of this run. Called under its lock, so no living process is writing these. */
    removeLeftovers(ablation, id) {
        const folder = path.join(this.folder, ablation);
        for (const name of fs.readdirSync(folder)) {
            if (!name.startsWith(id) || !name.includes('.partial-'))
                continue;
            fs.rmSync(path.join(folder, name), { recursive: true, force: true });
        }
    }
}
exports.RunStore = RunStore;
function inventory(folder) {
    return (0, durableFiles_1.filesUnder)(folder).map((name) => {
        const content = fs.readFileSync(path.join(folder, name));
        return { path: name, bytes: content.length, sha256: (0, identity_1.sha256)(content) };
    });
}
//# sourceMappingURL=store.js.map