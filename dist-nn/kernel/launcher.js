"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * The kernel's process: `node dist/kernel/launcher.js --config-path=<connection file>`.
 *
 * TypeScript cells are compiled by tslab; talking to Jupyter is our own, because tslab answers a failing cell
 * without error name, message and traceback, so that every tool but the eye takes it for a success.
 */
require("../engine/nodeCompatibility");
const node_util_1 = require("node:util");
const background_1 = require("./background");
const cells_1 = require("./cells");
const channels_1 = require("./channels");
const compiler_1 = require("./compiler");
const kernel_1 = require("./kernel");
const outputStreams_1 = require("./outputStreams");
/** tfjs calls itself many levels deep; the cell's own line must not fall off the end of the stack. */
const stackDepth = 60;
async function main() {
    const { values } = (0, node_util_1.parseArgs)({ options: { 'config-path': { type: 'string' } } });
    const connectionFile = values['config-path'];
    if (!connectionFile) {
        process.stderr.write('Jupyter starts this kernel: choose "TypeScript (pretraining-lab)" in a notebook.\n');
        process.exitCode = 1;
        return;
    }
    Error.stackTraceLimit = stackDepth;
    const end = process.exit.bind(process);
    const background = new background_1.Background();
    background.install();
    let channels;
    const leave = () => {
        // A moment, so that the last status message is on its way too.
        setImmediate(async () => {
            await channels?.close();
            end(0);
        });
    };
    const cells = new cells_1.Cells((0, compiler_1.createCompiler)(), process.cwd());
    const kernel = new kernel_1.Kernel(() => channels, cells, background, leave);
    channels = await channels_1.Channels.open(connectionFile, (request, reply) => kernel.handle(request, reply));
    channels.publish('status', { execution_state: 'starting' });
    (0, outputStreams_1.redirectOutput)((name, text) => kernel.publish('stream', { name, text }));
    process.on('SIGINT', () => kernel.interrupt());
    endWithJupyter(end);
}
/** A kernel whose Jupyter was killed must not stay for ever. */
function endWithJupyter(end) {
    const jupyter = process.ppid;
    if (process.env.JPY_PARENT_PID !== String(jupyter))
        return;
    setInterval(() => {
        if (process.ppid !== jupyter)
            end(1);
    }, 1000).unref();
}
void main();
//# sourceMappingURL=launcher.js.map