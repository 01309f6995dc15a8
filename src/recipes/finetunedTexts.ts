/** Arms that classify texts with a transformer encoder: fine-tuned, or frozen under a linear probe. */
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { TextClassifier } from '../models/textClassifier';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { sifWeights } from '../models/wordVectors';
import { drawnExamples } from '../tasks/classification';
import { hostTensors, restore } from '../training/checkpoint';
import { loadEncoder } from '../training/savedEncoder';
import { type TextTrainer, textTrainer } from '../training/textTrainer';
import { type EncodedTexts, pickTexts, sampleTexts } from './encodedTexts';
import { keptTrainer } from './keptTrainers';
import { type Finetuning, type Probing, probeThenFinetune } from './probeThenFinetune';
import type { TextClassificationData } from './textData';
import { type EncoderSizes, freshEncoder } from './transformer';

export interface TextArmSettings {
  readonly encoder: EncoderSizes;
  /** The constant a of a / (a + frequency) (Arora, Liang & Ma 2017): frequent tokens count less in the pooled mean. */
  readonly pooling: { readonly sifConstant: number };
  readonly finetuning: Finetuning & {
    /** Lengths that training batches are padded to. */
    readonly lengths: readonly number[];
    /** Whether the token table stays as it is: few labels move the few tokens they show, away from their neighbours. */
    readonly freezeEmbeddings: boolean;
  };
  readonly probe: Probing;
}

type Context = TrialContext<TextClassificationData, TextArmSettings>;

interface SharedTrainer {
  readonly encoder: TransformerEncoder;
  readonly trainer: TextTrainer;
  dispose(): void;
}

function sharedTrainer(context: Context, dataName: string): SharedTrainer {
  const { settings, data, engine, precision } = context;
  const { batchSize, weightDecay, lengths, freezeEmbeddings } = settings.finetuning;
  const compiled = { batchSize, weightDecay, lengths, engine, precision };
  const key = { texts: dataName, encoder: settings.encoder, pooling: settings.pooling, freezeEmbeddings };
  return keptTrainer({ ...key, ...compiled }, () => {
    const tokenWeights = sifWeights(data.counts, settings.pooling.sifConstant);
    tokenWeights[data.vocabulary.specialTokens.padding] = 0;
    const encoder = freshEncoder(settings.encoder, data.vocabulary, 1);
    const classifier = new TextClassifier(encoder, { classes: data.labels, tokenWeights, seed: 1 });
    const trains = (name: string) => !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(name));
    const trainer = textTrainer(classifier, { ...compiled, trains });
    return {
      encoder,
      trainer,
      dispose() {
        trainer.dispose();
        classifier.dispose();
      },
    };
  });
}

async function trial(context: Context, frozen: boolean): Promise<TrialResult> {
  const { settings, data, seed, start, amount } = context;
  const started = performance.now();
  const { encoder, trainer } = sharedTrainer(context, context.dataName);
  const first = start ? loadEncoder(start.folder) : freshEncoder(settings.encoder, data.vocabulary, seed);
  restore(encoder.parameters, hostTensors(first.parameters), 'the starting weights');
  first.dispose();
  const { examples: validated, points } = settings.finetuning.validation;
  const result = await probeThenFinetune({
    ...{ trainer, started, seed, dataName: context.dataName, probing: settings.probe },
    encoder: encoder.parameters,
    train: pickTexts(data.pool, drawnExamples(data, amount, seed)),
    dev: data.dev,
    test: data.test,
    scaleOn: data.scaleOn,
    validation: points > 0 ? sampled(data.dev, validated) : undefined,
    finetuning: frozen ? undefined : settings.finetuning,
    matched: context.matched,
    scoring: context.scoring,
  });
  // What the stage measured of the text it was pretrained on goes with it.
  return { ...result, metrics: { ...result.metrics, ...start?.metrics } };
}

const sampled = (dev: EncodedTexts, count: number) => sampleTexts(dev, count, 'validation');

const uses = ['encoder', 'pooling', 'finetuning', 'probe'] as const;

/** Trains a classifier on the drawn labels, from the stage's encoder or, without one, from random weights. */
export const finetuned = armRecipe({
  name: 'finetuned',
  kind: 'pretrained',
  uses,
  run: (context: Context) => trial(context, false),
});

/** A linear probe on the stage's frozen encoder. */
export const probed = armRecipe({
  name: 'probed',
  kind: 'frozen',
  uses,
  run: (context: Context) => trial(context, true),
});
