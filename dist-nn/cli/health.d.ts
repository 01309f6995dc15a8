export interface HealthCheck {
    /** The part, in a word or two. */
    readonly part: string;
    /** broken: something cannot work; advice: all works, but less well than it could. */
    readonly state: 'well' | 'advice' | 'broken';
    /** What was found. */
    readonly found: string;
    /** What to do, in one sentence; null where nothing is. */
    readonly remedy: string | null;
}
/** Whether every set-up step is done and up to date. */
export declare function checkSetup(root?: string): HealthCheck;
/** Loads the engine and adds two numbers, in a process of its own: a processor it cannot run on ends that one. */
export declare function checkEngine(root?: string): HealthCheck;
/** Whether danfo computes with the very engine the lab computes with; a second copy would hold tensors of its own. */
export declare function checkSharedEngine(): Promise<HealthCheck>;
/** Whether JupyterLab and the notebook runners load. */
export declare function checkPython(folder?: string): HealthCheck;
/** Whether Jupyter finds the kernel and what the kernel starts is there. */
export declare function checkKernel(folder?: string): HealthCheck;
/** Free space where runs and caches go. */
export declare function checkDisk(folder?: string, needed?: number): HealthCheck;
/** All checks, in the order in which the parts rest on each other. */
export declare function checkHealth(): Promise<HealthCheck[]>;
