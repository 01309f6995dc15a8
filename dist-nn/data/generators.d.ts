/** Makes the files of a dataset from a seed alone: file path to content. */
export type DatasetGenerator = (seed: number) => Record<string, string | Uint8Array>;
/**
 * Writes a generator's files into a folder.
 * @throws LabError when there is no generator of that name
 */
export declare function generateFiles(name: string, seed: number, folder: string): Promise<void>;
/** Writes files whole or not at all. */
export declare function writeFiles(files: Readonly<Record<string, string | Uint8Array>>, folder: string): void;
