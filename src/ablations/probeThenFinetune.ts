/** A trial of a fine-tuned encoder: a linear probe first, then everything from there (LP-FT; Kumar et al. 2022). */
import type { Engine, Precision } from '../engine/program';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { hostTensors, restore } from '../training/checkpoint';
import type { TrialResult } from './ablation';
import { linearProbe, scored, weightsHash } from './classificationArms';
import { type EncodedTexts, frozenSets, reusableTrainer } from './textClassificationArms';

/** How an encoder is fine-tuned at one budget. */
export type FinetuningSettings = {
  steps: number;
  encoderLearningRate: number;
  headLearningRate: number;
  /** Whether the token table stays as it is. */
  freezeEmbeddings: boolean;
};

/** What all trials of one task share. */
export interface FinetuningTask {
  /** Tells tasks of one process apart: the hash of its data and its name. */
  readonly key: string;
  readonly classes: readonly string[];
  /** Weight of each token in the pooled mean: [vocabulary]; 0 for padding. */
  readonly tokenWeights: Float32Array;
  /** Texts that scale the features. */
  readonly unlabelled: readonly Int32Array[];
  readonly dev: EncodedTexts;
  readonly test: EncodedTexts;
}

/** Fine-tunes from an encoder's weights (which are copied; the encoder is freed) and scores on test. */
export async function probeThenFinetune(options: {
  readonly start: TransformerEncoder;
  readonly task: FinetuningTask;
  readonly train: EncodedTexts;
  readonly settings: FinetuningSettings & {
    batchSize: number;
    weightDecay: number;
    lengths: readonly number[];
    /** Penalties of the probe to choose from on dev. */
    l2: readonly number[];
    /** How many dev texts the loss is measured on, four times on the way; 0 for none. */
    validationExamples: number;
  };
  readonly seed: number;
  readonly engine: Engine;
  readonly precision: Precision;
}): Promise<TrialResult> {
  const { start, task, train, settings, seed, engine, precision } = options;
  const { batchSize, weightDecay, lengths, freezeEmbeddings, l2, validationExamples, ...rates } = settings;
  const started = performance.now();
  const compiled = { batchSize, weightDecay, lengths, freezeEmbeddings, engine, precision };
  const { encoder, trainer } = reusableTrainer({ key: task.key, encoder: start.config, ...compiled }, () => ({
    encoder: start,
    classes: task.classes,
    tokenWeights: task.tokenWeights,
    ...compiled,
  }));
  if (encoder !== start) {
    restore(encoder.parameters, hostTensors(start.parameters), 'the starting weights');
    start.dispose();
  }
  trainer.reload();
  const scaling = trainer.classifier.standardize(trainer.features(task.unlabelled));
  trainer.reload();
  const { dev, test } = task;
  const classes = task.classes.length;
  const sets = frozenSets(
    trainer,
    scaling,
    `${task.key} ${weightsHash(encoder.parameters)}`,
    train,
    dev,
    test,
  );
  const probe = linearProbe(sets, classes, l2, 0);
  const result = await trainer.finetune({
    ...rates,
    train,
    seed,
    head: probe.head,
    ...(validationExamples > 0 && {
      validation: {
        sequences: dev.sequences.slice(0, validationExamples),
        labels: dev.labels.slice(0, validationExamples),
        everySteps: Math.ceil(rates.steps / 4),
      },
    }),
  });
  const { metrics, facts } = scored(trainer.logits(test.sequences), test.labels, classes);
  return {
    metrics,
    facts: { ...facts, probeMacroF1: probe.result.metrics.macroF1! },
    ...(validationExamples > 0 && { curves: { validationLoss: result.validationLoss } }),
    ledger: {
      trainableParameters: result.trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: (performance.now() - started) / 1000,
      steps: result.steps,
    },
  };
}
