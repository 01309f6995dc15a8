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
exports.packagedCorpus = packagedCorpus;
/** Corpora that npm packages hold as thousands of small files, made into the few files that their cards describe. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
const mail_1 = require("./mail");
const nearDuplicates_1 = require("./nearDuplicates");
const nearestName_1 = require("./nearestName");
const readers = {
    'spam-assassin': spamAssassinMails,
    'state-of-the-union': stateOfTheUnionPassages,
};
/**
 * The files of a packaged corpus.
 * @param name as the card's source names it in 'reader'
 * @param folder where the package is installed
 * @throws LabError when there is no reader of that name
 */
function packagedCorpus(name, folder) {
    const reader = readers[name];
    if (!reader) {
        const nearest = (0, nearestName_1.nearestName)(name, Object.keys(readers));
        throw new errors_1.LabError(`There is no reader '${name}' of packaged corpora: ${nearest ? `did you mean '${nearest}'?` : `there are ${Object.keys(readers).join(', ')}.`}`);
    }
    return reader(folder);
}
const jsonLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
/**
 * The SpamAssassin public corpus: the beginnings of its mails' bodies, each once, in the order of groups and numbers.
 * Mails without three words of their own are left out.
 */
function spamAssassinMails(folder) {
    const labels = {
        'easy-ham-1': 'ham',
        'easy-ham-2': 'ham',
        'hard-ham-1': 'ham',
        'spam-1': 'spam',
        'spam-2': 'spam',
    };
    const seen = new Set();
    const rows = [];
    for (const [group, label] of Object.entries(labels)) {
        const files = filesOf(path.join(folder, 'data', group), '.json');
        for (const file of files) {
            const { text: raw } = JSON.parse(fs.readFileSync(file, 'utf8'));
            const text = (0, mail_1.mailBody)(raw);
            const key = (0, nearDuplicates_1.normalisedText)(text);
            if (key.split(' ').length < 3 || seen.has(key))
                continue;
            seen.add(key);
            rows.push({ text, label });
        }
    }
    return { 'mails.jsonl': jsonLines(rows) };
}
/** Passages grow by whole sentences until they have this many words. */
const wordsOfPassage = 40;
/**
 * State of the Union addresses, 1790 to 2021, cut into passages of whole sentences, labelled with their period. Whole
 * addresses go to one split: of ten in a row, the fifth is dev and the eighth test.
 */
function stateOfTheUnionPassages(folder) {
    const splits = { train: [], dev: [], test: [] };
    filesOf(path.join(folder, 'data'), '.json').forEach((file, index) => {
        const { year, text } = JSON.parse(fs.readFileSync(file, 'utf8'));
        const place = index % 10;
        const split = place === 4 ? 'dev' : place === 7 ? 'test' : 'train';
        splits[split].push(...passages(text).map((passage) => ({ text: passage, label: periodOf(year) })));
    });
    return Object.fromEntries(Object.entries(splits).map(([split, rows]) => [`${split}.jsonl`, jsonLines(rows)]));
}
/** Cut so that each has about a quarter of the words. */
function periodOf(year) {
    if (year <= 1858)
        return '1790-1858';
    if (year <= 1900)
        return '1859-1900';
    return year <= 1945 ? '1901-1945' : '1946-2021';
}
function passages(text) {
    const sentences = text.replace(/[\p{Cc}\s]+/gu, ' ').match(/[^.!?]+[.!?]*['")]*\s*/g) ?? [];
    const found = [];
    let current = '';
    for (const sentence of sentences) {
        current += sentence;
        if (current.split(' ').length >= wordsOfPassage) {
            found.push(current.trim());
            current = '';
        }
    }
    if (/\w{3}/.test(current))
        found.push(current.trim());
    return found;
}
function filesOf(folder, ending) {
    return fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .sort()
        .map((name) => path.join(folder, name));
}
//# sourceMappingURL=packagedCorpora.js.map