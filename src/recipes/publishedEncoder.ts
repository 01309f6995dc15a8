/**
 * An arm over a published model, as it was published or as a stage left it: under a linear probe, trained whole, or by
 * low-rank adapters (Hu et al. 2021). Its rate and steps stand where those of the study's other arms stand.
 */
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { loadPublishedText } from '../published/loadPublished';
import { LowRankAdapters } from '../published/lowRankAdapters';
import { publishedFeed } from '../published/publishedFeed';
import { PublishedTextClassifier } from '../published/publishedTextClassifier';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { drawnExamples } from '../tasks/classification';
import { hostTensors, loadTensors, restore } from '../training/checkpoint';
import { ClassifierTrainer } from '../training/classifierTrainer';
import type { Labelled } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import { continuedWeights } from './continuedPublished';
import { type EncodedTexts, pickTexts, sampleTexts } from './encodedTexts';
import { keptTrainer } from './keptTrainers';
import { type Finetuning, type Probing, probeThenFinetune } from './probeThenFinetune';
import { type AdaptedArmSettings, publishedFolder } from './publishedTexts';
import type { TextClassificationData } from './textData';

export interface PublishedEncoderSettings extends Pick<AdaptedArmSettings, 'published' | 'adapters'> {
  readonly finetuning: Finetuning;
  readonly probe: Probing;
}

/** A type, so that it counts as plain options. */
export type PublishedEncoderOptions = {
  /** What learns from the labels. */
  readonly trains: 'head' | 'all' | 'adapters';
};

type Context = TrialContext<TextClassificationData, PublishedEncoderSettings, PublishedEncoderOptions>;

function sharedTrainer(context: Context, folder: string) {
  const { settings, data, engine, precision, options } = context;
  const { published, finetuning } = settings;
  const { batchSize, weightDecay } = finetuning;
  const rank = options.trains === 'adapters' ? settings.adapters.rank : 0;
  const compiled = { batchSize, weightDecay, engine, precision };
  const key = { publishedEncoder: published, texts: context.dataName, ...options, rank, ...compiled };
  return keptTrainer(key, () => {
    const model = loadPublishedText(folder);
    const adapters = rank > 0 ? new LowRankAdapters(model, { rank }) : undefined;
    const classifier = new PublishedTextClassifier(model, {
      ...{ classes: data.labels, tokenizer: PublishedTokenizer.read(folder) },
      ...{ maxLength: published.maxLength, trains: adapters ?? (options.trains === 'all' ? 'all' : 'head') },
    });
    const trainer = new ClassifierTrainer(classifier, publishedFeed(classifier, { batchSize }), {
      ...{ weightDecay, engine, precision },
    });
    const weights = hostTensors(model.parameters);
    const known = new WeakMap<EncodedTexts, Labelled<TokenSequences>>();
    return {
      trainer,
      encoder: model.parameters,
      encoded(texts: EncodedTexts) {
        const made = known.get(texts) ?? {
          ...{ examples: classifier.encoded(texts.texts), labels: texts.labels },
        };
        known.set(texts, made);
        return made;
      },
      /** The weights that a trial starts from, adapters anew. */
      reset(start: string | undefined, seed: number) {
        const from = start ? loadTensors(continuedWeights(start)).tensors : weights;
        restore(model.parameters, from, start ?? 'the published weights');
        adapters?.reset(seed);
      },
      dispose() {
        trainer.dispose();
        classifier.dispose();
        model.dispose();
      },
    };
  });
}

const samples = new WeakMap<EncodedTexts, EncodedTexts>();

/** Texts that scale the features: one sample of a pool, so that their token ids are made once. */
function scalingTexts(pool: EncodedTexts, count: number): EncodedTexts {
  const known = samples.get(pool);
  if (known?.labels.length === Math.min(count, pool.labels.length)) return known;
  const sample = sampleTexts(pool, count, 'scale');
  samples.set(pool, sample);
  return sample;
}

/** A published model, or what a stage of {@link continuedPublished} made of it. */
export const publishedEncoder = armRecipe({
  name: 'publishedEncoder',
  kind: 'pretrained',
  uses: ['published', 'finetuning', 'adapters', 'probe'],
  async run(context: Context): Promise<TrialResult> {
    const { settings, data, seed, amount, options, start } = context;
    const started = performance.now();
    const { trainer, encoder, encoded, reset } = sharedTrainer(
      context,
      await publishedFolder(settings.published),
    );
    reset(start?.folder, seed);
    const frozen = options.trains === 'head';
    const { examples: validated, points } = settings.finetuning.validation;
    return probeThenFinetune({
      ...{ trainer, started, seed, probing: settings.probe, encoder },
      dataName: `${context.dataName} published ${settings.published.maxLength}`,
      train: encoded(pickTexts(data.pool, drawnExamples(data, amount, seed))),
      ...{ dev: encoded(data.dev), test: encoded(data.test) },
      scaleOn: encoded(scalingTexts(data.pool, settings.published.scaleOn)).examples,
      validation: points > 0 && !frozen ? encoded(sampleTexts(data.dev, validated, 'validation')) : undefined,
      finetuning: frozen ? undefined : settings.finetuning,
      ...{ matched: context.matched, scoring: context.scoring },
    });
  },
});
