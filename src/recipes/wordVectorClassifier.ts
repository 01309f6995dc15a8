/** Frequency-weighted means of word vectors with logistic regression: what counting alone gives. */
import { seededRandom } from '../data/seededRandom';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { FeatureScaling } from '../models/featureScaling';
import { sifWeights, unitRows, weightedMeans } from '../models/wordVectors';
import { drawnExamples } from '../tasks/classification';
import type { CoOccurrenceSettings } from './coOccurrence';
import { type EncodedTexts, pickTexts } from './encodedTexts';
import { linearProbe } from './linearProbe';
import { acrossTasks, type OtherTasksOptions } from './otherTasks';
import type { Probing } from './probeThenFinetune';
import { storedVectors } from './storedVectors';
import type { TextClassificationData } from './textData';

export interface WordVectorArmSettings {
  /** The constant a of a / (a + frequency) (Arora, Liang & Ma 2017): frequent tokens count less in the mean. */
  readonly pooling: { readonly sifConstant: number };
  readonly probe: Probing;
}

type Context = TrialContext<TextClassificationData, WordVectorArmSettings, OtherTasksOptions>;

function trial(context: Context, vectors: Float32Array): TrialResult {
  const { settings, seed, amount, scoring } = context;
  return acrossTasks(context.data, context.options, (data) => {
    const started = performance.now();
    const train = pickTexts(data.pool, drawnExamples(data, amount, seed));
    const weights = sifWeights(data.counts, settings.pooling.sifConstant);
    const dimensions = vectors.length / weights.length;
    // Of unit length, scaled by statistics of unlabelled texts.
    const means = (sequences: readonly Int32Array[]) =>
      unitRows(weightedMeans(sequences, { vectors, dimensions, weights }));
    const scaling = FeatureScaling.fit(means(data.scaleOn), 1);
    const of = ({ examples, labels }: EncodedTexts) => ({
      features: scaling.apply(means(examples)),
      labels,
    });
    const sets = { train: of(train), dev: of(data.dev), test: of(data.test) };
    const seconds = (performance.now() - started) / 1000;
    return linearProbe(sets, data.labels, settings.probe.l2, scoring, seconds).result;
  });
}

const head = { kind: 'classical' } as const;

/** With the vectors of the stage that it starts from. */
export const wordVectorClassifier = armRecipe({
  name: 'wordVectorClassifier',
  ...head,
  uses: ['pooling', 'probe'],
  run: async (context: Context) => trial(context, storedVectors(context.start)),
});

/** With random vectors: the same classifier without pretraining. */
export const untrainedVectorClassifier = armRecipe({
  name: 'untrainedVectorClassifier',
  ...head,
  uses: ['pooling', 'probe', 'coOccurrence'],
  async run(
    context: TrialContext<
      TextClassificationData,
      WordVectorArmSettings & { readonly coOccurrence: CoOccurrenceSettings },
      OtherTasksOptions
    >,
  ) {
    const { data, settings, seed } = context;
    const random = seededRandom(`untrained vectors/${seed}`);
    const length = data.vocabulary.vocabularySize * settings.coOccurrence.dimensions;
    return trial(
      context,
      Float32Array.from({ length }, () => random.normal()),
    );
  },
});
