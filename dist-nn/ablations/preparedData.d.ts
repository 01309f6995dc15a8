import type { Ablation, TierName } from './ablation';
import type { CodeReader } from './codeVersion';
export interface PreparedData {
    /** Hash of what runs can see of the data. */
    readonly hash: string;
    /** The data itself; prepares it on the first call. */
    load(): Promise<unknown>;
}
/**
 * Finds the hash of a study's data. It is remembered in the store under everything that determines it (cards, code,
 * configuration), so that a finished study is read without preparing any data.
 * @throws LabError if a card is missing
 */
export declare function preparedData(ablation: Ablation, tier: TierName, code: CodeReader, storeFolder: string): Promise<PreparedData>;
/** The same without preparing anything: undefined where the hash is not remembered. */
export declare function rememberedData(ablation: Ablation, tier: TierName, code: CodeReader, storeFolder: string): PreparedData | undefined;
