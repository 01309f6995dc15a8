/** How Jupyter starts the kernel: the content of share/jupyter/kernels/<kernelName>/kernel.json. */
export declare const kernelName = "pretraining-lab";
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
export declare function kernelspec(root: string, node?: string): Kernelspec;
