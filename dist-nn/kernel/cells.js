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
exports.Cells = void 0;
/** Compiles and runs cells, one after another, in the kernel's own context. */
const node_module_1 = require("node:module");
const path = __importStar(require("node:path"));
const vm = __importStar(require("node:vm"));
const cellErrors_1 = require("./cellErrors");
const compiler_1 = require("./compiler");
class Cells {
    compiler;
    declarations = '';
    ran = new Map();
    exports;
    require;
    /** Compiled text of modules that belong to the notebook: files beside it and cells marked '@module NAME'. */
    localSources = new Map();
    localModules = new Map();
    constructor(compiler, folder) {
        this.compiler = compiler;
        this.exports = rewritableExports();
        this.require = this.requireFrom((0, node_module_1.createRequire)(path.join(folder, 'cell.js')), folder);
    }
    /**
     * Runs one cell and gives the value of its last expression.
     * @param name what stack traces call the cell, unique in this kernel: 'cell 3'
     * @throws TypeScriptError if the cell does not compile; otherwise whatever the cell throws
     */
    async run(name, source) {
        if (this.addedAsModule(source))
            return undefined;
        const compiled = this.compiler.compile(this.declarations, source);
        if (compiled.diagnostics.length > 0)
            throw typeScriptError(compiled.diagnostics, source);
        for (const module of compiled.sideOutputs ?? []) {
            this.localSources.set(module.path, module.data);
            this.localModules.delete(module.path);
        }
        this.declarations = compiled.declOutput ?? '';
        if (!compiled.output)
            return undefined;
        const prefix = `(${compiled.hasToplevelAwait ? 'async ' : ''}function (exports, require) { `;
        this.ran.set(name, {
            source,
            mapPosition: compiled.mapPosition,
            prefixLength: prefix.length,
            compiledLines: compiled.output.split('\n').length,
        });
        const scope = '__pretrainingLab__';
        Object.defineProperty(globalThis, scope, {
            value: { exports: this.exports, require: this.require },
            configurable: true,
        });
        try {
            // An interrupt ends even a loop that never awaits. A cell that awaits must be left to its safe points: Node
            // would report an end at its first await while the cell goes on.
            await vm.runInThisContext(`${prefix}${compiled.output}\n})(${scope}.exports, ${scope}.require)`, {
                filename: name,
                breakOnSigint: !compiled.hasToplevelAwait,
            });
        }
        catch (error) {
            if (error?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
                throw new cellErrors_1.Interrupted('The cell was interrupted.');
            }
            throw error;
        }
        const last = compiled.lastExpressionVar;
        if (!last)
            return undefined;
        const value = this.exports[last];
        delete this.exports[last];
        return value;
    }
    /** What could be written at a position (UTF-16) of a cell that is being edited. */
    complete(code, position) {
        return this.compiler.converter.complete(this.declarations, code, position);
    }
    /** Type and documentation of the name at a position (UTF-16), or undefined. */
    inspect(code, position) {
        const { printQuickInfo } = require('tslab/dist/inspect');
        const info = this.compiler.converter.inspect(this.declarations, code, position);
        return info ? printQuickInfo(info) : undefined;
    }
    /** Where line and column (from one, as in a stack trace) of a cell's compiled code lie in the cell. */
    position(name, line, column) {
        const cell = this.ran.get(name);
        if (!cell || line > cell.compiledLines)
            return undefined;
        const compiledColumn = column - 1 - (line === 1 ? cell.prefixLength : 0);
        const place = cell.mapPosition?.(line - 1, Math.max(0, compiledColumn));
        if (!place)
            return undefined;
        return { line: place.line + 1, column: place.column + 1, lines: cell.source.split('\n') };
    }
    /** Cells that begin with a comment '@module NAME' are not run but can be imported as './NAME'. */
    addedAsModule(source) {
        const { getCodeMetadata } = require('tslab/dist/metadata');
        const metadata = getCodeMetadata(source);
        if (!metadata.module)
            return false;
        const diagnostics = this.compiler.converter.addModule(metadata.module, source, metadata);
        if (diagnostics.length > 0)
            throw typeScriptError(diagnostics, source);
        return true;
    }
    requireFrom(nodeRequire, folder) {
        const load = (id) => {
            if (id === 'tslab')
                return require('tslab');
            // A notebook outside the repository gets the lab of this kernel.
            if (/^pretraining-lab(\/|$)/.test(id) && !(0, compiler_1.labResolvesFrom)(folder))
                return require(id);
            return this.loadLocal(path.join(folder, id)) ?? nodeRequire(id);
        };
        return Object.assign(load, nodeRequire);
    }
    loadLocal(file) {
        const name = path.extname(file) === '' ? `${file}.js` : file;
        const loaded = this.localModules.get(name);
        if (loaded)
            return loaded.exports;
        const source = this.localSources.get(name);
        if (source === undefined)
            return undefined;
        const module = new node_module_1.Module(name);
        module.filename = name;
        module.require = this.requireFrom((0, node_module_1.createRequire)(name), path.dirname(name));
        this.localModules.set(name, module);
        module._compile(source, name);
        return module.exports;
    }
}
exports.Cells = Cells;
/** Compiled cells define what they import as getters; here a later cell may assign to the same name. */
function rewritableExports() {
    return new Proxy({}, {
        defineProperty(target, property, { get, value }) {
            if (property !== '__esModule')
                target[property] = get ? get() : value;
            return true;
        },
    });
}
function typeScriptError(diagnostics, source) {
    const lines = source.split('\n');
    const seen = new Map();
    // TypeScript explains one problem in several messages at one place.
    for (const diagnostic of diagnostics) {
        const place = `${diagnostic.fileName ?? ''}:${diagnostic.start.offset}`;
        seen.set(place, [...(seen.get(place) ?? []), diagnostic]);
    }
    const report = [...seen.values()].flatMap(([first, ...details]) => {
        const { fileName, start, end, code, messageText } = first;
        const where = `${fileName ? `${fileName}, ` : ''}line ${start.line + 1}, column ${start.character + 1}`;
        const text = fileName ? undefined : lines[start.line];
        const width = end.line === start.line ? Math.max(1, end.character - start.character) : 1;
        return [
            `${where}: ${messageText} (TS${code})`,
            ...details.map((detail) => `  ${detail.messageText}`),
            ...(text === undefined
                ? []
                : [`    ${text}`, `    ${' '.repeat(start.character)}${'^'.repeat(width)}`]),
        ];
    });
    const more = seen.size > 1 ? ` (and ${seen.size - 1} more)` : '';
    return new cellErrors_1.TypeScriptError(`${report[0]}${more}`, report);
}
//# sourceMappingURL=cells.js.map