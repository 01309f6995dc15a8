/** Studies that can be run on other data: which card plays which part, and what such a study is called. */
import { readCard } from '../data/cards';
import { nearestName } from '../data/nearestName';
import { LabError } from '../errors';

/** Part to card: a name in datasets/ or the path of a card. */
export type CardRoles = Readonly<Record<string, string>>;

/**
 * The cards of a study: the given ones in place of the defaults.
 * @throws LabError for a part that the study does not have, or a card that cannot be read
 */
export function cardsOf<Roles extends CardRoles>(study: string, defaults: Roles, own: CardRoles): Roles {
  for (const [role, card] of Object.entries(own)) {
    if (!Object.hasOwn(defaults, role)) {
      const names = Object.keys(defaults);
      const near = nearestName(role, names);
      throw new LabError(
        `The study '${study}' has no card '${role}'${near ? `; did you mean '${near}'?` : `: its cards are ${names.join(', ')}.`}`,
      );
    }
    readCard(card);
  }
  return { ...defaults, ...own };
}

/** Stands in an id between a study's own id and its cards. */
const on = '-on-';

/** A study's id on other cards: its own id and the names of the cards that differ, so that results are kept apart. */
export function idOn(study: string, defaults: CardRoles, cards: CardRoles): string {
  const different = Object.entries(cards).filter(([role, card]) => card !== defaults[role]);
  if (different.length === 0) return study;
  const names = different.map(([role, card]) =>
    `${role}-${readCard(card).card.name}`.replace(/[^a-z0-9]+/g, '-'),
  );
  return `${study}${on}${names.join('-').replace(/^-|-$/g, '')}`;
}

/** The id of the study that an id of {@link idOn} was made from. */
export function studyOf(id: string): string {
  return id.split(on)[0]!;
}

/**
 * Cards from the command line: 'target=./mine.json', 'general=wikitext-2'.
 * @throws LabError for an entry that is not role=card, or a role given twice
 */
export function parseCards(entries: readonly string[]): CardRoles {
  const cards: Record<string, string> = {};
  for (const entry of entries) {
    const [, role, card] = /^([A-Za-z]+)=(.+)$/.exec(entry) ?? [];
    if (role === undefined || card === undefined)
      throw new LabError(`'${entry}' names no card: write ROLE=CARD, such as target=./my-card.json.`);
    if (Object.hasOwn(cards, role)) throw new LabError(`The card '${role}' is given twice: give it once.`);
    cards[role] = card;
  }
  return cards;
}
