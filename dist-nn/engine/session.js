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
exports.SharedSession = void 0;
exports.acquireSession = acquireSession;
exports.disposeIdleSessions = disposeIdleSessions;
/**
 * TensorFlow sessions shared by programs that compute the same: loading a graph takes a second, setting variables a
 * millisecond. One program at a time has its values in a session's variables (the occupant); when another enters, the
 * first one's values are brought home.
 */
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const path = __importStar(require("node:path"));
const binding_1 = require("./binding");
const sessions = new Map();
/** How many idle sessions are kept for the next program of the same graph. */
const idleLimit = 4;
/** Returns the session of a graph, loading it if no live one computes the same. */
function acquireSession(message, nodes) {
    const hash = (0, node_crypto_1.createHash)('sha256').update(message).digest('hex');
    let session = sessions.get(hash);
    if (!session) {
        session = new SharedSession(hash, load(message), nodes);
        sessions.set(hash, session);
    }
    session.users++;
    return session;
}
/** Frees the sessions that no program uses. */
function disposeIdleSessions(keep = 0) {
    const idle = [...sessions.values()].filter((session) => session.users === 0);
    for (const session of idle.slice(0, Math.max(0, idle.length - keep))) {
        sessions.delete(session.hash);
        session.close();
    }
}
const folderPrefix = 'pretraining-lab-graph-';
/** TensorFlow reads a graph from a folder; it lives only while it is read. */
function load(message) {
    removeFoldersOfDeadProcesses();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${folderPrefix}${process.pid}-`));
    try {
        fs.writeFileSync(path.join(folder, 'saved_model.pb'), message);
        return (0, binding_1.nativeBackend)().binding.loadSavedModel(folder, 'step');
    }
    finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}
let swept = false;
/** A process that was killed while loading leaves its folder; the next one removes it. */
function removeFoldersOfDeadProcesses() {
    if (swept)
        return;
    swept = true;
    for (const name of fs.readdirSync(os.tmpdir())) {
        if (!name.startsWith(folderPrefix))
            continue;
        const pid = Number(name.slice(folderPrefix.length).split('-')[0]);
        if (isAlive(pid))
            continue;
        try {
            fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
        }
        catch {
            // Another user's: theirs to remove.
        }
    }
}
function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code === 'EPERM';
    }
}
/** One loaded graph. */
class SharedSession {
    hash;
    id;
    nodes;
    users = 0;
    occupant;
    constructor(hash, id, nodes) {
        this.hash = hash;
        this.id = id;
        this.nodes = nodes;
    }
    /** Puts the program's values into the variables, unless they are there already. */
    enter(program) {
        if (this.occupant === program)
            return;
        this.occupant?.synchronize();
        this.occupant = program;
        const ids = (0, binding_1.nativeBackend)().getInputTensorIds(program.stateTensors);
        for (const tensor of this.run(ids, this.nodes.writeInputs(), [this.nodes.writeOutput]))
            tensor.dispose();
    }
    /** Copies the variables into the program's tensors. */
    readInto(program) {
        if (this.occupant !== program)
            return;
        const values = this.run([], [], this.nodes.readOutputs());
        program.stateTensors.forEach((variable, index) => {
            variable.assign(values[index]);
            values[index].dispose();
        });
    }
    /** The program's tensors are newer than the variables: write them again on the next call. */
    forget(program) {
        if (this.occupant === program)
            this.occupant = undefined;
    }
    release(program) {
        this.forget(program);
        this.users--;
        disposeIdleSessions(idleLimit);
    }
    run(inputIds, inputs, outputs) {
        const backend = (0, binding_1.nativeBackend)();
        return backend.binding
            .runSavedModel(this.id, inputIds, inputs.join(), outputs.join())
            .map((metadata) => backend.createOutputTensor(metadata));
    }
    close() {
        (0, binding_1.nativeBackend)().binding.deleteSavedModel(this.id);
    }
}
exports.SharedSession = SharedSession;
//# sourceMappingURL=session.js.map