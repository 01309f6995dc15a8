/** Asks all long work to stop at its next safe point. */
export declare function requestStop(): void;
/** Forgets an earlier request, so that new work can start in the same process (a notebook's next cell). */
export declare function clearStop(): void;
/**
 * The safe point of long work: lets timers, signals and displays run, then throws if a stop was requested.
 * @throws StoppedError after {@link requestStop}
 * @throws LabError if the memory for JavaScript is nearly used up
 */
export declare function breathe(): Promise<void>;
