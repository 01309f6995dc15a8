export interface RunLock {
    release(): void;
}
/** Takes the lock, or returns undefined while a living process holds it. */
export declare function takeLock(file: string): RunLock | undefined;
