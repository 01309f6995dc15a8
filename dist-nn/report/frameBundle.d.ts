/** What is read of danfo's DataFrame and Series. */
export interface FrameLike {
    readonly columns: readonly string[];
    readonly index: readonly (string | number)[];
    readonly values: readonly unknown[];
}
export declare function isFrame(value: unknown): value is FrameLike;
export declare function frameBundle(frame: FrameLike): {
    'text/html': string;
    'text/plain': string;
};
