import { LabError } from '../errors';
import { interruptible } from '../interruptible';
import { acquireFiles } from './acquire';
import { AnnotatedTexts, type Annotation, described } from './annotatedTexts';
import type { DatasetCard, DatasetTask } from './card';
import { type FoundCard, readCard } from './cards';
import { isAnnotated, type RawExample, wholeText } from './examples';
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

/** A sentence and what it is in the other language. */
export interface TranslatedSentence {
  readonly source: string;
  readonly target: string;
}

/** A dataset ready for use: verified against its card, split, and checked for leakage. */
export interface TextDataset {
  readonly name: string;
  readonly card: DatasetCard;
  readonly labels: readonly string[];
  /** SHA-256 over the contents of all splits and the labels. */
  readonly hash: string;
  readonly pretraining: TextCorpus;
  /**
   * Single texts with one label each; empty for tagging and language modelling. Where a dataset holds pairs, several labels
   * or numbers, asking for this is refused in one sentence: what it holds is in `annotated`.
   */
  readonly train: LabelledTexts;
  readonly dev: LabelledTexts;
  readonly test: LabelledTexts;
  /** What the examples are: pairs of texts or single ones, and what they carry. */
  readonly paired: boolean;
  readonly annotation: Annotation;
  /** All annotated examples of a split, pairs, several labels and numbers included. */
  readonly annotated: Readonly<Record<'train' | 'dev' | 'test', AnnotatedTexts>>;
  /** The held-out texts without labels: what a language model is validated and tested on. Pairs count as one text. */
  readonly heldOut: { readonly dev: TextCorpus; readonly test: TextCorpus };
  /** Sentences with tags, for tagging datasets. */
  readonly tagged?: Readonly<Record<'train' | 'dev' | 'test', readonly TaggedSentence[]>>;
  /** Sentences with their translations, for translation datasets. */
  readonly pairs?: Readonly<Record<'train' | 'dev' | 'test', readonly TranslatedSentence[]>>;
  /** How many texts the leakage guard took out (cards with "onLeak": "drop"). */
  readonly dropped: DroppedTexts;
}

const textTasks: readonly DatasetTask[] = [
  'text-classification',
  'language-modelling',
  'tagging',
  'multi-label-classification',
  'text-regression',
  'translation',
];

/**
 * Loads a dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json). Files are
 * fetched if they are not there yet, verified, read, split and checked for leakage; the result is kept in .lab/cache.
 * @throws LabError when the card, a file or its content is wrong, or when held-out texts leak
 */
export async function loadDataset(nameOrCardPath: string): Promise<TextDataset> {
  return loadDatasetOf(readCard(nameOrCardPath));
}

/** As {@link loadDataset}, of a card that was read before. */
export async function loadDatasetOf({ card, folder }: FoundCard): Promise<TextDataset> {
  if (!textTasks.includes(card.task)) {
    throw new LabError(
      `${card.name} is a dataset for '${card.task}', which is not read as text: choose one for ${textTasks.join(', ')}.`,
    );
  }
  const files = await acquireFiles(card, folder);
  const { prepared, hash } = await preparedOnce(card, files.checksums, () => prepare(card, files.folder));
  return datasetOf(card, prepared, hash);
}

async function prepare(card: DatasetCard, folder: string): Promise<PreparedDataset> {
  const { splits, labels } = await readSplits(card, folder);
  const threshold = card.nearDuplicateThreshold ?? defaultNearDuplicateThreshold;
  if (card.onLeak === 'drop') return { labels, ...interruptible(() => dropLeaks(splits, threshold)) };
  interruptible(() => refuseLeaks(card.name, splits, threshold));
  return { labels, splits, dropped: { pretraining: 0, train: 0, dev: 0 } };
}

type Split = 'train' | 'dev' | 'test';

function datasetOf(card: DatasetCard, prepared: PreparedDataset, hash: string): TextDataset {
  const { labels, splits, dropped } = prepared;
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const annotation = annotationOf(card);
  const paired = 'secondText' in card.format && card.format.secondText !== undefined;
  const labelled = (split: Split) => {
    if (paired || annotation === 'several labels' || annotation === 'number')
      throw new LabError(
        `${card.name} holds ${paired ? 'pairs of texts' : 'texts'} with ${described(annotation)}, and single texts with one label each were asked for: use another card, or take 'annotated.${split}' in code of your own.`,
      );
    return new LabelledTexts(
      splits[split].flatMap(({ text, label }) =>
        label === undefined ? [] : [{ text, label: indexOf.get(label)! }],
      ),
      labels,
    );
  };
  const annotated = (split: Split) =>
    new AnnotatedTexts(
      splits[split]
        .filter((example) => isAnnotated(example))
        .map(({ text, secondText, label, labels: several, target }) => ({
          text,
          ...(secondText !== undefined && { secondText }),
          ...(label !== undefined && { label: indexOf.get(label)! }),
          ...(several && { labels: several.map((name) => indexOf.get(name)!).sort((a, b) => a - b) }),
          ...(target !== undefined && { target }),
        })),
      labels,
      annotation,
    );
  const corpus = (split: Split) => new TextCorpus(splits[split].map(wholeText));
  const lazy = once();
  return {
    name: card.name,
    card,
    labels,
    hash,
    pretraining: new TextCorpus(splits.pretraining),
    get train() {
      return lazy('train', () => labelled('train'));
    },
    get dev() {
      return lazy('dev', () => labelled('dev'));
    },
    get test() {
      return lazy('test', () => labelled('test'));
    },
    paired,
    annotation,
    annotated: {
      get train() {
        return lazy('annotated.train', () => annotated('train'));
      },
      get dev() {
        return lazy('annotated.dev', () => annotated('dev'));
      },
      get test() {
        return lazy('annotated.test', () => annotated('test'));
      },
    },
    heldOut: { dev: corpus('dev'), test: corpus('test') },
    ...(card.task === 'tagging' && {
      tagged: {
        train: sentences(splits.train, indexOf),
        dev: sentences(splits.dev, indexOf),
        test: sentences(splits.test, indexOf),
      },
    }),
    ...(card.task === 'translation' && {
      pairs: {
        train: translated(splits.train),
        dev: translated(splits.dev),
        test: translated(splits.test),
      },
    }),
    dropped,
  };
}

function translated(examples: readonly RawExample[]): TranslatedSentence[] {
  return examples.map(({ text, secondText = '' }) => ({ source: text, target: secondText }));
}

function annotationOf({ task, format }: DatasetCard): Annotation {
  if (task === 'multi-label-classification') return 'several labels';
  if (task === 'text-regression') return 'number';
  const labelled =
    format.kind === 'wordnet' || ('label' in format && format.label !== undefined) || 'labelOfFile' in format;
  return labelled ? 'one label' : 'none';
}

function sentences(examples: readonly RawExample[], indexOf: ReadonlyMap<string, number>): TaggedSentence[] {
  return examples.map(({ tokens = [], tags = [] }) => ({
    tokens,
    tags: tags.map((tag) => indexOf.get(tag)!),
  }));
}

/** Makes each thing when it is first asked for, and the same one from then on. */
function once(): <Thing>(name: string, make: () => Thing) => Thing {
  const made = new Map<string, unknown>();
  return (name, make) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as ReturnType<typeof make>;
  };
}
