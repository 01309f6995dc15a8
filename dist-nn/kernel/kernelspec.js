"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.kernelName = void 0;
exports.kernelspec = kernelspec;
/** How Jupyter starts the kernel: the content of share/jupyter/kernels/<kernelName>/kernel.json. */
exports.kernelName = 'pretraining-lab';
/**
 * @param root the repository's folder
 * @param node the Node that runs the kernel; the native engine was built for its version
 */
function kernelspec(root, node = process.execPath) {
    return {
        argv: [node, `${root}/dist/kernel/launcher.js`, '--config-path={connection_file}'],
        display_name: 'TypeScript (pretraining-lab)',
        language: 'typescript',
        interrupt_mode: 'signal',
        env: {},
    };
}
//# sourceMappingURL=kernelspec.js.map