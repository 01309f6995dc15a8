"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.rerunCommand = rerunCommand;
const commander_1 = require("commander");
const cardRoles_1 = require("../ablations/cardRoles");
const identity_1 = require("../ablations/identity");
const staleness_1 = require("../ablations/staleness");
const store_1 = require("../ablations/store");
const verification_1 = require("../ablations/verification");
const errors_1 = require("../errors");
const textTable_1 = require("../report/textTable");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function rerunCommand() {
    return new commander_1.Command('rerun')
        .description('Execute one run of the store again and print the difference of each of its numbers')
        .argument('<run>', "a run's id, or its first digits")
        .option('--ablation <module>', 'the module that exports its ablation, where that is not registered')
        .addOption((0, options_1.cardsOption)())
        .addOption((0, options_1.jsonOption)())
        .action(async (id, { ablation: name, cards, json }) => {
        const store = new store_1.RunStore();
        const record = store.find(id);
        const ablation = await (0, ablations_1.findAblation)(name ?? (0, cardRoles_1.studyOf)(record.determinants.ablation), cards);
        if (ablation.id !== record.determinants.ablation) {
            throw new errors_1.LabError(`Run ${(0, identity_1.shortId)(record.id)} belongs to '${record.determinants.ablation}', not to '${ablation.id}': name its cards with --cards, as when it was computed.`);
        }
        const done = await (0, verification_1.rerun)(ablation, record, store);
        if (!done.passed)
            process.exitCode = 1;
        if (json)
            return (0, options_1.printJson)(done);
        const rows = done.numbers
            .filter(({ quantity, agrees }) => !quantity.startsWith('curve ') || !agrees)
            .map(({ quantity, recorded, recomputed }) => [
            quantity,
            String(recorded),
            String(recomputed),
            typeof recorded === 'number' && typeof recomputed === 'number' ? String(recomputed - recorded) : '',
        ]);
        const where = done.sameEnvironment
            ? 'the same environment'
            : 'another environment than the recorded one';
        const agree = done.numbers.filter((number) => number.agrees).length;
        process.stdout.write(`${(0, identity_1.shortId)(record.id)} (${(0, staleness_1.placeOf)(record.determinants)}), executed again in ${where}: ${agree} of ${done.numbers.length} numbers are equal.\n\n${(0, textTable_1.textTable)(['quantity', 'recorded', 'again', 'difference'], rows)}\n`);
    });
}
//# sourceMappingURL=rerun.js.map