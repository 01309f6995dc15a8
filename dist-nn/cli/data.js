"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.dataCommand = dataCommand;
/** `lab data`: which datasets there are, bringing their files into place, and checking them. */
const commander_1 = require("commander");
const acquire_1 = require("../data/acquire");
const cards_1 = require("../data/cards");
const dataset_1 = require("../data/dataset");
const errors_1 = require("../errors");
const options_1 = require("./options");
/** The command, for the command line to add. */
function dataCommand() {
    const data = new commander_1.Command('data').description('List, fetch and check datasets');
    data
        .command('list')
        .description('List the datasets that have a card')
        .addOption((0, options_1.jsonOption)())
        .action((options) => list(options));
    data
        .command('get')
        .description("Fetch a dataset's files, from LAB_DATA_MIRROR or their addresses, and verify them")
        .argument('<names...>', "names of datasets, or paths of your own cards ('./my-card.json')")
        .addOption((0, options_1.jsonOption)())
        .action((names, options) => get(names, options));
    data
        .command('check')
        .description('Check cards, checksums, splits and leakage; without names, of every dataset whose files are there')
        .argument('[names...]', "names of datasets, or paths of your own cards ('./my-card.json')")
        .addOption((0, options_1.jsonOption)())
        .action((names, options) => check(names, options));
    return data;
}
function list({ json }) {
    const entries = (0, cards_1.cardNames)().map((name) => {
        const { card, folder } = (0, cards_1.readCard)(name);
        const bytes = card.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
        return {
            name,
            task: card.task,
            source: card.source.kind,
            bytes,
            present: isPresent({ card, folder }),
            licence: card.licence,
            description: card.description,
        };
    });
    if (json) {
        (0, options_1.printJson)(entries);
        return;
    }
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, task, source, bytes, present, description } of entries) {
        const size = source === 'generator' ? 'made here' : `${(bytes / 1e6).toFixed(1)} MB`;
        const state = present ? 'ready' : `to fetch: lab data get ${name}`;
        write(`${name.padEnd(width)}  ${task}, ${size}, ${state}`);
        write(`${' '.repeat(width)}  ${description}`);
    }
}
async function get(names, { json }) {
    // Every name is looked up before the first file is fetched.
    const cards = names.map(cards_1.readCard);
    const fetched = [];
    for (const { card, folder } of cards) {
        const acquired = await (0, acquire_1.acquireFiles)(card, folder);
        const files = card.files.map(({ path }, index) => ({ path, sha256: acquired.checksums[index] }));
        fetched.push({ name: card.name, folder: acquired.folder, files });
        if (!json)
            write(`${card.name}: ${files.length} ${files.length === 1 ? 'file' : 'files'} verified in ${acquired.folder}`);
    }
    if (json)
        (0, options_1.printJson)(fetched);
}
async function check(names, { json }) {
    const results = [];
    for (const name of names.length > 0 ? names : (0, cards_1.cardNames)()) {
        try {
            if (names.length === 0 && !isPresent((0, cards_1.readCard)(name))) {
                results.push({
                    name,
                    state: 'not fetched',
                    found: `card is well; its files are fetched by 'lab data get ${name}'`,
                });
                continue;
            }
            const { found, hash } = await loaded(name);
            results.push({ name, state: 'well', found, hash });
        }
        catch (error) {
            if (!(error instanceof errors_1.LabError))
                throw error;
            results.push({ name, state: 'broken', found: error.message });
        }
    }
    if (json)
        (0, options_1.printJson)(results);
    else
        for (const { name, state, found } of results)
            write(`${{ well: '✓', 'not fetched': '-', broken: '✗' }[state]} ${name}: ${found}`);
    if (results.some(({ state }) => state === 'broken'))
        process.exitCode = 1;
}
function isPresent({ card, folder }) {
    try {
        return (0, acquire_1.filesArePresent)(card, folder);
    }
    catch (error) {
        if (error instanceof errors_1.LabError)
            return false;
        throw error;
    }
}
async function loaded(name) {
    if ((0, cards_1.readCard)(name).card.task === 'image-classification') {
        // The engine is loaded only where pictures are read.
        const { loadImages } = await import('../data/imageDataset.js');
        const images = await loadImages(name);
        return { found: imageSummary(images), hash: images.hash };
    }
    const dataset = await (0, dataset_1.loadDataset)(name);
    return { found: summary(dataset), hash: dataset.hash };
}
function imageSummary({ shape, train, dev, test, labels, nearDuplicates }) {
    return `${train.length} images of ${shape.join(' x ')} to train on, ${dev.length} dev, ${test.length} test, ${labels.length} labels, ${nearDuplicates} near duplicates kept together`;
}
function summary(dataset) {
    const { pretraining, train, heldOut, labels, dropped, tagged } = dataset;
    const left = dropped.pretraining + dropped.train + dropped.dev;
    const parts = [
        `${pretraining.length} pretraining texts`,
        ...(tagged
            ? [`${tagged.train.length} tagged sentences to train on`]
            : train.length > 0
                ? [`${train.length} labelled`]
                : []),
        `${heldOut.dev.length} dev`,
        `${heldOut.test.length} test`,
        ...(labels.length > 0 ? [`${labels.length} labels`] : []),
        left === 0
            ? 'no leak'
            : `left out as leaks: ${dropped.pretraining} pretraining, ${dropped.train} train, ${dropped.dev} dev`,
    ];
    return parts.join(', ');
}
function write(line) {
    process.stdout.write(`${line}\n`);
}
//# sourceMappingURL=data.js.map