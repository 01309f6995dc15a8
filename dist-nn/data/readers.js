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
exports.readExamples = readExamples;
const node_buffer_1 = require("node:buffer");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const sync_1 = require("csv-parse/sync");
const errors_1 = require("../errors");
const memory_1 = require("../memory");
const fileSize_1 = require("./fileSize");
const nearestName_1 = require("./nearestName");
const wordnet_1 = require("./wordnet");
/**
 * The examples of one file, in file order. Labels are names, checked against those of the card where it lists any.
 * @param folder that the card's paths start in
 * @throws LabError with file, line and remedy when the file does not hold what the card says
 */
function readExamples(card, folder, file) {
    const format = card.format;
    const place = path.join(folder, file);
    if (!fs.existsSync(place))
        throw new errors_1.LabError(`The file ${file} of ${card.name} is missing: check 'files' and 'splits' in its card.`);
    if (format.kind === 'wordnet')
        return (0, wordnet_1.readWordnetGlosses)(folder, [file], format.lexicographerFiles);
    const text = decoded(place, file, format.encoding ?? 'utf-8');
    const known = new Set(card.labels);
    const checked = (label, line) => {
        if (known.size > 0 && !known.has(label)) {
            const nearest = (0, nearestName_1.nearestName)(label, card.labels);
            throw new errors_1.LabError(`Line ${line} of ${file} has the label '${label}', which is not in the card's labels${nearest ? ` (did you mean '${nearest}'?)` : ''}: add it there or correct the file.`);
        }
        return label;
    };
    switch (format.kind) {
        case 'jsonl':
            return readJsonLines(text, file, format, checked);
        case 'csv':
        case 'tsv':
            return readTable(text, file, format, checked);
        case 'conll':
            return readConll(text, file, format, checked);
        case 'lines':
            return readLines(text, file, format);
    }
}
function decoded(place, file, encoding) {
    (0, fileSize_1.requireSize)(place, file, node_buffer_1.constants.MAX_STRING_LENGTH);
    const bytes = fs.readFileSync(place);
    if (encoding === 'latin-1')
        return bytes.toString('latin1');
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        const lines = bytes.toString('latin1').split('\n');
        const line = lines.findIndex((content) => Buffer.from(content, 'latin1').toString('utf8').includes('\uFFFD')) + 1;
        throw new errors_1.LabError(`${file} is not UTF-8 (line ${line}): convert it, or add "encoding": "latin-1" to 'format' in the card.`);
    }
}
function linesOf(text) {
    const lines = text.split(/\r?\n/);
    if (lines[lines.length - 1] === '')
        lines.pop();
    return lines;
}
/** Looks now and then whether the rows read so far leave memory for more. */
function watchMemory(row) {
    if (row % 4096 === 0)
        (0, memory_1.requireMemory)();
}
/** The text, which may not be empty: an empty text would repeat every other empty text. */
function present(text, file, line) {
    if (text === '')
        throw new errors_1.LabError(`Line ${line} of ${file} has an empty text: remove the line or fill it in.`);
    return text;
}
/** The label's name: the card's word for the file's code, where it has a list of codes. */
function labelName(value, file, line, names) {
    if (!names)
        return value;
    const name = Object.hasOwn(names, value) ? names[value] : undefined;
    if (name === undefined) {
        throw new errors_1.LabError(`Line ${line} of ${file} has the label value '${value}', which is not in 'labelValues' of the card: add it there or correct the file.`);
    }
    return name;
}
function readJsonLines(text, file, format, checked) {
    const examples = [];
    linesOf(text).forEach((content, index) => {
        watchMemory(index);
        if (content.trim() === '')
            return;
        const line = index + 1;
        let row;
        try {
            row = JSON.parse(content);
        }
        catch {
            throw new errors_1.LabError(`Line ${line} of ${file} is not JSON: write one whole JSON object a line.`);
        }
        if (typeof row !== 'object' || row === null || Array.isArray(row)) {
            throw new errors_1.LabError(`Line ${line} of ${file} is not a JSON object: write one such as {"text": "...", "label": "..."}.`);
        }
        const fields = row;
        const fieldOf = (key) => {
            const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
            if (typeof value === 'string')
                return value;
            if (typeof value === 'number' || typeof value === 'boolean')
                return String(value);
            const nearest = (0, nearestName_1.nearestName)(key, Object.keys(fields));
            throw new errors_1.LabError(value === undefined
                ? `Line ${line} of ${file} has no '${key}': ${nearest ? `did the card mean '${nearest}'?` : 'add it or correct the card.'}`
                : `Line ${line} of ${file} has a '${key}' that is neither text nor number: correct the file.`);
        };
        const keys = typeof format.text === 'string' ? [format.text] : format.text;
        const label = format.label === undefined
            ? undefined
            : labelName(fieldOf(format.label), file, line, format.labelValues);
        examples.push({
            text: present(keys.map(fieldOf).join(' ').trim(), file, line),
            label: label === undefined ? undefined : checked(label, line),
        });
    });
    return examples;
}
function readTable(text, file, format, checked) {
    const quoted = format.quoted ?? format.kind === 'csv';
    let rows;
    try {
        rows = (0, sync_1.parse)(text, {
            delimiter: format.kind === 'csv' ? ',' : '\t',
            quote: quoted ? '"' : null,
            info: true,
            skip_empty_lines: true,
            on_record: (row, { records }) => {
                watchMemory(records);
                return row;
            },
        });
    }
    catch (error) {
        if (!(error instanceof sync_1.CsvError))
            throw error;
        const line = String(error.lines ?? '?');
        const reason = error.code.startsWith('CSV_RECORD_INCONSISTENT')
            ? 'has another number of columns than the first row'
            : 'has a quotation mark that is not closed or not doubled';
        throw new errors_1.LabError(`Line ${line} of ${file} ${reason}: correct the file, or 'quoted' in the card's format.`);
    }
    const header = format.header ? rows.shift()?.record : undefined;
    const columns = header?.length ?? rows[0]?.record.length ?? 0;
    const placeOf = (column) => {
        if (typeof column === 'number') {
            if (column >= columns)
                throw new errors_1.LabError(`${file} has no column ${column}, only ${columns} (counted from 0): correct the card.`);
            return column;
        }
        const place = header?.indexOf(column) ?? -1;
        if (place >= 0)
            return place;
        if (!header)
            throw new errors_1.LabError(`The card names the column '${column}' of ${file}, which has no header: give its number counted from 0.`);
        const nearest = (0, nearestName_1.nearestName)(column, header);
        throw new errors_1.LabError(`${file} has no column '${column}': ${nearest ? `did the card mean '${nearest}'?` : `it has ${header.join(', ')}.`}`);
    };
    const texts = (Array.isArray(format.text) ? format.text : [format.text]).map(placeOf);
    const labelPlace = format.label === undefined ? undefined : placeOf(format.label);
    return rows.map(({ record, info }) => {
        const joined = texts.map((place) => record[place]).join(' ');
        const example = present(joined.trim(), file, info.lines);
        if (labelPlace === undefined)
            return { text: example };
        return {
            text: example,
            label: checked(labelName(record[labelPlace].trim(), file, info.lines, format.labelValues), info.lines),
        };
    });
}
function readConll(text, file, format, checked) {
    const sentences = [];
    let tokens = [];
    let tags = [];
    const finish = () => {
        if (tokens.length > 0)
            sentences.push({ text: tokens.join(' '), tokens, tags });
        tokens = [];
        tags = [];
    };
    linesOf(text).forEach((content, index) => {
        watchMemory(index);
        if (content.trim() === '' || content.startsWith('-DOCSTART-')) {
            finish();
            return;
        }
        // A tab parts columns where there is one: tokens of some corpora hold spaces.
        const columns = content.includes('\t') ? content.split('\t') : content.trim().split(/ +/);
        const token = columns[format.token];
        const tag = columns[format.tag];
        if (!token || !tag) {
            throw new errors_1.LabError(`Line ${index + 1} of ${file} has ${columns.length} columns, too few for token ${format.token} and tag ${format.tag}: correct the file or the card.`);
        }
        tokens.push(token);
        tags.push(checked(tag.trim(), index + 1));
    });
    finish();
    return sentences;
}
function readLines(text, file, format) {
    const label = format.labelOfFile?.[file];
    if (format.labelOfFile && label === undefined) {
        throw new errors_1.LabError(`The card has no label for the file ${file}: add it to 'labelOfFile'.`);
    }
    const isHeading = (line) => format.headings === 'wikitext' && /^=( =)* .* =( =)*$/.test(line);
    return linesOf(text)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !isHeading(line))
        .map((line, index) => {
        watchMemory(index);
        return { text: line, label };
    });
}
//# sourceMappingURL=readers.js.map