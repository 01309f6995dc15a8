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
exports.describeError = describeError;
/** Turns whatever a cell threw into the three fields Jupyter asks for: ename, evalue, traceback. */
const fs = __importStar(require("node:fs"));
const node_module_1 = require("node:module");
const path = __importStar(require("node:path"));
const node_util_1 = require("node:util");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const cellErrors_1 = require("./cellErrors");
const frame = /^\s*at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;
const deepestCause = 4;
/** @param cells knows where the lines of compiled cells came from */
function describeError(thrown, cells) {
    if (!isError(thrown)) {
        const text = typeof thrown === 'string' ? thrown : (0, node_util_1.inspect)(thrown);
        return { ename: 'Thrown', evalue: text, traceback: [`Thrown: ${text}`] };
    }
    const ename = thrown.name || 'Error';
    const evalue = String(thrown.message);
    if (isLabError(thrown))
        return { ename, evalue, traceback: [evalue] };
    if (thrown instanceof cellErrors_1.TypeScriptError) {
        return { ename, evalue, traceback: [`${ename}: this cell does not compile.`, ...thrown.report] };
    }
    const traceback = [`${ename}: ${evalue}`, ...stackLines(thrown, cells)];
    const inner = thrown instanceof AggregateError ? thrown.errors : [];
    let cause = thrown.cause;
    for (let depth = 0; cause !== undefined && depth < deepestCause; depth++) {
        const text = isError(cause) ? `${cause.name}: ${cause.message}` : (0, node_util_1.inspect)(cause);
        traceback.push(`caused by ${text}`, ...(isError(cause) ? stackLines(cause, cells) : []));
        cause = isError(cause) ? cause.cause : undefined;
    }
    for (const one of inner)
        traceback.push(`one of its errors: ${isError(one) ? `${one.name}: ${one.message}` : (0, node_util_1.inspect)(one)}`);
    return { ename, evalue, traceback };
}
function isError(value) {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}
/** By name as well, so that an error of another copy of the lab reads the same. */
function isLabError(error) {
    if (error instanceof errors_1.LabError)
        return true;
    for (let type = Object.getPrototypeOf(error); type; type = Object.getPrototypeOf(type)) {
        if (type.constructor?.name === 'LabError')
            return true;
    }
    return false;
}
/** The frames a reader can act on: cells with an excerpt, the lab's and the reader's own files; nothing of Node or the kernel. */
function stackLines(error, cells) {
    const text = String(error.stack ?? '');
    const lines = [];
    for (const line of text.split('\n')) {
        const match = frame.exec(line);
        if (!match)
            continue;
        const [, called, file, row, column] = match;
        const name = called && !/^(async )?(eval|Object\.<anonymous>|<anonymous>)$/.test(called) ? readable(called) : '';
        const place = cells.position(file, Number(row), Number(column));
        if (place) {
            lines.push(`    at ${name}(${file}, line ${place.line})`, ...excerpt(place.lines, place.line));
        }
        else if (path.isAbsolute(file) && !isInternal(file)) {
            lines.push(`    at ${name}(${sourceOf(file, Number(row), Number(column))})`);
        }
    }
    return lines;
}
/** Without the receiver that compiled cells call a function on ('Proxy.train'). */
function readable(called) {
    return `${called.replace(/^(async )?(Proxy|Object)\./, '$1')} `;
}
function excerpt(lines, line) {
    const from = Math.max(1, line - 1);
    const to = Math.min(lines.length, line + 1);
    const width = String(to).length;
    return Array.from({ length: to - from + 1 }, (_, index) => {
        const number = from + index;
        return `      ${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${lines[number - 1]}`;
    });
}
function isInternal(file) {
    return file.includes(`${path.sep}node_modules${path.sep}`) || file.startsWith(__dirname + path.sep);
}
/** The TypeScript line behind a line of dist, where the build left its source map; a short path otherwise. */
function sourceOf(file, row, column) {
    const short = (absolute) => {
        const relative = path.relative(paths_1.projectRoot, absolute);
        return relative.startsWith('..') ? absolute : relative;
    };
    try {
        const payload = JSON.parse(fs.readFileSync(`${file}.map`, 'utf8'));
        const entry = new node_module_1.SourceMap(payload).findEntry(row - 1, column - 1);
        if ('originalLine' in entry) {
            return `${short(path.resolve(path.dirname(file), entry.originalSource))}:${entry.originalLine + 1}`;
        }
    }
    catch {
        // No map: the compiled line is still better than nothing.
    }
    return `${short(file)}:${row}`;
}
//# sourceMappingURL=traceback.js.map