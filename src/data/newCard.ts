/** A card that loads: a draft, with what its files turn out to need, checked by loading it. */
import { LabError } from '../errors';
import type { DatasetCard } from './card';
import { checkCard } from './cards';
import { loadDatasetOf, type TextDataset } from './dataset';
import { type CardDraft, draftCard } from './draftCard';
import type { ImageDataset } from './imageDataset';

export interface NewCard {
  /** The card's fields in the order in which they are written. */
  readonly card: Readonly<Record<string, unknown>>;
  /** Each to be read after 'guessed: '. */
  readonly guesses: readonly string[];
  readonly dataset: TextDataset | ImageDataset;
}

/** A change that lets data load which are refused as they are. */
interface Relaxation {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly guess: string;
  applies(card: CardDraft['card']): boolean;
}

const isText = (card: CardDraft['card']): boolean => card.task !== 'image-classification';

const relaxations: readonly Relaxation[] = [
  {
    fields: { onCorrupt: 'leaveOut' },
    guess: 'pictures that cannot be decoded and boxes that do not fit are left out ("onCorrupt")',
    applies: (card) => !isText(card),
  },
  {
    fields: { onBlankLabel: 'unlabelled' },
    guess: 'texts without a label are for pretraining only ("onBlankLabel")',
    applies: (card) =>
      isText(card) && !['tagging', 'language-modelling', 'translation'].includes(card.task as string),
  },
  {
    fields: { onLeak: 'drop' },
    guess: 'training texts that stand in dev or test are left out ("onLeak")',
    applies: (card) => isText(card) && (card.splits as { files?: object }).files !== undefined,
  },
  {
    fields: { splits: { fractions: { dev: 0, test: 0 } } },
    guess: 'no dev and test are cut (there are too few examples, or they are too alike)',
    applies: (card) => (card.splits as { files?: object }).files === undefined,
  },
];

/**
 * Makes the card of a file or folder of texts or pictures.
 * @param place the file or folder
 * @param cardPath where the card will be written; nothing is written here
 * @throws LabError when the data are of no kind that can be guessed, or cannot be loaded as guessed: why, and the card tried
 */
export async function newCard(place: string, cardPath: string): Promise<NewCard> {
  const draft = await draftCard(place, cardPath);
  const { dataset, used } = await loadedWithin(draft);
  const { files, format, splits, metrics, ...head } = draft.card;
  const changes = Object.assign({}, ...used.map(({ fields }) => fields)) as Record<string, unknown>;
  const card = {
    ...head,
    files,
    format,
    splits: changes.splits ?? splits,
    ...(dataset.labels.length > 0 && { labels: dataset.labels }),
    metrics,
    ...Object.fromEntries(Object.entries(changes).filter(([field]) => field !== 'splits')),
  };
  // What is written is what was checked: labels are listed now.
  checkCard(card, cardPath);
  const replaced = used.some(({ fields }) => 'splits' in fields);
  const guesses = draft.guesses.filter((guess) => !(replaced && guess.startsWith('dev and test are cut')));
  return { card, guesses: [...guesses, ...used.map(({ guess }) => guess)], dataset };
}

/** Loads the draft as it is, else with as few relaxations as let it load; the first refusal is told where none does. */
async function loadedWithin(
  draft: CardDraft,
): Promise<{ dataset: TextDataset | ImageDataset; used: readonly Relaxation[] }> {
  const attempt = async (used: readonly Relaxation[]) => {
    const fields = Object.assign({}, draft.card, ...used.map((one) => one.fields)) as object;
    return load(checkCard(fields, 'that was drafted'), draft.folder);
  };
  const possible = relaxations.filter(({ applies }) => applies(draft.card));
  let refusal: unknown;
  for (const used of subsets(possible)) {
    try {
      return { dataset: await attempt(used), used };
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      refusal ??= error;
    }
  }
  throw new LabError(
    `${(refusal as Error).message.replace(/\.$/, '')}; no card was written, and what was tried is "format": ${JSON.stringify(draft.card.format)}.`,
  );
}

/** All choices among a few things, smaller choices first. */
function subsets<Thing>(things: readonly Thing[]): Thing[][] {
  const all = Array.from({ length: 2 ** things.length }, (_, mask) =>
    things.filter((_, place) => mask & (1 << place)),
  );
  return all.sort((a, b) => a.length - b.length);
}

async function load(card: DatasetCard, folder: string): Promise<TextDataset | ImageDataset> {
  if (card.task !== 'image-classification') return loadDatasetOf({ card, folder });
  // The engine is loaded only where pictures are read.
  const { loadImagesOf } = await import('./imageDataset.js');
  return loadImagesOf({ card, folder });
}
