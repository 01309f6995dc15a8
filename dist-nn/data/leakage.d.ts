import type { RawSplits } from './examples';
/** A text of one split that repeats (or nearly repeats) a text of a split it must not know. */
export interface Leak {
    readonly split: 'pretraining' | 'train' | 'dev';
    readonly index: number;
    readonly text: string;
    readonly heldOut: 'dev' | 'test';
    readonly heldOutText: string;
    /** exact: equal but for case, accents, punctuation and spacing; near: as similar as the threshold or more. */
    readonly kind: 'exact' | 'near';
}
/** How many texts of each split were taken out because dev or test hold them too. */
export interface DroppedTexts {
    readonly pretraining: number;
    readonly train: number;
    readonly dev: number;
}
/**
 * Texts of pretraining and train that stand in dev or test, and texts of dev that stand in test. Pretraining may
 * contain train's texts: they are no secret, their labels are not in it.
 */
export declare function findLeaks(splits: RawSplits, threshold: number): Leak[];
/**
 * Refuses a dataset whose held-out texts leak.
 * @throws LabError with the counts and up to two examples
 */
export declare function refuseLeaks(name: string, splits: RawSplits, threshold: number): void;
/** The splits without the leaking texts of pretraining, train and dev, and how many those were. Test is never touched. */
export declare function dropLeaks(splits: RawSplits, threshold: number): {
    splits: RawSplits;
    dropped: DroppedTexts;
};
