import { LabError } from '../errors';
import { acquireFiles } from './acquire';
import type { DatasetCard, DatasetTask } from './card';
import { readCard } from './cards';
import { type DroppedTexts, dropLeaks, refuseLeaks } from './leakage';
import { defaultNearDuplicateThreshold } from './nearDuplicates';
import { type PreparedDataset, preparedOnce } from './preparedCache';
import { readSplits } from './splitPlan';
import { LabelledTexts, TextCorpus } from './texts';

/** A sentence as tokens with one tag each, tags as indices into the dataset's labels. */
export interface TaggedSentence {
  readonly tokens: readonly string[];
  readonly tags: readonly number[];
}

/** A dataset ready for use: verified against its card, split, and checked for leakage. */
export interface TextDataset {
  readonly name: string;
  readonly card: DatasetCard;
  readonly labels: readonly string[];
  /** SHA-256 over the contents of all splits and the labels. */
  readonly hash: string;
  readonly pretraining: TextCorpus;
  /** Labelled examples; empty for tagging and language modelling. */
  readonly train: LabelledTexts;
  readonly dev: LabelledTexts;
  readonly test: LabelledTexts;
  /** The held-out texts without labels: what a language model is validated and tested on. */
  readonly heldOut: { readonly dev: TextCorpus; readonly test: TextCorpus };
  /** Sentences with tags, for tagging datasets. */
  readonly tagged?: Readonly<Record<'train' | 'dev' | 'test', readonly TaggedSentence[]>>;
  /** How many texts the leakage guard took out (cards with "onLeak": "drop"). */
  readonly dropped: DroppedTexts;
}

const textTasks: readonly DatasetTask[] = ['text-classification', 'language-modelling', 'tagging'];

/**
 * Loads a dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json). Files are
 * fetched if they are not there yet, verified, read, split and checked for leakage; the result is kept in .lab/cache.
 * @throws LabError when the card, a file or its content is wrong, or when held-out texts leak
 */
export async function loadDataset(nameOrCardPath: string): Promise<TextDataset> {
  const { card, folder } = readCard(nameOrCardPath);
  if (!textTasks.includes(card.task)) {
    throw new LabError(
      `${card.name} is a dataset for '${card.task}', which is not read as text: choose one for ${textTasks.join(', ')}.`,
    );
  }
  const files = await acquireFiles(card, folder);
  const { prepared, hash } = preparedOnce(card, files.checksums, () => prepare(card, files.folder));
  return datasetOf(card, prepared, hash);
}

function prepare(card: DatasetCard, folder: string): PreparedDataset {
  const { splits, labels } = readSplits(card, folder);
  const threshold = card.nearDuplicateThreshold ?? defaultNearDuplicateThreshold;
  if (card.onLeak === 'drop') return { labels, ...dropLeaks(splits, threshold) };
  refuseLeaks(card.name, splits, threshold);
  return { labels, splits, dropped: { pretraining: 0, train: 0, dev: 0 } };
}

function datasetOf(card: DatasetCard, prepared: PreparedDataset, hash: string): TextDataset {
  const { labels, splits, dropped } = prepared;
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const labelled = (split: 'train' | 'dev' | 'test') =>
    new LabelledTexts(
      splits[split].flatMap(({ text, label }) =>
        label === undefined ? [] : [{ text, label: indexOf.get(label)! }],
      ),
      labels,
    );
  const corpus = (split: 'dev' | 'test') => new TextCorpus(splits[split].map(({ text }) => text));
  const sentences = (split: 'train' | 'dev' | 'test') =>
    splits[split].map(({ tokens = [], tags = [] }) => ({
      tokens,
      tags: tags.map((tag) => indexOf.get(tag)!),
    }));
  return {
    name: card.name,
    card,
    labels,
    hash,
    pretraining: new TextCorpus(splits.pretraining),
    train: labelled('train'),
    dev: labelled('dev'),
    test: labelled('test'),
    heldOut: { dev: corpus('dev'), test: corpus('test') },
    ...(card.task === 'tagging' && {
      tagged: { train: sentences('train'), dev: sentences('dev'), test: sentences('test') },
    }),
    dropped,
  };
}
