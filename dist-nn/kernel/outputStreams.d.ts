/** @param send publishes text of one of the two streams */
export declare function redirectOutput(send: (name: 'stdout' | 'stderr', text: string) => void): void;
