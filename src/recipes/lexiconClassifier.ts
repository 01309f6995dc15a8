/** A lexicon as a classifier: the sign of what its words add up to, without a label and without training. */
import { LabError } from '../errors';
import { armRecipe, type TrialContext } from '../form/recipe';
import { scored } from '../tasks/classification';
import type { SentimentData } from './sentimentTexts';

/** Probability 1 / (1 + exp(-votes)) of 'positive'. Where no word has a valence, or they cancel, the first class answers. */
export const lexiconClassifier = armRecipe({
  name: 'lexiconClassifier',
  kind: 'classical',
  uses: [],
  async run({ data, scoring }: TrialContext<SentimentData, object>) {
    const started = performance.now();
    const place = (name: string) => {
      const index = data.labels.indexOf(name);
      if (index < 0 || data.labels.length !== 2)
        throw new LabError(
          `A lexicon tells 'negative' from 'positive', and the classes are ${data.labels.join(', ')}: rename them in the card, or leave this arm out.`,
        );
      return index;
    };
    const [negative, positive] = [place('negative'), place('positive')];
    const { votes, labels } = data.test;
    const logits = new Float64Array(votes.length * 2);
    votes.forEach((vote, row) => {
      logits[row * 2 + negative] = -vote / 2;
      logits[row * 2 + positive] = vote / 2;
    });
    const { metrics, facts } = scored({ logits }, labels, data.labels, scoring);
    return {
      metrics,
      facts,
      ledger: {
        ...{ trainableParameters: 0, trainingFlops: 0, steps: 0 },
        seconds: (performance.now() - started) / 1000,
      },
    };
  },
});
