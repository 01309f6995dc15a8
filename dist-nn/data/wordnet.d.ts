import type { RawExample } from './examples';
/**
 * The glosses of WordNet's data files (format: wndb(5WN)): definition and example sentences of each synset, in file
 * order. Nouns whose lexicographer file is listed carry its label; verbs, adjectives, adverbs and other nouns do not.
 * @param folder where the data files' paths start
 * @param lexicographerFiles two-digit number to label name
 * @throws LabError when a line is not a synset
 */
export declare function readWordnetGlosses(folder: string, files: readonly string[], lexicographerFiles: Readonly<Record<string, string>>): RawExample[];
