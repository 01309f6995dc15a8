/** Part to card: a name in datasets/ or the path of a card. */
export type CardRoles = Readonly<Record<string, string>>;
/**
 * The cards of a study: the given ones in place of the defaults.
 * @throws LabError for a part that the study does not have, or a card that cannot be read
 */
export declare function cardsOf<Roles extends CardRoles>(study: string, defaults: Roles, own: CardRoles): Roles;
/** A study's id on other cards: its own id and the names of the cards that differ, so that results are kept apart. */
export declare function idOn(study: string, defaults: CardRoles, cards: CardRoles): string;
/** The id of the study that an id of {@link idOn} was made from. */
export declare function studyOf(id: string): string;
/**
 * Cards from the command line: 'target=./mine.json', 'general=wikitext-2'.
 * @throws LabError for an entry that is not role=card, or a role given twice
 */
export declare function parseCards(entries: readonly string[]): CardRoles;
