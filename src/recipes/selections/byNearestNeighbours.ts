import { selectNearestNeighbours } from '../../adaptation/nearestNeighbours';
import { sifWeights, tokenCounts, weightedMeans } from '../../models/wordVectors';
import type { CoOccurrenceSettings } from '../coOccurrence';
import type { TextSelection } from '../selectedText';
import { storedVectors } from '../storedVectors';

export interface NearestNeighboursSettings {
  /** Neighbours kept of each of the target's texts. */
  readonly selection: { readonly neighbours: number };
  readonly coOccurrence: CoOccurrenceSettings;
}

/** The nearest neighbours of the target's texts, by the vectors of the stage that it starts from (Gururangan et al. 2020). */
export const byNearestNeighbours: TextSelection<NearestNeighboursSettings> = {
  part: 'byNearestNeighbours',
  file: __filename,
  uses: ['selection', 'coOccurrence'],
  async select({ data, pool, sequenceOf, budget, settings, start }) {
    const vectors = storedVectors(start);
    const { dimensions } = settings.coOccurrence;
    const weights = sifWeights(tokenCounts(pool.map(sequenceOf), data.vocabulary.vocabularySize));
    const embed = (text: string) =>
      weightedMeans([sequenceOf(text)], { vectors, dimensions, weights }).values;
    const { neighbours } = settings.selection;
    return selectNearestNeighbours(pool, { target: data.inHand.texts, embed, neighbours, ...budget });
  },
};
