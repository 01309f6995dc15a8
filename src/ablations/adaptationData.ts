/** The data of the domain adaptation study: a target with its domain, general text, and text of another domain. */
import { createHash } from 'node:crypto';
import { loadDataset, type TextDataset } from '../data/dataset';
import { nearDuplicatesAcross } from '../data/nearDuplicates';
import type { LabelledTexts } from '../data/texts';
import { type Tokenizer, trainWordPiece } from '../data/tokenizer';
import { tokenCounts } from '../models/wordVectors';
import { taskAndDomain } from './taskTexts';
import { type EncodedTexts, encodeTexts, sampleTexts } from './textClassificationArms';

/** What every run of the study sees. */
export interface AdaptationData {
  readonly labels: readonly string[];
  readonly tokenizer: Tokenizer;
  readonly general: readonly Int32Array[];
  readonly other: readonly Int32Array[];
  /** The texts of the domain's card, or, where that is the target, its training texts that no label is drawn from. */
  readonly domain: readonly Int32Array[];
  /** The texts that labels are drawn from, without labels. */
  readonly task: readonly Int32Array[];
  readonly pool: LabelledTexts;
  /** Texts that losses are measured on: general ones and the target's. */
  readonly heldOut: {
    readonly generalLoss: readonly Int32Array[];
    readonly domainLoss: readonly Int32Array[];
  };
  readonly counts: Float64Array;
  readonly dev: EncodedTexts;
  readonly test: EncodedTexts;
  readonly hash: string;
}

/** A type, so that it is plain JSON. */
export type AdaptationSizes = {
  vocabularySize: number;
  /** Texts that labels are drawn from. */
  taskTexts: number;
  devLimit: number;
  testLimit: number;
  /** Texts of each domain that losses are measured on. */
  heldOut: number;
};

/**
 * Loads the cards and encodes their texts.
 * @throws LabError when a card or its files are wrong, or the target has no labelled texts
 */
export async function adaptationData(
  cards: Readonly<Record<'target' | 'general' | 'other' | 'domain', string>>,
  sizes: AdaptationSizes,
): Promise<AdaptationData> {
  const [target, general, other] = await Promise.all(
    [cards.target, cards.general, cards.other].map(loadDataset),
  );
  const { vocabularySize, taskTexts, devLimit, testLimit, heldOut } = sizes;
  // Learned from general text, as the vocabulary of a published general model is.
  const tokenizer = trainWordPiece(general.pretraining, { vocabularySize });
  const encode = (texts: readonly string[]) => texts.map((text) => tokenizer.encode(text));
  const { task, domain: rest } = taskAndDomain(target.train, taskTexts);
  const ofDomain = cards.domain === cards.target ? undefined : await loadDataset(cards.domain);
  const domain = ofDomain ? withoutHeldOut(ofDomain.pretraining.texts, target) : rest;
  const taskSequences = encode(task.examples.map(({ text }) => text));
  const domainSequences = encode(domain);
  return {
    labels: target.labels,
    tokenizer,
    general: encode(general.pretraining.texts),
    other: encode(other.pretraining.texts),
    domain: domainSequences,
    task: taskSequences,
    pool: task,
    heldOut: {
      generalLoss: encode(general.heldOut.dev.texts.slice(0, heldOut)),
      domainLoss: encode(target.heldOut.dev.texts.slice(0, heldOut)),
    },
    counts: tokenCounts([...domainSequences, ...taskSequences], tokenizer.vocabularySize),
    dev: sampleTexts(encodeTexts(target.dev, tokenizer), devLimit, 'sample'),
    test: sampleTexts(encodeTexts(target.test, tokenizer), testLimit, 'sample'),
    hash: createHash('sha256')
      .update(`${target.hash} ${general.hash} ${other.hash} ${tokenizer.hash} ${JSON.stringify(sizes)}`)
      .update(ofDomain ? ` ${ofDomain.hash}` : '')
      .digest('hex'),
  };
}

/** Texts of another collection without those that nearly repeat a text that the target is scored or chosen on. */
function withoutHeldOut(texts: readonly string[], { dev, test }: TextDataset): string[] {
  const heldOut = [...dev.examples, ...test.examples].map(({ text }) => text);
  const leaking = new Set(nearDuplicatesAcross(texts, heldOut).map(([index]) => index));
  return texts.filter((_, index) => !leaking.has(index));
}
