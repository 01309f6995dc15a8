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
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.cardNames = cardNames;
exports.readCard = readCard;
exports.checkCard = checkCard;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const ajv_1 = __importDefault(require("ajv"));
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const nearestName_1 = require("./nearestName");
/** Names of the cards that come with the repository, sorted. */
function cardNames() {
    const files = fs
        .readdirSync(paths_1.cardFolder)
        .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));
    return files.map((file) => path.basename(file, '.json')).sort();
}
/**
 * Reads and checks a card.
 * @param nameOrCardPath a name in datasets/, or the path of a card (ending in .json)
 * @throws LabError when there is none, or it breaks the schema: one sentence with the field and the remedy
 */
function readCard(nameOrCardPath) {
    const ownCard = nameOrCardPath.endsWith('.json');
    const file = ownCard ? path.resolve(nameOrCardPath) : path.join(paths_1.cardFolder, `${nameOrCardPath}.json`);
    if (!ownCard && !cardNames().includes(nameOrCardPath)) {
        const names = cardNames();
        const nearest = (0, nearestName_1.nearestName)(nameOrCardPath, names);
        const hint = nearest
            ? `did you mean '${nearest}'?`
            : `there are ${names.join(', ')}, or give the path of your own card.`;
        throw new errors_1.LabError(`There is no dataset '${nameOrCardPath}': ${hint}`);
    }
    let text;
    try {
        text = fs.readFileSync(file, 'utf8');
    }
    catch {
        throw new errors_1.LabError(`The card ${nameOrCardPath} cannot be read: check the path.`);
    }
    let json;
    try {
        json = JSON.parse(text);
    }
    catch (error) {
        throw new errors_1.LabError(`The card ${nameOrCardPath} is not JSON (${error.message}): correct it there.`);
    }
    return { card: checkCard(json, path.basename(file)), folder: path.dirname(file) };
}
/**
 * Checks a card against the schema and for what a schema cannot say, and fills in the defaults.
 * @param title what the card is called in messages
 * @throws LabError naming the field and the remedy
 */
function checkCard(json, title) {
    const copy = structuredClone(json);
    const validate = cardValidator();
    if (!validate(copy))
        throw new errors_1.LabError(`The card ${title} ${sentenceOf(validate.errors ?? [])}`);
    const { $schema: _, ...card } = copy;
    const fault = contradictionOf(card);
    if (fault)
        throw new errors_1.LabError(`The card ${title} ${fault}`);
    return card;
}
let validator;
function cardValidator() {
    if (!validator) {
        const schema = JSON.parse(fs.readFileSync(path.join(paths_1.cardFolder, 'card.schema.json'), 'utf8'));
        validator = new ajv_1.default({
            allErrors: true,
            discriminator: true,
            useDefaults: true,
            verbose: true,
            allowUnionTypes: true,
            strictTypes: false,
        }).compile(schema);
    }
    return validator;
}
/** The most telling of the schema's complaints: a misspelt field also makes the right one missing, so it goes first. */
function sentenceOf(errors) {
    const order = ['additionalProperties', 'discriminator', 'required'];
    const rank = (error) => (order.indexOf(error.keyword) + order.length + 1) % (order.length + 1);
    const error = [...errors].sort((a, b) => rank(a) - rank(b))[0];
    const place = error.instancePath.slice(1).replaceAll('/', '.');
    const inPlace = place === '' ? '' : ` in '${place}'`;
    const parameters = error.params;
    const parent = error.parentSchema;
    const meaning = parent.description ? ` (${parent.description})` : '';
    const value = JSON.stringify(error.data);
    switch (error.keyword) {
        case 'additionalProperties': {
            const unknown = String(parameters.additionalProperty);
            const known = Object.keys(parent.properties ?? {}).filter((name) => name !== '$schema');
            const nearest = (0, nearestName_1.nearestName)(unknown, known);
            const hint = nearest ? `did you mean '${nearest}'?` : `the fields there are ${known.join(', ')}.`;
            return `has the unknown field '${unknown}'${inPlace}: ${hint}`;
        }
        case 'required': {
            const missing = String(parameters.missingProperty);
            const described = parent.properties?.[missing]?.description;
            return `lacks the field '${missing}'${inPlace}: add it${described ? ` (${described})` : ''}.`;
        }
        case 'discriminator': {
            const kinds = error.parentSchema.oneOf
                .flatMap(({ properties: { kind } }) => kind.const ?? kind.enum ?? [])
                .map((kind) => `'${kind}'`);
            return `has ${JSON.stringify(parameters.tagValue) ?? 'nothing'} as '${place}.kind': use one of ${kinds.join(', ')}.`;
        }
        case 'enum':
            return `has ${value} as '${place}': use one of ${parameters.allowedValues.map((name) => `'${name}'`).join(', ')}.`;
        default:
            return `has ${value} as '${place || 'the whole'}', which ${error.message}: correct it${meaning}.`;
    }
}
/** What is wrong with a card although each field alone is right; undefined when nothing is. */
function contradictionOf(card) {
    const { format, files, splits, labels } = card;
    const paths = new Set(files.map(({ path }) => path));
    if (paths.size < files.length)
        return 'names a file twice: remove one.';
    if (card.source.kind === 'url') {
        for (const file of files) {
            for (const field of ['url', 'bytes', 'sha256']) {
                if (file[field] === undefined)
                    return `lacks '${field}' of the file ${file.path}: a dataset that is fetched must state it.`;
            }
        }
    }
    const folder = files.find((file) => file.folder);
    if (folder && (card.source.kind !== 'local' || folder.unpack || folder.bytes !== undefined))
        return `states the folder ${folder.path} as a file that is fetched, unpacked or sized: a folder lies beside its card.`;
    const ofImages = ['pixel-json', 'idx', 'image-folder', 'pascal-voc'].includes(format.kind);
    if (ofImages && card.task !== 'image-classification')
        return `has the format ${format.kind}, which is for the task 'image-classification', not '${card.task}': change one.`;
    if (!ofImages && card.task === 'image-classification')
        return `has the task image-classification, which is not read from the format '${format.kind}': change one.`;
    if (ofImages && splits.files)
        return "names files for splits, which images are not split by: remove 'splits.files', dev and test are cut from all.";
    const unpacks = files.some(({ unpack }) => unpack);
    for (const [split, named] of Object.entries(splits.files ?? {})) {
        for (const file of named) {
            if (!unpacks && !paths.has(file)) {
                const nearest = (0, nearestName_1.nearestName)(file, [...paths]);
                return `names ${file} for the split ${split}, which is not in 'files'${nearest ? `: did you mean '${nearest}'?` : ': list it there.'}`;
            }
        }
    }
    if (format.kind === 'conll' && card.task !== 'tagging')
        return `has the format conll, which is for the task 'tagging', not '${card.task}': change one.`;
    if (card.task === 'tagging' && format.kind !== 'conll')
        return `has the task tagging, which is read from the format 'conll', not '${format.kind}': change one.`;
    if (card.task === 'text-classification') {
        const labelled = format.kind === 'lines'
            ? format.labelOfFile
            : format.kind === 'wordnet' || format.kind === 'conll' || ('label' in format && format.label);
        const missing = labelled === undefined || labelled === false;
        if (missing)
            return "does not say where the label is: add 'label' (or 'labelOfFile' for lines) to 'format', or set the task to 'language-modelling'.";
    }
    const mapped = 'labelValues' in format ? format.labelValues : 'labelOfFile' in format ? format.labelOfFile : undefined;
    for (const label of labels.length > 0 ? Object.values(mapped ?? {}) : []) {
        if (!labels.includes(label))
            return `maps to the label '${label}', which is not in 'labels': add it there.`;
    }
    return undefined;
}
//# sourceMappingURL=cards.js.map