/** Arms that classify texts with a published model: under a linear probe, fine-tuned whole, or by low-rank adapters. */
import { LabError } from '../errors';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import type { Parameters } from '../models/parameters';
import { getModel, modelContent } from '../published/getModel';
import { loadPublishedText } from '../published/loadPublished';
import { LowRankAdapters } from '../published/lowRankAdapters';
import { publishedFeed } from '../published/publishedFeed';
import { PublishedTextClassifier } from '../published/publishedTextClassifier';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { drawnExamples } from '../tasks/classification';
import { hostTensors, restore } from '../training/checkpoint';
import { ClassifierTrainer } from '../training/classifierTrainer';
import type { Labelled } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import { type EncodedTexts, pickTexts, sampleTexts } from './encodedTexts';
import { keptTrainer } from './keptTrainers';
import { type Finetuning, type Probing, probeThenFinetune } from './probeThenFinetune';
import type { TextClassificationData } from './textData';

export interface PublishedArmSettings {
  readonly published: {
    /** A name of 'lab model list', or the path of a card. */
    readonly model: string;
    /** Of what the card fetches: a run's id tells the weights by it. */
    readonly sha256: string;
    /** Longer texts are cut, in tokens with the special ones. */
    readonly maxLength: number;
    /** Texts of the labelled pool, their labels unseen, that scale the features. */
    readonly scaleOn: number;
  };
  readonly publishedFinetuning: Finetuning;
  readonly probe: Probing;
}

export interface AdaptedArmSettings extends PublishedArmSettings {
  readonly adapters: { readonly rank: number };
}

type Context = TrialContext<TextClassificationData, PublishedArmSettings>;
type Way = 'probe' | 'all' | 'adapters';

interface Shared {
  readonly trainer: ClassifierTrainer<PublishedTextClassifier, TokenSequences>;
  readonly encoder: Parameters;
  /** Token ids of a set, made once. */
  encoded(texts: EncodedTexts): Labelled<TokenSequences>;
  /** The model as it was published, adapters anew. */
  reset(seed: number): void;
  dispose(): void;
}

function shared(context: Context, folder: string, way: Way, rank: number): Shared {
  const { settings, data, engine, precision } = context;
  const { batchSize, weightDecay } = settings.publishedFinetuning;
  const compiled = { batchSize, weightDecay, engine, precision };
  const key = { published: settings.published, texts: context.dataName, way, rank, ...compiled };
  return keptTrainer(key, () => {
    const model = loadPublishedText(folder);
    const adapters = rank > 0 ? new LowRankAdapters(model, { rank }) : undefined;
    const classifier = new PublishedTextClassifier(model, {
      ...{ classes: data.labels, tokenizer: PublishedTokenizer.read(folder) },
      ...{ maxLength: settings.published.maxLength, trains: adapters ?? (way === 'all' ? 'all' : 'head') },
    });
    const trainer = new ClassifierTrainer(classifier, publishedFeed(classifier, { batchSize }), {
      ...{ weightDecay, engine, precision },
    });
    const moving = Object.fromEntries(
      Object.entries(classifier.parameters).filter(([name]) => !name.startsWith('head.')),
    );
    const published = adapters ? {} : hostTensors(moving);
    const known = new WeakMap<EncodedTexts, Labelled<TokenSequences>>();
    return {
      trainer,
      encoder: model.parameters,
      encoded(texts) {
        const made = known.get(texts) ?? {
          examples: classifier.encoded(texts.texts),
          labels: texts.labels,
        };
        known.set(texts, made);
        return made;
      },
      reset(seed) {
        if (adapters) adapters.reset(seed);
        else restore(moving, published, 'the published weights');
      },
      dispose() {
        trainer.dispose();
        classifier.dispose();
        model.dispose();
      },
    };
  });
}

/** The folder of the weights that the settings name. */
export async function publishedFolder({ model, sha256 }: PublishedArmSettings['published']): Promise<string> {
  const content = await modelContent(model);
  if (content !== sha256)
    throw new LabError(
      `${model} has weights of the SHA-256 ${content}, and the study's settings say ${sha256}: correct the settings, and the runs are others.`,
    );
  return getModel(model);
}

/** @param rank of the adapters; 0: there are none */
async function trial(context: Context, way: Way, rank = 0): Promise<TrialResult> {
  const { settings, data, seed, amount } = context;
  const started = performance.now();
  const folder = await publishedFolder(settings.published);
  const { trainer, encoder, encoded, reset } = shared(context, folder, way, rank);
  reset(seed);
  const finetuning = settings.publishedFinetuning;
  const { examples: validated, points } = finetuning.validation;
  const { examples: scaleOn } = encoded(sampleOnce(data.pool, settings.published.scaleOn));
  return probeThenFinetune({
    ...{ trainer, started, seed, probing: settings.probe },
    // Features are kept by the content of the weights; new adapters do not change them.
    dataName: `${context.dataName} ${settings.published.maxLength}`,
    encoder,
    train: encoded(pickTexts(data.pool, drawnExamples(data, amount, seed))),
    ...{ dev: encoded(data.dev), test: encoded(data.test), scaleOn },
    validation:
      points > 0 && way !== 'probe' ? encoded(sampleTexts(data.dev, validated, 'validation')) : undefined,
    finetuning: way === 'probe' ? undefined : finetuning,
    ...{ matched: context.matched, scoring: context.scoring },
  });
}

const samples = new WeakMap<EncodedTexts, EncodedTexts>();

function sampleOnce(pool: EncodedTexts, count: number): EncodedTexts {
  const known = samples.get(pool);
  if (known && known.labels.length === Math.min(count, pool.labels.length)) return known;
  const sample = sampleTexts(pool, count, 'scale');
  samples.set(pool, sample);
  return sample;
}

const head = ['published', 'publishedFinetuning', 'probe'] as const;

/** A linear probe on the model as it was published. */
export const probedPublished = armRecipe({
  name: 'probedPublished',
  kind: 'frozen',
  uses: head,
  run: (context: Context) => trial(context, 'probe'),
});

/** All of the model is trained on the drawn labels, from a probe on. */
export const finetunedPublished = armRecipe({
  name: 'finetunedPublished',
  kind: 'pretrained',
  uses: head,
  run: (context: Context) => trial(context, 'all'),
});

/** Low-rank adapters (Hu et al. 2021) are trained in the place of the model. */
export const adaptedPublished = armRecipe({
  name: 'adaptedPublished',
  kind: 'pretrained',
  uses: [...head, 'adapters'],
  run: (context: TrialContext<TextClassificationData, AdaptedArmSettings>) =>
    trial(context, 'adapters', context.settings.adapters.rank),
});
