"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** The command `lab`. Runs when it is loaded: scripts/lab.mjs imports it once the set-up is complete. */
const commander_1 = require("commander");
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const progressTerminal_1 = require("../report/progressTerminal");
const stop_1 = require("../stop");
const bench_1 = require("./bench");
const data_1 = require("./data");
const doctor_1 = require("./doctor");
const export_1 = require("./export");
const graph_1 = require("./graph");
const list_1 = require("./list");
const notebook_1 = require("./notebook");
const precision_1 = require("./precision");
const record_1 = require("./record");
const report_1 = require("./report");
const rerun_1 = require("./rerun");
const run_1 = require("./run");
const show_1 = require("./show");
const start_1 = require("./start");
const tune_1 = require("./tune");
const verify_1 = require("./verify");
const stoppedStatus = 130;
function program() {
    const lab = new commander_1.Command('lab')
        .description('See, measure and re-execute what pretraining does.')
        .showHelpAfterError("('lab --help' lists the commands, 'lab COMMAND --help' its options)")
        .enablePositionalOptions()
        .helpCommand('help [command]', 'Explain a command');
    const commands = [
        (0, start_1.startCommand)(),
        (0, list_1.listCommand)(),
        (0, run_1.runCommand)(),
        (0, tune_1.tuneCommand)(),
        (0, report_1.reportCommand)(),
        (0, export_1.exportCommand)(),
        (0, verify_1.verifyCommand)(),
        (0, record_1.recordCommand)(),
        (0, show_1.showCommand)(),
        (0, rerun_1.rerunCommand)(),
        (0, notebook_1.notebookCommand)(),
        (0, data_1.dataCommand)(),
        (0, bench_1.benchCommand)(),
        (0, precision_1.precisionCommand)(),
        (0, graph_1.graphCommand)(),
        (0, doctor_1.doctorCommand)(),
    ];
    for (const command of commands)
        lab.addCommand(command.copyInheritedSettings(lab));
    return lab;
}
/** First request: stop at the next safe point and keep what is finished. Second: stop now. */
function stopOnRequest() {
    let asked = false;
    const stop = () => {
        if (asked)
            process.exit(stoppedStatus);
        asked = true;
        process.stderr.write('\nStopping at the next safe point; once more stops at once.\n');
        (0, stop_1.requestStop)();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
}
async function main() {
    (0, progress_1.setProgressRenderer)((0, progressTerminal_1.terminalProgress)());
    stopOnRequest();
    // A reader that stops reading (| head) is no defect.
    process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
    try {
        await program().parseAsync(process.argv);
    }
    catch (thrown) {
        const file = thrown?.path;
        const error = file === undefined ? thrown : (0, durableFiles_1.writeRefusal)(file, thrown);
        if (error instanceof errors_1.StoppedError)
            process.exitCode = stoppedStatus;
        else
            process.exitCode = error instanceof commander_1.CommanderError ? error.exitCode : 1;
        if (error instanceof errors_1.LabError)
            process.stderr.write(`${error.message}\n`);
        else if (!(error instanceof commander_1.CommanderError))
            console.error(error);
    }
}
void main();
//# sourceMappingURL=main.js.map