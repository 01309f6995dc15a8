/** TF-IDF of single words with logistic regression: the classical baseline that sees the labelled texts alone. */
import { armRecipe, type TrialContext } from '../form/recipe';
import { Tfidf } from '../models/tfidf';
import { drawnExamples } from '../tasks/classification';
import { type EncodedTexts, pickTexts } from './encodedTexts';
import { linearProbe } from './linearProbe';
import { acrossTasks, type OtherTasksOptions } from './otherTasks';
import type { TextClassificationData } from './textData';

export interface TfidfSettings {
  /** Penalties to choose from on dev. */
  readonly tfidf: { readonly l2: readonly number[] };
}

/** Frequencies come from the labelled texts: those of all texts, and pairs of words, were no better on dev. */
export const tfidfClassifier = armRecipe({
  name: 'tfidfClassifier',
  kind: 'classical',
  uses: ['tfidf'],
  async run(context: TrialContext<TextClassificationData, TfidfSettings, OtherTasksOptions>) {
    const { settings, seed, amount, scoring } = context;
    return acrossTasks(context.data, context.options, (data) => {
      const started = performance.now();
      const train = pickTexts(data.pool, drawnExamples(data, amount, seed));
      const tfidf = Tfidf.fit(train.texts, { maximumWords: 1 });
      const of = ({ texts, labels }: EncodedTexts) => ({ features: tfidf.features(texts), labels });
      const sets = { train: of(train), dev: of(data.dev), test: of(data.test) };
      const seconds = (performance.now() - started) / 1000;
      return linearProbe(sets, data.labels, settings.tfidf.l2, scoring, seconds).result;
    });
  },
});
