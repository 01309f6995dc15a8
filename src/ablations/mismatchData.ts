/** The data of the mismatch study: three tasks, each with the domain that its texts come from, and a pool of all domains. */
import { createHash } from 'node:crypto';
import { fixedLengthChunks } from '../adaptation/fixedLengthChunks';
import { randomSelection } from '../adaptation/randomSelection';
import { selectCorpus } from '../adaptation/selectCorpus';
import { loadDataset } from '../data/dataset';
import { seededRandom } from '../data/seededRandom';
import type { LabelledTexts } from '../data/texts';
import { type Tokenizer, trainWordPiece } from '../data/tokenizer';
import { tokenCounts } from '../models/wordVectors';
import { type EncodedTexts, encodeTexts, sampleTexts } from './textClassificationArms';

/** The tasks, by the part that their card plays: 'target' is the one that text is selected for. */
export type MismatchTask = 'target' | 'second' | 'third';

/** A task and its domain. */
export interface TaskWithDomain {
  /** The dataset's name. */
  readonly name: string;
  readonly labels: readonly string[];
  /** Texts that labels are drawn from: the same number of each class. */
  readonly pool: LabelledTexts;
  /** The other training texts, without labels, in chunks of equal length: what may be pretrained on. */
  readonly domain: readonly string[];
  /** The pool's texts cut alike: what a selection is made for. */
  readonly inHand: readonly string[];
  /** The pool's texts as token ids. */
  readonly unlabelled: readonly Int32Array[];
  readonly counts: Float64Array;
  readonly dev: EncodedTexts;
  readonly test: EncodedTexts;
}

/** What every run of the study sees. */
export interface MismatchData {
  readonly tokenizer: Tokenizer;
  /** A text's token ids; each text is encoded once, since every selection looks at the same pool. */
  readonly encode: (text: string) => Int32Array;
  readonly tasks: Readonly<Record<MismatchTask, TaskWithDomain>>;
  readonly hash: string;
}

/** A type, so that it is plain JSON. */
export type MismatchSizes = {
  vocabularySize: number;
  /** Words of each domain that the vocabulary is learned from, so that it favours none. */
  vocabularyWords: number;
  /** Of each class, for the texts that labels are drawn from. */
  poolPerClass: number;
  /** Of a chunk that is selected or not. */
  chunkWords: number;
  /** Chunks of each domain at most, drawn at random. */
  domainChunks: number;
  devLimit: number;
  testLimit: number;
};

/**
 * Loads the three cards.
 * @throws LabError when a card or its files are wrong, or a class has fewer labels than the pool needs
 */
export async function mismatchData(
  cards: Readonly<Record<MismatchTask, string>>,
  sizes: MismatchSizes,
): Promise<MismatchData> {
  const names = ['target', 'second', 'third'] as const;
  const datasets = await Promise.all(names.map((name) => loadDataset(cards[name])));
  const parts = datasets.map(({ train, pretraining }) => {
    const pool = train.labelled({ perClass: sizes.poolPerClass, seed: 1000 });
    const labelled = pool.examples.map(({ text }) => text);
    const known = new Set(labelled);
    const rest = pretraining.texts.filter((text) => !known.has(text));
    const domain = seededRandom('domain')
      .shuffle(fixedLengthChunks(rest, sizes.chunkWords))
      .slice(0, sizes.domainChunks);
    return { pool, domain, inHand: fixedLengthChunks(labelled, sizes.chunkWords) };
  });
  const samples = await Promise.all(
    parts.map(({ domain }) =>
      selectCorpus(domain, randomSelection({ seed: 1000 }), { tokens: sizes.vocabularyWords }),
    ),
  );
  const tokenizer = trainWordPiece(
    samples.flatMap(({ texts }) => texts),
    { vocabularySize: sizes.vocabularySize },
  );
  const tasks = names.map((name, index): [MismatchTask, TaskWithDomain] => {
    const dataset = datasets[index];
    const { pool, domain, inHand } = parts[index];
    const unlabelled = encodeTexts(pool, tokenizer).sequences;
    return [
      name,
      {
        name: dataset.name,
        labels: dataset.labels,
        pool,
        domain,
        inHand,
        unlabelled,
        counts: tokenCounts(unlabelled, tokenizer.vocabularySize),
        dev: sampleTexts(encodeTexts(dataset.dev, tokenizer), sizes.devLimit, 'sample'),
        test: sampleTexts(encodeTexts(dataset.test, tokenizer), sizes.testLimit, 'sample'),
      },
    ];
  });
  const known = new Map<string, Int32Array>();
  return {
    tokenizer,
    encode(text) {
      const found = known.get(text) ?? tokenizer.encode(text);
      known.set(text, found);
      return found;
    },
    tasks: Object.fromEntries(tasks) as Record<MismatchTask, TaskWithDomain>,
    hash: createHash('sha256')
      .update(`${datasets.map(({ hash }) => hash).join(' ')} ${tokenizer.hash} ${JSON.stringify(sizes)}`)
      .digest('hex'),
  };
}
