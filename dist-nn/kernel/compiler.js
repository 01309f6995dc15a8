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
exports.labResolvesFrom = labResolvesFrom;
exports.createCompiler = createCompiler;
/** tslab's TypeScript converter, taught to remember where each compiled line came from. */
const node_module_1 = require("node:module");
const path = __importStar(require("node:path"));
const paths_1 = require("../paths");
const shorthand_1 = require("./shorthand");
const fromTslab = (0, node_module_1.createRequire)(require.resolve('tslab'));
const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const mapComment = /\n?\/\/# sourceMappingURL=\S+\s*$/;
/** From the compiled text to its two maps (module code to cell, script to module code). */
const mapsOf = new Map();
/** Whether `import 'pretraining-lab'` finds a package from `folder` by Node's rules. */
function labResolvesFrom(folder) {
    try {
        (0, node_module_1.createRequire)(path.join(folder, 'cell.js')).resolve('pretraining-lab');
        return true;
    }
    catch {
        return false;
    }
}
/**
 * tslab compiles a cell twice (types away, then import to require) and asks for no source map. Its TypeScript is
 * replaced, before tslab loads it, by a copy whose two entry points ask for one and keep it.
 */
function typescriptWithMaps() {
    const file = fromTslab.resolve('@tslab/typescript-for-tslab');
    const original = fromTslab(file);
    const patched = Object.defineProperties({}, Object.fromEntries(Object.entries(Object.getOwnPropertyDescriptors(original)).map(([name, descriptor]) => [
        name,
        { ...descriptor, configurable: true },
    ])));
    Object.defineProperty(patched, 'createWatchCompilerHost', {
        enumerable: true,
        configurable: true,
        value: (files, options, ...rest) => original.createWatchCompilerHost(files, {
            ...options,
            inlineSourceMap: true,
            // Inside the repository the name resolves by itself; a notebook elsewhere gets this kernel's own lab.
            ...(labResolvesFrom(process.cwd())
                ? {}
                : { paths: { 'pretraining-lab': [path.join(paths_1.projectRoot, 'dist', 'index.d.ts')] } }),
        }, ...rest),
    });
    Object.defineProperty(patched, 'transpileModule', {
        enumerable: true,
        configurable: true,
        value: ((code, options) => {
            const encoded = inlineMap.exec(code)?.[1];
            if (!encoded)
                return original.transpileModule(code, options);
            const result = original.transpileModule(code.replace(inlineMap, '\n'), {
                ...options,
                compilerOptions: { ...options.compilerOptions, sourceMap: true },
            });
            const outputText = result.outputText.replace(mapComment, '\n');
            mapsOf.set(outputText, chain(result.sourceMapText, Buffer.from(encoded, 'base64').toString()));
            return { ...result, outputText };
        }),
    });
    require.cache[file].exports = patched;
    return patched;
}
/** tslab puts one line ('export {};') before every cell. */
const linesBeforeCell = 1;
function chain(scriptMap, moduleMap) {
    // Built on the first error only: most cells never need it.
    let maps;
    return (line, column) => {
        maps ??= [scriptMap, moduleMap].map((text) => new node_module_1.SourceMap(JSON.parse(text)));
        let position = { line, column };
        for (const map of maps) {
            const entry = map.findEntry(position.line, position.column);
            if (!('originalLine' in entry))
                return undefined;
            position = { line: entry.originalLine, column: entry.originalColumn };
        }
        const cellLine = position.line - linesBeforeCell;
        return cellLine < 0 ? undefined : { line: cellLine, column: position.column };
    };
}
/** Reads the type declarations of Node and of the installed packages; takes one to two seconds. */
function createCompiler() {
    const typescript = typescriptWithMaps();
    const { createConverter } = require('tslab/dist/converter');
    const converter = createConverter({ isJS: false, isBrowser: false });
    return {
        typescriptVersion: typescript.version,
        converter,
        compile(declarations, code) {
            const result = converter.convert(declarations, (0, shorthand_1.writeOutShorthand)(typescript, code));
            const mapPosition = mapsOf.get(result.output ?? '');
            mapsOf.clear();
            return { ...result, mapPosition };
        },
    };
}
//# sourceMappingURL=compiler.js.map