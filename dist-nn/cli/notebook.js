"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.notebookCommand = notebookCommand;
const node_child_process_1 = require("node:child_process");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
function notebookCommand() {
    return new commander_1.Command('notebook')
        .description('Open JupyterLab in notebooks/, with the TypeScript kernel; more arguments go to JupyterLab')
        .argument('[notebook]', 'a notebook to open, relative to notebooks/')
        .allowExcessArguments()
        .passThroughOptions()
        .action(async (notebook, _options, command) => {
        const jupyter = (0, paths_1.labFolder)('python', 'bin', 'jupyter');
        if (!fs.existsSync(jupyter))
            throw new errors_1.LabError("JupyterLab is not set up: run 'npm run setup'.");
        const folder = path.join(paths_1.projectRoot, 'notebooks');
        if (notebook && !notebook.startsWith('-') && !fs.existsSync(path.join(folder, notebook))) {
            throw new errors_1.LabError(`There is no notebook ${path.join(folder, notebook)}.`);
        }
        await untilClosed(jupyter, ['lab', ...command.args], folder);
    });
}
/** JupyterLab asks for itself whether Ctrl-C is meant; its exit status becomes ours. */
function untilClosed(program, args, folder) {
    const child = (0, node_child_process_1.spawn)(program, args, { cwd: folder, stdio: 'inherit' });
    return new Promise((resolve, reject) => {
        child.once('error', (error) => reject(new errors_1.LabError(`JupyterLab did not start: ${error.message}.`)));
        child.once('exit', (code) => {
            process.exitCode = code ?? 1;
            resolve();
        });
    });
}
//# sourceMappingURL=notebook.js.map