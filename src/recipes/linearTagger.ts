/** Words in context with logistic regression: the classical tagger, which sees the tagged sentences alone. */
import { armRecipe, type TrialContext } from '../form/recipe';
import { WordContexts } from '../models/wordContext';
import { drawnSentences } from '../tasks/tagging';
import { pickSentences, type SentenceTaggingData, withLabels } from './taggingData';
import { tagProbe } from './tagProbe';

export interface LinearTaggerSettings {
  /** Penalties to choose from on dev. */
  readonly wordContexts: { readonly l2: readonly number[] };
}

export const linearTagger = armRecipe({
  name: 'linearTagger',
  kind: 'classical',
  uses: ['wordContexts'],
  async run(context: TrialContext<SentenceTaggingData, LinearTaggerSettings>) {
    const { data, settings, amount, seed, scoring } = context;
    const started = performance.now();
    const train = pickSentences(data.pool, drawnSentences(data, amount, seed));
    const contexts = WordContexts.fit(train.words);
    const of = (sentences: typeof train) => ({
      sentences,
      features: contexts.features(sentences.words),
      labels: withLabels(sentences, data.tagNames).labels,
    });
    const sets = { train: of(train), dev: of(data.dev), test: of(data.test) };
    const seconds = (performance.now() - started) / 1000;
    return tagProbe(sets, data.tagNames, settings.wordContexts.l2, scoring, seconds).result;
  },
});
