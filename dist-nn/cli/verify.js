"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.verifyCommand = verifyCommand;
exports.differenceTable = differenceTable;
const commander_1 = require("commander");
const identity_1 = require("../ablations/identity");
const recorded_1 = require("../ablations/recorded");
const staleness_1 = require("../ablations/staleness");
const verification_1 = require("../ablations/verification");
const errors_1 = require("../errors");
const textTable_1 = require("../report/textTable");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
const mostDifferences = 40;
function verifyCommand() {
    return new commander_1.Command('verify')
        .description('Execute an ablation again from nothing and compare every recorded number: bit for bit in the same environment, else within a tolerance from the seed spread. Exit status 1 if any differs.')
        .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.seedsOption)())
        .addOption((0, options_1.armsOption)())
        .addOption((0, options_1.cardsOption)())
        .option('--recorded <folder>', 'where the recorded results are, if not in notebooks/')
        .addOption((0, options_1.jsonOption)())
        .action(async (names, { tier, seeds, arms, cards, recorded, json }) => {
        const all = [];
        for (const ablation of await (0, ablations_1.findAblations)(names, cards)) {
            if (names.includes('all') && !(0, recorded_1.readRecorded)(ablation.id, recorded)?.tiers[tier]) {
                process.stderr.write(`${ablation.id}: nothing is recorded at the tier '${tier}'.\n`);
                continue;
            }
            const options = { tier, ...(seeds ? { seeds } : {}), ...(arms ? { arms } : {}) };
            const done = await (0, verification_1.verify)(ablation, {
                ...options,
                ...(recorded ? { recordedFolder: recorded } : {}),
            });
            all.push(done);
            if (!json)
                process.stdout.write(describe(done));
        }
        if (json)
            (0, options_1.printJson)(all);
        if (all.length === 0)
            throw new errors_1.LabError(`Nothing is recorded at the tier '${tier}', so nothing was verified.`);
        if (all.some((done) => !done.passed))
            process.exitCode = 1;
    });
}
function describe(done) {
    const { comparison, stale } = done;
    const { agree, of } = (0, verification_1.agreement)(comparison);
    const how = comparison.sameEnvironment
        ? 'bit for bit (same environment fingerprint)'
        : 'within a tolerance from the recorded seed spread (another environment)';
    const lines = [
        `${done.ablation}, ${done.tier}, recorded ${done.recordedOn}: ${done.passed ? 'VERIFIED' : 'NOT VERIFIED'}`,
        `  ${agree} of ${of} numbers agree, compared ${how}.`,
    ];
    if (!done.unedited)
        lines.push('  The recorded results were edited after they were recorded: their checksum does not match.');
    if (comparison.notCompared > 0)
        lines.push(`  ${comparison.notCompared} recorded runs were not compared.`);
    if (stale.length > 0) {
        lines.push(`  ${stale.length} recorded runs come from other code or data: ${(0, staleness_1.summariseChanges)(stale)}.`);
    }
    if (!done.passed)
        lines.push(`  The recomputed runs are in ${done.recomputedIn}.`);
    const table = differenceTable((0, verification_1.differences)(comparison.numbers));
    return `${lines.join('\n')}\n${table}`;
}
/** Recorded beside recomputed numbers, where they differ. */
function differenceTable(numbers) {
    if (numbers.length === 0)
        return '';
    const rows = numbers
        .slice(0, mostDifferences)
        .map(({ place, quantity, recorded, recomputed, tolerance, recordedRun }) => [
        place,
        quantity,
        String(recorded),
        String(recomputed),
        typeof recorded === 'number' && typeof recomputed === 'number'
            ? (recomputed - recorded).toExponential(2)
            : '',
        tolerance === 0 ? 'equal' : tolerance.toPrecision(2),
        (0, identity_1.shortId)(recordedRun),
    ]);
    const more = numbers.length > rows.length ? `and ${numbers.length - rows.length} more\n` : '';
    const head = ['run', 'quantity', 'recorded', 'recomputed', 'difference', 'allowed', 'receipt'];
    return `\n${(0, textTable_1.textTable)(head, rows)}\n${more}`;
}
//# sourceMappingURL=verify.js.map