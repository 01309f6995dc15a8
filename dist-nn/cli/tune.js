"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.tuneCommand = tuneCommand;
const commander_1 = require("commander");
const tuning_1 = require("../ablations/tuning");
const textTable_1 = require("../report/textTable");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function tuneCommand() {
    return new commander_1.Command('tune')
        .description("Choose an ablation's settings on dev, from one grid for every arm, and record all scores")
        .argument('<ablation>', 'an id, or a JavaScript module that exports an ablation')
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.cardsOption)())
        .option('--out <folder>', 'record there instead of in notebooks/')
        .addOption((0, options_1.jsonOption)())
        .action(async (name, { tier, cards, out, json }) => {
        const ablation = await (0, ablations_1.findAblation)(name, cards);
        const record = await (0, tuning_1.tune)(ablation, { tier, ...(out ? { recordedFolder: out } : {}) });
        if (json)
            (0, options_1.printJson)(record);
        else
            process.stdout.write(`${describe(record)}\nRecorded in ${(0, tuning_1.tuningFile)(record.ablation, out)}\n`);
    });
}
/** A row a candidate, a column an arm and budget: the mean over seeds; the chosen ones are marked. */
function describe({ scores, candidates, chosen, metric, seeds }) {
    const columns = [...new Map(scores.map((s) => [`${s.arm}, ${s.labelsPerClass}`, s])).values()];
    const mean = (candidate, arm, labelsPerClass) => {
        const values = scores.filter((s) => s.candidate === candidate && s.arm === arm && s.labelsPerClass === labelsPerClass);
        return values.reduce((sum, { value }) => sum + value, 0) / values.length;
    };
    const rows = Object.keys(candidates).map((candidate) => [
        candidate,
        ...columns.map(({ arm, labelsPerClass }) => {
            const mark = chosen[arm]?.[labelsPerClass] === candidate ? '*' : ' ';
            return `${mean(candidate, arm, labelsPerClass).toFixed(4)}${mark}`;
        }),
    ]);
    const head = ['candidate', ...columns.map(({ arm, labelsPerClass }) => `${arm}, ${labelsPerClass}`)];
    return `${(0, textTable_1.textTable)(head, rows)}\n${metric} on dev, mean of seeds ${seeds.join(', ')}; * is the chosen one of a column.`;
}
//# sourceMappingURL=tune.js.map