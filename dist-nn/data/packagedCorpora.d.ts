/**
 * The files of a packaged corpus.
 * @param name as the card's source names it in 'reader'
 * @param folder where the package is installed
 * @throws LabError when there is no reader of that name
 */
export declare function packagedCorpus(name: string, folder: string): Record<string, string>;
