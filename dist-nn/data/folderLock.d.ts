/** Does work in a folder while no other process does: a second process waits. A lock whose process has died is taken over. */
export declare function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T>;
