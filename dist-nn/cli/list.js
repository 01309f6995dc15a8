"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.listCommand = listCommand;
const commander_1 = require("commander");
const plan_1 = require("../ablations/plan");
const recorded_1 = require("../ablations/recorded");
const store_1 = require("../ablations/store");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function listCommand() {
    return new commander_1.Command('list')
        .description('The ablations: what each claims, the minutes of its tiers, what is computed and recorded')
        .argument('[ablations...]', 'only these', ['all'])
        .addOption((0, options_1.jsonOption)())
        .action(async (names, { json }) => {
        const store = new store_1.RunStore();
        const listed = [];
        for (const ablation of await (0, ablations_1.findAblations)(names)) {
            const tiers = [];
            for (const tier of ['quick', 'laptop', 'full'])
                tiers.push(await stateOf(ablation, tier, store));
            listed.push({ id: ablation.id, title: ablation.title, claim: ablation.claim.sentence, tiers });
        }
        if (json)
            return (0, options_1.printJson)(listed);
        for (const { id, title, claim, tiers } of listed) {
            process.stdout.write(`${id}: ${title}\n  ${claim}\n${tiers.map(line).join('')}\n`);
        }
    });
}
async function stateOf(ablation, tier, store) {
    const recorded = (0, recorded_1.readRecorded)(ablation.id)?.tiers[tier]?.recorded ?? null;
    const { minutes } = ablation.tiers[tier];
    // Ids follow from the data; where it was never prepared, nothing can have been computed.
    const plan = await (0, plan_1.knownPlan)(ablation, { tier }, store.folder);
    if (!plan)
        return { tier, minutes, runs: null, finished: 0, failed: 0, recorded };
    const runs = [...plan.stages, ...plan.trials];
    const states = runs.map((run) => store.read(ablation.id, run.id)?.state);
    return {
        tier,
        minutes,
        runs: runs.length,
        finished: states.filter((state) => state === 'finished').length,
        failed: states.filter((state) => state === 'failed').length,
        recorded,
    };
}
function line({ tier, minutes, runs, finished, failed, recorded }) {
    const computed = runs === null ? 'nothing computed' : `${finished} of ${runs} runs computed`;
    const failures = failed ? `, ${failed} failed` : '';
    const record = recorded ? `, recorded ${recorded}` : '';
    return `  ${tier.padEnd(7)} ${stated(minutes).padEnd(9)} ${computed}${failures}${record}\n`;
}
function stated(minutes) {
    return minutes < 90
        ? `${Number(minutes.toPrecision(2))} min`
        : `${Number((minutes / 60).toPrecision(2))} h`;
}
//# sourceMappingURL=list.js.map