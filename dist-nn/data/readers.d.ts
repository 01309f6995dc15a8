import type { DatasetCard } from './card';
import type { RawExample } from './examples';
/**
 * The examples of one file, in file order. Labels are names, checked against those of the card where it lists any.
 * @param folder that the card's paths start in
 * @throws LabError with file, line and remedy when the file does not hold what the card says
 */
export declare function readExamples(card: DatasetCard, folder: string, file: string): RawExample[];
