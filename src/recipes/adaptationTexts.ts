/** The data of a study of domain adaptation: a target with its domain, general text, and text of another domain. */
import { loadDataset, type TextDataset } from '../data/dataset';
import { nearDuplicatesAcross } from '../data/nearDuplicates';
import { seededRandom } from '../data/seededRandom';
import { LabelledTexts } from '../data/texts';
import { trainWordPiece } from '../data/tokenizer';
import { LabError } from '../errors';
import { dataRecipe } from '../form/dataRecipe';
import { tokenCounts } from '../models/wordVectors';
import { encodeAll, encodeTexts, sampleTexts } from './encodedTexts';
import { type TextClassificationData, vocabularyOf } from './textData';

export interface AdaptationTextsSettings {
  readonly texts: {
    readonly vocabularySize: number;
    /** Texts that labels are drawn from. */
    readonly taskTexts: number;
    readonly devLimit: number;
    readonly testLimit: number;
    /** Texts of each domain that losses are measured on. */
    readonly heldOut: number;
  };
}

/** A type, so that the roles are inferred. */
type AdaptationCards = {
  readonly target: string;
  readonly general: string;
  readonly other: string;
  /** Where it is the target itself: its texts that no label is drawn from. */
  readonly domain: string;
};

/** Corpora: 'general', 'other', 'domain', and 'task', the texts that labels are drawn from. */
export const adaptationTexts = dataRecipe({
  name: 'adaptationTexts',
  uses: ['texts'],
  async prepare({
    cards,
    settings,
  }: {
    cards: AdaptationCards;
    settings: AdaptationTextsSettings;
  }): Promise<TextClassificationData> {
    const [target, general, other] = await Promise.all(
      [cards.target, cards.general, cards.other].map(loadDataset),
    );
    const { vocabularySize, taskTexts, devLimit, testLimit, heldOut } = settings.texts;
    // Learned from general text, as the vocabulary of a published general model is.
    const tokenizer = trainWordPiece(general!.pretraining, { vocabularySize });
    const encode = (texts: readonly string[]) => encodeAll(texts, tokenizer);
    const { task, domain: rest } = taskAndDomain(target!.train, taskTexts);
    const ofDomain = cards.domain === cards.target ? undefined : await loadDataset(cards.domain);
    const domain = encode(ofDomain ? withoutHeldOut(ofDomain.pretraining.texts, target!) : rest);
    const pool = encodeTexts(task, tokenizer);
    return {
      labels: target!.labels,
      vocabulary: vocabularyOf(tokenizer),
      corpora: {
        general: encode(general!.pretraining.texts),
        other: encode(other!.pretraining.texts),
        domain,
        task: pool.examples,
      },
      heldOut: {
        generalLoss: encode(general!.heldOut.dev.texts.slice(0, heldOut)),
        domainLoss: encode(target!.heldOut.dev.texts.slice(0, heldOut)),
      },
      counts: tokenCounts([...domain, ...pool.examples], tokenizer.vocabularySize),
      scaleOn: pool.examples,
      pool,
      scarce: 'given whole',
      dev: sampleTexts(encodeTexts(target!.dev, tokenizer), devLimit, 'sample'),
      test: sampleTexts(encodeTexts(target!.test, tokenizer), testLimit, 'sample'),
    };
  },
});

/**
 * Splits a training split at random into the task's texts (at most half of it) and the rest of the domain, the same in
 * every run.
 * @throws LabError when the split has hardly any labelled texts
 */
export function taskAndDomain(
  train: LabelledTexts,
  taskTexts: number,
): { task: LabelledTexts; domain: string[] } {
  if (train.length < 4)
    throw new LabError(`The target has ${train.length} labelled training texts; choose one with more.`);
  const order = seededRandom('task texts').shuffle([...train.examples]);
  const size = Math.min(taskTexts, Math.floor(order.length / 2));
  return {
    task: new LabelledTexts(order.slice(0, size), train.labels),
    domain: order.slice(size).map(({ text }) => text),
  };
}

/** Texts of another collection without those that nearly repeat a text that the target is scored or chosen on. */
function withoutHeldOut(texts: readonly string[], { dev, test }: TextDataset): string[] {
  const heldOut = [...dev.examples, ...test.examples].map(({ text }) => text);
  const leaking = new Set(nearDuplicatesAcross(texts, heldOut).map(([index]) => index));
  return texts.filter((_, index) => !leaking.has(index));
}
