"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.showCommand = showCommand;
exports.describeRun = describeRun;
const commander_1 = require("commander");
const store_1 = require("../ablations/store");
const options_1 = require("./options");
function showCommand() {
    return new commander_1.Command('show')
        .description('A run: what determined it, what came out, where and how long it ran, what it started from')
        .argument('<run>', "a run's id, or its first digits")
        .addOption((0, options_1.jsonOption)())
        .action((id, { json }) => {
        const record = new store_1.RunStore().find(id);
        if (json)
            (0, options_1.printJson)(record);
        else
            process.stdout.write(describeRun(record));
    });
}
/** A run's record as aligned text. */
function describeRun(record) {
    const { determinants: d, result, error, environment } = record;
    const lines = [];
    const head = (name) => lines.push('', name);
    const field = (name, value) => lines.push(`  ${name.padEnd(24)} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    lines.push(`run ${record.id}`);
    field('state', record.state);
    if (error)
        field('message', error.message);
    if (error?.stack)
        lines.push(...error.stack
            .split('\n')
            .slice(1)
            .map((line) => `    ${line.trim()}`));
    field('ablation', d.ablation);
    field(d.part === 'trial' ? 'arm' : 'pretraining stage', d.kind ? `${d.name} (${d.kind})` : d.name);
    if (d.labelsPerClass !== undefined)
        field('labels per class', d.labelsPerClass);
    field('seed', d.seed);
    field('tier', d.tier);
    field('engine', `${d.engine}, ${d.precision}`);
    field('started', record.startedAt);
    field('seconds', record.seconds.toFixed(2));
    field('peak memory', `${Math.round(record.peakMemoryBytes / 2 ** 20)} MiB`);
    if (result) {
        head('Results');
        for (const [name, value] of Object.entries({ ...result.metrics, ...result.facts, ...result.ledger })) {
            field(name, value);
        }
        for (const [name, points] of Object.entries(result.curves ?? {}))
            field(`curve ${name}`, `${points.length} points`);
    }
    head('Configuration');
    for (const [name, value] of Object.entries(d.configuration))
        field(name, value);
    head('Started from');
    for (const [stage, id] of Object.entries(d.parents))
        field(stage, id);
    field('data', d.data);
    if (record.files.length > 0) {
        head('Artefact');
        for (const file of record.files)
            field(file.path, `${file.bytes} bytes, SHA-256 ${file.sha256}`);
    }
    head('Environment');
    field('fingerprint', environment.hash);
    for (const [name, value] of Object.entries(environment.facts))
        field(name, value);
    head('Code');
    for (const [name, hash] of Object.entries(d.code))
        field(name, hash.slice(0, 16));
    return `${lines.join('\n')}\n`;
}
//# sourceMappingURL=show.js.map