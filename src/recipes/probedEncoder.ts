/** An arm that probes the encoder of a stage as it was trained, whether it reads both ways or backwards alone. */
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { TextClassifier } from '../models/textClassifier';
import {
  type AttentionDirection,
  type TransformerEncoder,
  transformerEncoder,
} from '../models/transformerEncoder';
import { sifWeights } from '../models/wordVectors';
import { drawnExamples } from '../tasks/classification';
import { hostTensors, restore } from '../training/checkpoint';
import { loadEncoder } from '../training/savedEncoder';
import { textTrainer } from '../training/textTrainer';
import { pickTexts } from './encodedTexts';
import { keptTrainer } from './keptTrainers';
import { type Probing, probeThenFinetune } from './probeThenFinetune';
import type { TextClassificationData } from './textData';
import type { EncoderSizes } from './transformer';

export interface ProbedEncoderSettings {
  readonly encoder: EncoderSizes;
  /** The constant a of a / (a + frequency) (Arora, Liang & Ma 2017): frequent tokens count less in the pooled mean. */
  readonly pooling: { readonly sifConstant: number };
  readonly probe: Probing;
}

/** A type, so that it counts as plain options. */
export type ProbedEncoderOptions = {
  /** How the stage's encoder reads. Default 'bidirectional'. */
  readonly attention?: AttentionDirection;
};

type Context = TrialContext<TextClassificationData, ProbedEncoderSettings, ProbedEncoderOptions>;

function fresh({ settings, data }: Context, attention: AttentionDirection, seed: number) {
  return transformerEncoder<AttentionDirection>({
    ...{ ...settings.encoder, attention, seed },
    vocabularySize: data.vocabulary.vocabularySize,
    paddingToken: data.vocabulary.specialTokens.padding,
  });
}

function sharedTrainer(context: Context, attention: AttentionDirection) {
  const { settings, data, engine, precision } = context;
  const key = { probed: context.dataName, encoder: settings.encoder, pooling: settings.pooling, attention };
  return keptTrainer({ ...key, engine, precision }, () => {
    const tokenWeights = sifWeights(data.counts, settings.pooling.sifConstant);
    tokenWeights[data.vocabulary.specialTokens.padding] = 0;
    const encoder: TransformerEncoder<AttentionDirection> = fresh(context, attention, 1);
    const classifier = new TextClassifier(encoder, { classes: data.labels, tokenWeights, seed: 1 });
    const trainer = textTrainer(classifier, {
      engine,
      precision,
      trains: (name) => name.startsWith('head.'),
    });
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

/** A linear probe on the stage's encoder or, without one, on random weights. */
export const probedEncoder = armRecipe({
  name: 'probedEncoder',
  kind: 'frozen',
  uses: ['encoder', 'pooling', 'probe'],
  async run(context: Context): Promise<TrialResult> {
    const { settings, data, seed, start, amount, options } = context;
    const { attention = 'bidirectional' } = options;
    const started = performance.now();
    const { encoder, trainer } = sharedTrainer(context, attention);
    const first = start ? loadEncoder(start.folder, attention) : fresh(context, attention, seed);
    restore(encoder.parameters, hostTensors(first.parameters), 'the starting weights');
    first.dispose();
    return probeThenFinetune({
      ...{ trainer, started, seed, probing: settings.probe, encoder: encoder.parameters },
      dataName: `${context.dataName} ${attention}`,
      train: pickTexts(data.pool, drawnExamples(data, amount, seed)),
      ...{ dev: data.dev, test: data.test, scaleOn: data.scaleOn, validation: undefined },
      ...{ finetuning: undefined, matched: undefined, scoring: context.scoring },
    });
  },
});
