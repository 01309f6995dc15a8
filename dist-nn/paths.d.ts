/** The repository's root: the folder of package.json. Works from src/ (tests) and dist/ (commands, notebooks). */
export declare const projectRoot: string;
/** Folder of everything generated (Python environment, native library, data cache, runs); never committed. */
export declare function labFolder(...parts: string[]): string;
/** Folder of the dataset cards that come with the repository. */
export declare const cardFolder: string;
