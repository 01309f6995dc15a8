/** Where a run happened, as far as it can change numbers or times. */
import type { Json } from './ablation';
export interface Environment {
    /** Runs with equal hashes are expected to agree bit for bit. */
    readonly hash: string;
    readonly facts: {
        readonly [name: string]: Json;
    };
}
/** The environment of this process. Loads the native engine on the first call. */
export declare function currentEnvironment(): Promise<Environment>;
