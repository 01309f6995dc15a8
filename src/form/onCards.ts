/** Studies on other data: which card plays which part, and what such a study is called. */
import { cardNames, readCard } from '../data/cards';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import type { Cards } from './dataRecipe';
import type { Study } from './study';

/** Stands in an id between a study's own id and its cards. */
const on = '-on-';

/**
 * The same study on other cards, with an id of its own, so that results are kept apart. Cards that are not given stay.
 * @throws LabError for a part that the study does not have, or a card that cannot be read
 */
export function onCards(study: Study, own: Cards): Study {
  const { cards: defaults } = study.data;
  for (const [role, card] of Object.entries(own)) {
    if (!Object.hasOwn(defaults, role)) {
      const names = Object.keys(defaults);
      const near = nearestName(role, names);
      throw new LabError(
        `The study '${study.id}' has no card '${role}'${near ? `; did you mean '${near}'?` : `: its cards are ${names.join(', ')}.`}`,
      );
    }
    readCard(card);
  }
  const cards = withFollowers(defaults, own);
  const id = idOn(study.id, defaults, cards);
  if (id === study.id) return study;
  const { tiers = {}, ...changes } = study.onCards?.(cards) ?? {};
  const changedTiers = Object.entries(study.tiers).map(([name, tier]) => [
    name,
    { ...tier, ...tiers[name as keyof typeof tiers] },
  ]);
  return Object.freeze({
    ...study,
    ...changes,
    verdict: { ...study.verdict, ...changes.verdict },
    tiers: Object.fromEntries(changedTiers),
    id,
    on: { study: study.id, cards: own },
    data: { ...study.data, cards },
  } as Study);
}

/** The part whose card a part has by default, where that is another one's: 'domain' follows 'target'. */
const leaderOf = (role: string, defaults: Cards): string =>
  Object.keys(defaults).find((other) => defaults[other] === defaults[role])!;

function withFollowers(defaults: Cards, own: Cards): Cards {
  const card = (role: string) => own[role] ?? own[leaderOf(role, defaults)] ?? defaults[role]!;
  return Object.fromEntries(Object.keys(defaults).map((role) => [role, card(role)]));
}

function idOn(study: string, defaults: Cards, cards: Cards): string {
  const different = Object.keys(defaults).filter((role) => {
    const leader = leaderOf(role, defaults);
    return cards[role] !== (leader === role ? defaults[role] : cards[leader]);
  });
  if (different.length === 0) return study;
  const names = different.map((role) => nameInId(`${role}-${readCard(cards[role]!).card.name}`));
  return `${study}${on}${names.join('-').replace(/^-|-$/g, '')}`;
}

/** The id of the study that an id on other cards was made from. */
export function baseOf(id: string): string {
  return id.split(on)[0]!;
}

/** The study that an id on other cards speaks of, where they are cards of the lab; undefined for other ids. */
export function onCardsOfId(study: Study, id: string): Study | undefined {
  const { cards: defaults } = study.data;
  const known = new Map(cardNames().map((name) => [nameInId(name), name]));
  const roles = Object.keys(defaults);
  const place = new RegExp(`(?:^|-)(${roles.join('|')})-`, 'g');
  const rest = id.slice(study.id.length + on.length);
  const marks = [...rest.matchAll(place)];
  const cards: Record<string, string> = {};
  for (const [index, mark] of marks.entries()) {
    const from = mark.index + mark[0].length;
    const card = known.get(rest.slice(from, marks[index + 1]?.index));
    if (card !== undefined) cards[mark[1]!] = card;
  }
  const found = Object.keys(cards).length > 0 ? onCards(study, cards) : undefined;
  return found?.id === id ? found : undefined;
}

const nameInId = (card: string) => card.replace(/[^a-z0-9]+/g, '-');

/**
 * Cards from the command line: 'target=./mine.json', 'general=wikitext-2'.
 * @throws LabError for an entry that is not role=card, or a role given twice
 */
export function parseCards(entries: readonly string[]): Cards {
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
