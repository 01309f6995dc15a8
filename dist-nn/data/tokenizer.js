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
exports.trainWordPiece = trainWordPiece;
exports.loadTokenizer = loadTokenizer;
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const tokenizers_1 = require("@huggingface/tokenizers");
const errors_1 = require("../errors");
const wordPieceTraining_1 = require("./wordPieceTraining");
const specialTokenNames = {
    padding: '[PAD]',
    unknown: '[UNK]',
    classification: '[CLS]',
    separator: '[SEP]',
    mask: '[MASK]',
};
/**
 * Learns a WordPiece vocabulary from a corpus (use the pretraining split: held-out texts must not shape it). Text is
 * lower-cased, accents are stripped and punctuation is split off, as BERT's uncased models do.
 * @throws LabError when the vocabulary is too small for the special tokens and the characters
 */
function trainWordPiece(corpus, options) {
    const { vocabularySize, minimumFrequency = 2, alphabetLimit = 1000 } = options;
    const special = Object.values(specialTokenNames);
    if (!Number.isInteger(vocabularySize) || vocabularySize <= special.length) {
        throw new errors_1.LabError(`vocabularySize must be a whole number above ${special.length}, not ${vocabularySize}.`);
    }
    const wordCounts = countWords('texts' in corpus ? corpus.texts : corpus);
    const pieces = (0, wordPieceTraining_1.learnWordPieces)(wordCounts, special, {
        size: vocabularySize,
        minimumFrequency,
        alphabetLimit,
    });
    if (pieces.length > vocabularySize) {
        throw new errors_1.LabError(`The text has ${pieces.length} characters and special tokens, more than vocabularySize ${vocabularySize}: ` +
            'raise vocabularySize or lower alphabetLimit.');
    }
    return new WordPieceTokenizer(tokenizerJson(pieces));
}
/**
 * Reads a tokenizer.json.
 * @param folderOrFile the file, or the folder that holds it
 * @throws LabError when it is missing, no JSON, not a WordPiece tokenizer, or lacks a special token
 */
function loadTokenizer(folderOrFile) {
    const file = folderOrFile.endsWith('.json') ? folderOrFile : path.join(folderOrFile, 'tokenizer.json');
    let json;
    try {
        json = JSON.parse(fs.readFileSync(file, 'utf8'));
    }
    catch (error) {
        const reason = error.code === 'ENOENT' ? 'does not exist' : 'is not JSON';
        throw new errors_1.LabError(`The tokenizer file ${file} ${reason}: save a tokenizer there first.`);
    }
    if (json?.model?.type !== 'WordPiece') {
        throw new errors_1.LabError(`${file} holds no WordPiece tokenizer: its model.type must be 'WordPiece'.`);
    }
    const fault = faultOf(json);
    if (fault)
        throw new errors_1.LabError(`${file} ${fault}: restore it, or train a new tokenizer.`);
    try {
        const tokenizer = new WordPieceTokenizer(json);
        tokenizer.encode('a');
        return tokenizer;
    }
    catch (error) {
        throw new errors_1.LabError(`${file} cannot be used as a tokenizer (${error.message}): restore it, or train a new one.`);
    }
}
/** Ids above this are refused: models reserve memory for every id up to the largest. */
const idLimit = 10_000_000;
/** What is wrong with the parts that are read here, if anything; the library judges the others. */
function faultOf({ model: { vocab }, added_tokens: added }) {
    if (typeof vocab !== 'object' || vocab === null)
        return 'has no vocabulary';
    const ids = new Set();
    for (const [piece, id] of Object.entries(vocab)) {
        if (!Number.isInteger(id) || id < 0 || id >= idLimit)
            return `gives '${piece}' the id ${JSON.stringify(id)}, and an id is a whole number below ${idLimit}`;
        if (ids.has(id))
            return `gives the id ${id} to more than one piece of its vocabulary`;
        ids.add(id);
    }
    for (const token of Object.values(specialTokenNames)) {
        if (!Object.hasOwn(vocab, token))
            return `lacks the special token ${token} in its vocabulary`;
    }
    const whole = Array.isArray(added) && added.every((token) => typeof token?.content === 'string');
    return whole ? undefined : "lacks a list of 'added_tokens' with their texts";
}
class WordPieceTokenizer {
    vocabularySize;
    hash;
    specialTokens;
    library;
    text;
    known = new Map();
    byWord;
    constructor(json) {
        this.text = JSON.stringify(json, null, 2);
        this.hash = (0, node_crypto_1.createHash)('sha256').update(this.text).digest('hex');
        this.library = new tokenizers_1.Tokenizer(json, {});
        this.vocabularySize = Object.values(json.model.vocab).reduce((a, b) => Math.max(a, b), 0) + 1;
        const idOf = (name) => json.model.vocab[specialTokenNames[name]];
        this.specialTokens = {
            padding: idOf('padding'),
            unknown: idOf('unknown'),
            classification: idOf('classification'),
            separator: idOf('separator'),
            mask: idOf('mask'),
        };
        // BERT's steps work on each word alone, so that a word's ids can be kept; other tokenizers see the whole text.
        this.byWord =
            json.normalizer?.type === 'BertNormalizer' &&
                json.pre_tokenizer?.type === 'BertPreTokenizer' &&
                json.added_tokens.every(({ content }) => !/\s/.test(content));
    }
    encode(text) {
        if (!this.byWord)
            return Int32Array.from(this.encodeByLibrary(text));
        const ids = [];
        for (const word of text.split(plainSpaces)) {
            if (word === '')
                continue;
            let found = this.known.get(word);
            if (!found) {
                found = this.encodeByLibrary(word);
                if (this.known.size >= knownWordLimit)
                    this.known.clear();
                this.known.set(word, found);
            }
            for (const id of found)
                ids.push(id);
        }
        return Int32Array.from(ids);
    }
    encodeByLibrary(text) {
        try {
            return this.library.encode(alignedWithBert(text), { add_special_tokens: false }).ids;
        }
        catch (error) {
            throw new errors_1.LabError(`The tokenizer cannot encode ${JSON.stringify(text.slice(0, 40))} (${error.message}): its tokenizer.json is damaged, train a new one.`);
        }
    }
    decode(ids) {
        return ids.length === 0 ? '' : this.library.decode(Array.from(ids), { skip_special_tokens: true });
    }
    tokenOf(id) {
        const token = this.library.id_to_token(id);
        if (token === undefined)
            throw new RangeError(`There is no token ${id}: ids go from 0 to ${this.vocabularySize - 1}.`);
        return token;
    }
    withPieces(pieces) {
        const json = JSON.parse(this.text);
        const vocab = { ...json.model.vocab };
        let next = this.vocabularySize;
        for (const piece of pieces) {
            if (Object.hasOwn(vocab, piece) || !/^\S+$/.test(piece))
                throw new errors_1.LabError(`The piece '${piece}' cannot be added: it is there already, empty, or holds a space.`);
            vocab[piece] = next++;
        }
        return new WordPieceTokenizer({ ...json, model: { ...json.model, vocab } });
    }
    save(folder) {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, 'tokenizer.json'), this.text);
    }
}
/** Kept words take about 200 bytes each. */
const knownWordLimit = 500_000;
// Only characters that every Unicode version calls a space: others may be control characters that vanish inside a word.
const plainSpaces = /[ \t\n\r]+/;
/**
 * Two places where the library departs from the reference implementation of BERT's normaliser are evened out here:
 * it lower-cases a final Greek sigma by context, and overlooks CJK characters beyond the basic plane.
 */
function alignedWithBert(text) {
    return text
        .replace(/Σ/g, 'σ')
        .replace(/[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu, ' $& ');
}
function countWords(texts) {
    const chunks = new Map();
    for (const text of texts) {
        for (const chunk of text.split(plainSpaces))
            if (chunk !== '')
                chunks.set(chunk, (chunks.get(chunk) ?? 0) + 1);
    }
    // The library's own normaliser and splitter, so that what is learned is what will be encoded.
    const { normalizer, pre_tokenizer: splitter } = new tokenizers_1.Tokenizer(tokenizerJson(Object.values(specialTokenNames)), {});
    const words = new Map();
    for (const [chunk, count] of chunks) {
        for (const word of splitter.pre_tokenize(normalizer.normalize(alignedWithBert(chunk)))) {
            words.set(word, (words.get(word) ?? 0) + count);
        }
    }
    return words;
}
function tokenizerJson(pieces) {
    const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
    const template = (token, type) => ({ SpecialToken: { id: token, type_id: type } });
    const json = {
        version: '1.0',
        truncation: null,
        padding: null,
        added_tokens: Object.values(specialTokenNames).map((content) => ({
            id: vocab[content],
            content,
            single_word: false,
            lstrip: false,
            rstrip: false,
            normalized: false,
            special: true,
        })),
        normalizer: {
            type: 'BertNormalizer',
            clean_text: true,
            handle_chinese_chars: true,
            strip_accents: true,
            lowercase: true,
        },
        pre_tokenizer: { type: 'BertPreTokenizer' },
        post_processor: {
            type: 'TemplateProcessing',
            single: [template('[CLS]', 0), { Sequence: { id: 'A', type_id: 0 } }, template('[SEP]', 0)],
            pair: [
                template('[CLS]', 0),
                { Sequence: { id: 'A', type_id: 0 } },
                template('[SEP]', 0),
                { Sequence: { id: 'B', type_id: 1 } },
                template('[SEP]', 1),
            ],
            special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }])),
        },
        decoder: { type: 'WordPiece', prefix: wordPieceTraining_1.continuation, cleanup: true },
        model: {
            type: 'WordPiece',
            unk_token: specialTokenNames.unknown,
            continuing_subword_prefix: wordPieceTraining_1.continuation,
            max_input_chars_per_word: 100,
            vocab,
        },
    };
    return json;
}
//# sourceMappingURL=tokenizer.js.map