"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.recordCommand = recordCommand;
const commander_1 = require("commander");
const recorded_1 = require("../ablations/recorded");
const study_1 = require("../ablations/study");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function recordCommand() {
    return new commander_1.Command('record')
        .description('Write the results in the store beside the notebooks, as notebooks/ID.results.json')
        .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.seedsOption)())
        .addOption((0, options_1.firstSeedOption)())
        .addOption((0, options_1.cardsOption)())
        .option('--out <folder>', 'another folder than notebooks/')
        .action(async (names, { cards, out, ...choice }) => {
        for (const ablation of await (0, ablations_1.findAblations)(names, cards)) {
            const done = await (0, study_1.storedStudy)(ablation, choice);
            process.stdout.write(`${(0, recorded_1.record)(done.data, out)}\n`);
        }
    });
}
//# sourceMappingURL=record.js.map