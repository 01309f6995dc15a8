export interface EnvironmentFingerprint {
    /** Version of this package. */
    readonly labVersion: string;
    /** Commit of the checkout, null outside a git checkout. */
    readonly gitCommit: string | null;
    /** Node's version, with the leading v. */
    readonly node: string;
    readonly platform: string;
    readonly architecture: string;
    readonly cpuModel: string;
    /** Vector extensions that choose among numerical kernels, sorted; empty where the system does not tell. */
    readonly cpuFeatures: readonly string[];
    /** Logical cores of the machine. */
    readonly cores: number;
    /** Cores this process may use: the size of TensorFlow's thread pools unless `threadFlags` says otherwise. */
    readonly threads: number;
    readonly memoryBytes: number;
    /** Version of the native library. */
    readonly tensorflow: string;
    readonly tfjs: string;
    /** Name of TensorFlow.js's backend: 'tensorflow' is the native one. */
    readonly backend: string;
    readonly device: 'cpu' | 'gpu';
    /** Model of the first GPU, null on a CPU. */
    readonly gpuModel: string | null;
    /** Whether oneDNN's kernels are on, and whether by the environment or by TensorFlow's default. */
    readonly oneDNN: 'on' | 'off' | 'on by default' | 'off by default';
    /** Whether the lab's own compiled kernels are in use. */
    readonly nativeKernels: boolean;
    /** Set variables of the environment that change numbers: XLA, oneDNN, determinism, precision, threads. */
    readonly flags: Readonly<Record<string, string>>;
    /** Equal hashes: the same numbers are expected bit for bit. Of everything above that determines numbers. */
    readonly hash: string;
}
/** The flags of an environment, sorted by name. */
export declare function numericalFlags(environment: NodeJS.ProcessEnv): Record<string, string>;
/**
 * Hashes what determines numbers. Left out: the commit and this package's version (what code ran is for the run to
 * say), memory, and the machine's cores beyond those this process may use.
 */
export declare function fingerprintHash(fingerprint: Omit<EnvironmentFingerprint, 'hash'>): string;
/**
 * The fingerprint of this process, computed once: TensorFlow reads its flags once, too.
 * Loads the native engine.
 */
export declare function environmentFingerprint(): EnvironmentFingerprint;
