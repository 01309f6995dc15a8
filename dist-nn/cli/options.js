"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.tierOption = tierOption;
exports.seedsOption = seedsOption;
exports.firstSeedOption = firstSeedOption;
exports.armsOption = armsOption;
exports.recordedOption = recordedOption;
exports.cardsOption = cardsOption;
exports.jsonOption = jsonOption;
exports.wholeNumbers = wholeNumbers;
exports.countOption = countOption;
exports.printJson = printJson;
/** Options that several commands share. */
const commander_1 = require("commander");
function tierOption(fallback) {
    const option = new commander_1.Option('--tier <tier>', 'how large: quick, laptop or full').choices([
        'quick',
        'laptop',
        'full',
    ]);
    return fallback ? option.default(fallback) : option;
}
function seedsOption() {
    return new commander_1.Option('--seeds <n>', "how many seeds instead of the tier's").argParser(wholeNumber);
}
function firstSeedOption() {
    return new commander_1.Option('--first-seed <n>', 'the first seed, for a replication on fresh ones, pretraining included (default: 1)').argParser(wholeNumber);
}
function armsOption() {
    return new commander_1.Option('--arms <names...>', 'only these arms');
}
function recordedOption() {
    return new commander_1.Option('--recorded [folder]', 'of the recorded results (in notebooks/ or the folder) instead of the runs in the store');
}
function cardsOption() {
    return new commander_1.Option('--cards <role=card...>', "the study on other data: 'target=./my-card.json', 'general=wikitext-2'");
}
function jsonOption() {
    return new commander_1.Option('--json', 'print one JSON document on stdout, for machines');
}
/** One or several counts, separated by commas. */
function wholeNumbers(text) {
    const values = text.split(',').map(Number);
    if (values.some((value) => !Number.isInteger(value) || value < 1)) {
        throw new commander_1.InvalidArgumentError('Give whole numbers from 1, separated by commas.');
    }
    return values;
}
/** A count with a default: '--steps <n>'. */
function countOption(flags, description, fallback) {
    const one = (text) => {
        const values = wholeNumbers(text);
        if (values.length > 1)
            throw new commander_1.InvalidArgumentError('Give one whole number from 1.');
        return values[0];
    };
    return new commander_1.Option(flags, description).argParser(one).default(fallback);
}
function wholeNumber(text) {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1)
        throw new commander_1.InvalidArgumentError('Give a whole number from 1.');
    return value;
}
function printJson(value) {
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
//# sourceMappingURL=options.js.map