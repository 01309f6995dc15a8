/** Node reads no more than this into one buffer. */
export declare const largestBuffer: number;
/** @throws LabError for a file of more than `most` bytes */
export declare function requireSize(place: string, file: string, most: number): void;
