export declare class Background {
    private fail;
    private leftBehind;
    private readonly cell;
    /** Takes over the process's last-resort events, its exits, and its timers. Called once. */
    install(): void;
    /** An error left by an earlier cell after that cell was over, if there is one; it is then forgotten. */
    takeLeftBehind(): unknown[];
    /**
     * Runs a cell's work to its end, including what it left behind.
     * @throws what the work throws, or the first background failure meanwhile
     */
    watch<T>(work: () => Promise<T>, interrupted: Promise<never>): Promise<T>;
    private report;
    /** Timers that a cell sets and does not wait for hold it open until they first fire, if that is soon. */
    private watchTimers;
}
