/** Forces a file's or folder's content to the disk. */
export declare function synchronise(fileOrFolder: string): void;
/** A name beside `target` that no other writer uses; anything so named is leftover once its process is gone. */
export declare function temporaryName(target: string): string;
/** Writes a file so that a reader, or the next start after a crash, sees the old content or the new, never a part. */
export declare function writeDurably(file: string, content: string | Uint8Array): void;
/** All files under a folder, relative, sorted, with '/' between parts. */
export declare function filesUnder(folder: string): string[];
/** Gives a finished folder its final name: contents reach the disk first. Replaces leftovers of that name. */
export declare function publishFolder(temporary: string, target: string): void;
/** The system's refusals that a user can act on, in a sentence; anything else as it is. */
export declare function writeRefusal(file: string, error: unknown): unknown;
