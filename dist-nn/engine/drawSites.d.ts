/** A program is about to run or record a function. */
export declare function beginCall(): void;
/** Number of the present call. */
export declare function currentCall(): number;
