/** Texts that two words tell apart, and a small classifier over them. */
import { LabelledTexts, TextCorpus } from '../../src/data/texts';
import { trainWordPiece } from '../../src/data/tokenizer';
import { textClassifier } from '../../src/finetuning/finetuneTexts';
import { transformerEncoder } from '../../src/models/transformerEncoder';

export const classes = ['garden', 'market'];
const words = [
  ['bees hum near the red apples', 'roses ripen by the old wall', 'apples and roses in the rain'],
  ['prices of copper fell today', 'banks and copper rose again', 'the bank refused all prices'],
];

/** @param counts examples of each class */
export function texts(...counts: number[]): LabelledTexts {
  const examples = counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, k) => ({ text: `${words[label]![k % 3]} ${k % 5}`, label })),
  );
  return new LabelledTexts(examples, classes);
}

export const corpus = new TextCorpus(texts(12, 12).examples.map(({ text }) => text));
export const tokenizer = trainWordPiece(corpus, { vocabularySize: 120 });

export function smallClassifier(maxLength = 16, names: readonly string[] = classes) {
  const encoder = transformerEncoder({
    ...{ vocabularySize: tokenizer.vocabularySize, layers: 1, width: 16, heads: 2, maxLength },
    ...{ dropoutRate: 0, seed: 3 },
  });
  return textClassifier(encoder, { classes: names, tokenizer, unlabelled: corpus });
}

export const usual = { tokenizer, data: texts(12, 12), evaluateOn: texts(6, 6), batchSize: 8, seed: 1 };
