/** How Jupyter starts the kernel: the content of share/jupyter/kernels/<kernelName>/kernel.json. */
export const kernelName = 'pretraining-lab';

export interface Kernelspec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'signal';
  readonly env: Readonly<Record<string, string>>;
}

/**
 * @param root the repository's folder
 * @param node the Node that runs the kernel; the native engine was built for its version
 */
export function kernelspec(root: string, node: string = process.execPath): Kernelspec {
  return {
    argv: [node, `${root}/dist/kernel/launcher.js`, '--config-path={connection_file}'],
    display_name: 'TypeScript (pretraining-lab)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: {},
  };
}
