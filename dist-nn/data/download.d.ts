export interface Download {
    readonly url: string;
    /** Where the bytes go; what an interrupted download left there is gone on from. */
    readonly part: string;
    /** Size that the file must have: more is refused while it arrives. */
    readonly bytes: number;
    /** Name for the progress bar. */
    readonly label: string;
    /** Attempts before giving up, each going on where the last one broke off. Default 4. */
    readonly attempts?: number;
    /** Milliseconds without a byte after which an attempt has failed. Default 30,000. */
    readonly idleMilliseconds?: number;
}
/**
 * Fetches a file, resuming with a Range request where a part of it is there already.
 * @throws LabError when the server cannot be reached, answers with an error, or sends more than `bytes`
 */
export declare function download(request: Download): Promise<void>;
