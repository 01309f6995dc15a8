/** An arm that tags words with a published model as it is, under a linear probe. */
import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import { compile } from '../engine/program';
import { armRecipe, type TrialContext } from '../form/recipe';
import { FeatureScaling } from '../models/featureScaling';
import { loadPublishedText } from '../published/loadPublished';
import { modelState } from '../published/modelState';
import { noToken, publishedFeed } from '../published/publishedFeed';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { drawnSentences } from '../tasks/tagging';
import type { WordTokens } from '../training/taggedTokens';
import { wordFeatures } from '../training/wordFeatures';
import { keptTrainer } from './keptTrainers';
import { knownFeatures } from './knownFeatures';
import type { Probing } from './probeThenFinetune';
import { type PublishedArmSettings, publishedFolder } from './publishedTexts';
import { type EncodedSentences, pickSentences, type SentenceTaggingData, withLabels } from './taggingData';
import { tagProbe } from './tagProbe';

export interface PublishedTaggerSettings {
  /** `scaleOn` is not read: the data's own sentences scale the features. */
  readonly published: PublishedArmSettings['published'];
  readonly probe: Probing;
}

interface SharedModel {
  tokens(words: EncodedSentences['words']): WordTokens;
  /** Last states at the first pieces of words: [words, width]. */
  features(tokens: WordTokens): DenseMatrix;
  dispose(): void;
}

type Context = TrialContext<SentenceTaggingData, PublishedTaggerSettings>;

function sharedModel({ settings, engine, precision }: Context, folder: string): SharedModel {
  const { published } = settings;
  return keptTrainer({ publishedTagger: published, engine, precision }, () => {
    const model = loadPublishedText(folder);
    const tokenizer = PublishedTokenizer.read(folder);
    tokenizer.requireFits(model);
    const { maxLength } = published;
    const feed = publishedFeed({ model, maxLength });
    const { program, states } = compile({
      ...{ state: modelState(model), engine, precision },
      functions: {
        states({ batch }: { batch: tf.Tensor }) {
          const mask = batch.greater(tf.scalar(noToken, 'int32')).cast('int32');
          const filling = tf.scalar(1, 'int32').sub(mask).mul(tf.scalar(tokenizer.paddingToken, 'int32'));
          return { values: model.forward({ tokens: batch.mul(mask).add(filling), mask }).states };
        },
      },
    });
    const width = tf.tidy(() => model.forward({ tokens: tf.zeros([1, 2], 'int32') }).states.shape[2]!);
    const known = new WeakMap<EncodedSentences['words'], WordTokens>();
    return {
      tokens(sentences) {
        const made = known.get(sentences) ?? tokensOf(sentences, tokenizer, maxLength);
        known.set(sentences, made);
        return made;
      },
      features: (tokens) => wordFeatures(tokens, feed, width, (batch) => states({ batch }).values),
      dispose() {
        program.dispose();
        model.dispose();
      },
    };
  });
}

function tokensOf(
  sentences: EncodedSentences['words'],
  tokenizer: PublishedTokenizer,
  maxLength: number,
): WordTokens {
  const encoded = sentences.map((words) => tokenizer.words(words, maxLength));
  return { examples: encoded.map(({ ids }) => ids), firsts: encoded.map(({ firsts }) => firsts) };
}

/** A linear probe on the model's last states. */
export const probedPublishedTagger = armRecipe({
  name: 'probedPublishedTagger',
  kind: 'frozen',
  uses: ['published', 'probe'],
  async run(context: Context) {
    const { data, settings, amount, seed, scoring } = context;
    const { tagNames } = data;
    const started = performance.now();
    const folder = await publishedFolder(settings.published);
    const model = sharedModel(context, folder);
    const { sha256, maxLength } = settings.published;
    const known = (name: string, tokens: WordTokens) =>
      knownFeatures(
        `${context.dataName} published ${sha256} ${maxLength} ${name} ${tokens.examples.length}`,
        () => model.features(tokens),
      );
    const scaling = FeatureScaling.fit(known('scale', model.tokens(data.scaleOn.words)), 1);
    const drawn = pickSentences(data.pool, drawnSentences(data, amount, seed));
    const of = (sentences: EncodedSentences, name?: string) => {
      const tokens = model.tokens(sentences.words);
      const { labels } = withLabels(sentences, tagNames);
      return {
        sentences,
        features: scaling.apply(name ? known(name, tokens) : model.features(tokens)),
        labels: labels.map((own, row) => own.subarray(0, tokens.firsts[row]!.length)),
      };
    };
    const sets = {
      train: of(drawn),
      dev: of(data.dev, 'dev'),
      test: of(data.test, data.test === data.dev ? 'dev' : 'test'),
    };
    const seconds = (performance.now() - started) / 1000;
    return tagProbe(sets, tagNames, settings.probe.l2, scoring, seconds).result;
  },
});
