/** A stage that learns word vectors by counting which tokens stand near each other. */
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import { coOccurrenceVectors } from '../objectives/coOccurrence';
import { corpusOf } from './corpus';
import { storeVectors } from './storedVectors';
import type { TextCorpora } from './textData';

/** A type, so that it counts as plain settings. */
export type CoOccurrenceSettings = {
  dimensions: number;
  /** Tokens to either side that count as near. */
  window: number;
  /** Power of the context's frequency (Levy, Goldberg & Dagan 2015, section 3.2). */
  contextSmoothing: number;
  /** Power of the singular values (ibid., section 3.3). */
  singularValueExponent: number;
};

/** Counts in sequences and keeps the vectors in the stage's folder. */
export async function countedVectors(
  sequences: readonly Int32Array[],
  vocabularySize: number,
  { dimensions, ...settings }: CoOccurrenceSettings,
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<StageResult> {
  const started = performance.now();
  const values = await coOccurrenceVectors(sequences, { vocabularySize, dimensions, seed, ...settings });
  storeVectors(folder, values, dimensions);
  return {
    facts: { tokens: sequences.reduce((sum, { length }) => sum + length, 0) },
    ledger: {
      trainableParameters: values.length,
      // Dominated by the decomposition: products of the table with a block of vectors.
      trainingFlops: 4 * vocabularySize ** 2 * dimensions,
      seconds: (performance.now() - started) / 1000,
      steps: 1,
    },
  };
}

/** @param corpora names of the data's corpora, read one after the other */
export const coOccurrence = stageRecipe({
  name: 'coOccurrence',
  uses: ['coOccurrence'],
  run: (
    context: StageContext<
      TextCorpora,
      { readonly coOccurrence: CoOccurrenceSettings },
      { readonly corpora: readonly string[] }
    >,
  ) => {
    const { data, settings, options } = context;
    const sequences = options.corpora.flatMap((name) => corpusOf(data, name));
    return countedVectors(sequences, data.vocabulary.vocabularySize, settings.coOccurrence, context);
  },
});
