import type { DatasetCard } from './card';
/** A card and the folder it lies in, where the files of a user's own card lie too. */
export interface FoundCard {
    readonly card: DatasetCard;
    readonly folder: string;
}
/** Names of the cards that come with the repository, sorted. */
export declare function cardNames(): string[];
/**
 * Reads and checks a card.
 * @param nameOrCardPath a name in datasets/, or the path of a card (ending in .json)
 * @throws LabError when there is none, or it breaks the schema: one sentence with the field and the remedy
 */
export declare function readCard(nameOrCardPath: string): FoundCard;
/**
 * Checks a card against the schema and for what a schema cannot say, and fills in the defaults.
 * @param title what the card is called in messages
 * @throws LabError naming the field and the remedy
 */
export declare function checkCard(json: unknown, title: string): DatasetCard;
