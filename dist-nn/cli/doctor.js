"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.doctorCommand = doctorCommand;
exports.describeFingerprint = describeFingerprint;
exports.describeHealth = describeHealth;
/** `lab doctor`: the environment fingerprint that every result carries, and the health of each part. */
const commander_1 = require("commander");
const health_1 = require("./health");
const marks = { well: '✓', advice: '!', broken: '✗' };
/** The command, for the command line to add. Exits with 1 if a part is broken. */
function doctorCommand() {
    return new commander_1.Command('doctor')
        .description('Print the environment fingerprint that results carry, and check that every part works')
        .option('--json', 'print one JSON object: fingerprint and health')
        .action(async (options) => {
        const health = await (0, health_1.checkHealth)();
        // Loaded only once it was seen to load elsewhere: a broken engine must not take the doctor with it.
        const engineWorks = health.every((check) => check.part !== 'engine' || check.state !== 'broken');
        const fingerprint = engineWorks
            ? (await import('../engine/fingerprint.js')).environmentFingerprint()
            : null;
        const text = options.json
            ? JSON.stringify({ fingerprint, health }, null, 2)
            : [...describeFingerprint(fingerprint), '', ...describeHealth(health)].join('\n');
        process.stdout.write(`${text}\n`);
        if (health.some((check) => check.state === 'broken'))
            process.exitCode = 1;
    });
}
/** The fingerprint as aligned lines. */
function describeFingerprint(fingerprint) {
    if (!fingerprint)
        return ['No fingerprint: the engine does not load (see below).'];
    const { flags } = fingerprint;
    const device = fingerprint.gpuModel
        ? `${fingerprint.device} (${fingerprint.gpuModel})`
        : fingerprint.device;
    const rows = [
        [
            'pretraining-lab',
            `${fingerprint.labVersion}${fingerprint.gitCommit ? ` at ${fingerprint.gitCommit.slice(0, 12)}` : ''}`,
        ],
        ['Node', fingerprint.node],
        ['platform', `${fingerprint.platform} ${fingerprint.architecture}`],
        ['processor', `${fingerprint.cpuModel}, ${fingerprint.cores} cores`],
        ['vector extensions', fingerprint.cpuFeatures.join(' ') || 'unknown'],
        ['memory', `${(fingerprint.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
        ['TensorFlow', fingerprint.tensorflow],
        ['TensorFlow.js', `${fingerprint.tfjs}, backend ${fingerprint.backend}`],
        ['device', device],
        ['threads', String(fingerprint.threads)],
        ['own kernels', fingerprint.nativeKernels ? 'in use' : "not in use: TensorFlow's serve"],
        ['oneDNN', fingerprint.oneDNN],
        ['XLA flags', [flags.XLA_FLAGS, flags.TF_XLA_FLAGS].filter(Boolean).join(' ') || 'none'],
        [
            'other flags',
            Object.entries(flags)
                .filter(([name]) => !name.endsWith('XLA_FLAGS'))
                .map(([name, value]) => `${name}=${value}`)
                .join(' ') || 'none',
        ],
        ['fingerprint', fingerprint.hash],
    ];
    return aligned(rows);
}
/** One line a part, its remedy under it. */
function describeHealth(health) {
    const lines = aligned(health.map((check) => [`${marks[check.state]} ${check.part}`, check.found]));
    return health.flatMap((check, index) => [lines[index], ...(check.remedy ? [`    ${check.remedy}`] : [])]);
}
function aligned(rows) {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
//# sourceMappingURL=doctor.js.map