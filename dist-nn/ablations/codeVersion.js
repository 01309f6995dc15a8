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
exports.CodeReader = void 0;
exports.refuseEditedCode = refuseEditedCode;
/** The code version of a run: one hash for each module that it executes, so that a stale run can name what changed. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
const identity_1 = require("./identity");
const sourceText_1 = require("./sourceText");
/** dist/ when compiled, src/ under the test runner: the code that really runs. */
const programFolder = path.resolve(__dirname, '..');
/** These tell what happens, name folders, or hold configurations, whose values are in every id: no number depends on their code. */
const withoutInfluence = /^(?:errors|memory|paths|progress|stop|durableFiles|report\/.*|engine\/(?:fingerprint|graphFiles)|ablations\/(?:ablation|task|\w+Settings))$/;
/**
 * Reads modules once and hashes what they execute. Make a new one to see edits.
 * @param root the folder that module names are relative to
 */
class CodeReader {
    root;
    modules = new Map();
    constructor(root = programFolder) {
        this.root = root;
    }
    /**
     * The code version of one part of an ablation: the modules it declares with all they import, the part's own function,
     * and the functions beside it in the ablation's file that it calls. The ablation's data (claim, titles) is left out.
     * @throws LabError for a declared module that does not exist
     */
    versionOf(ablation, part, declared) {
        const version = {};
        for (const name of this.closure(declared.modules))
            version[name] = this.read(name).hash;
        const own = part === 'data' ? [ablation.data.prepare, ablation.data.hash] : [ablation[part]];
        const texts = own.map((code) => (0, sourceText_1.stripComments)(code.toString()));
        const functions = (0, sourceText_1.mentionedFunctions)(texts, this.read(this.nameOf(ablation.file)).functions);
        version[`${ablation.id}:${part}`] = (0, identity_1.sha256)([...texts, ...functions].join('\n'));
        return version;
    }
    /**
     * Modules that the ablation's file imports although no stage, arm or preparation declares them, directly or through
     * another: a change in them would go unnoticed.
     */
    undeclared(ablation) {
        const parts = [ablation.data, ...Object.values(ablation.stages), ...Object.values(ablation.arms)];
        const covered = this.closure(parts.flatMap((part) => part.modules));
        return this.read(this.nameOf(ablation.file)).imports.filter((name) => !covered.has(name) && !withoutInfluence.test(name));
    }
    nameOf(file) {
        return path
            .relative(this.root, file)
            .split(path.sep)
            .join('/')
            .replace(/\.[jt]s$/, '');
    }
    closure(names) {
        const found = new Set();
        const pending = [...names];
        for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
            if (found.has(name) || withoutInfluence.test(name))
                continue;
            found.add(name);
            pending.push(...this.read(name).imports);
        }
        return new Set([...found].sort());
    }
    read(name) {
        const known = this.modules.get(name);
        if (known)
            return known;
        const file = ['.js', '.ts', '/index.js', '/index.ts']
            .map((ending) => path.join(this.root, name + ending))
            .find((candidate) => fs.existsSync(candidate));
        if (!file) {
            throw new errors_1.LabError(`There is no module '${name}' under ${path.basename(this.root)}/: correct the 'modules' that the ablation declares, or run 'npm run build'.`);
        }
        const text = (0, sourceText_1.stripComments)(fs.readFileSync(file, 'utf8'));
        const imports = new Set();
        for (const match of text.matchAll(/(?:require\(|import\(|\bfrom |\bimport )(["'])(\.[^"']*)\1/g)) {
            imports.add(this.nameOf(path.resolve(path.dirname(file), match[2])));
        }
        const module = { hash: (0, identity_1.sha256)(text), imports: [...imports], functions: (0, sourceText_1.topLevelFunctions)(text) };
        this.modules.set(name, module);
        return module;
    }
}
exports.CodeReader = CodeReader;
const loadedAt = Date.now();
/**
 * A kernel keeps the modules it loaded; the numbers it computes belong to those, not to what was compiled since.
 * @throws LabError if one of the modules was compiled anew after this process loaded it
 */
function refuseEditedCode(modules) {
    for (const name of modules) {
        const file = path.join(programFolder, `${name}.js`);
        if (require.cache[file] && fs.statSync(file, { throwIfNoEntry: false }).mtimeMs > loadedAt) {
            throw new errors_1.LabError(`${name} was compiled anew since it was loaded here: restart the kernel or the command.`);
        }
    }
}
//# sourceMappingURL=codeVersion.js.map