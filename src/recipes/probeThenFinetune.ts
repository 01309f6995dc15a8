/**
 * The trial of every pretrained or untrained encoder, of texts and images alike: a linear probe first, and from there,
 * unless the encoder stays frozen, everything (LP-FT; Kumar et al. 2022).
 */

import type { Artefact, TrialResult } from '../form/result';
import type { Scoring } from '../form/task';
import type { Parameters } from '../models/parameters';
import { scored } from '../tasks/classification';
import type { ClassifierTrainer, TrainableClassifier } from '../training/classifierTrainer';
import type { Examples, Labelled } from '../training/feed';
import { knownFeatures } from './knownFeatures';
import { linearProbe } from './linearProbe';
import { weightsHash } from './weightsHash';

/** How everything is trained at one level. */
export type Finetuning = {
  steps: number;
  /** Peak rate of the encoder. */
  learningRate: number;
  /** The head's rate is the encoder's divided by this: after a probe it needs to move less. */
  headRateDivisor: number;
  batchSize: number;
  weightDecay: number;
  /** Dev examples that the convergence curve is measured on, and how many points it has; 0: none. */
  validation: { examples: number; points: number };
};

/** Penalties of probes to choose from on dev. */
export type Probing = { l2: readonly number[] };

export interface ProbeThenFinetune<Model extends TrainableClassifier, Set extends Examples> {
  readonly trainer: ClassifierTrainer<Model, Set>;
  /** The encoder's weights, at which the trial starts. */
  readonly encoder: Parameters;
  readonly train: Labelled<Set>;
  readonly dev: Labelled<Set>;
  readonly test: Labelled<Set>;
  /** Examples that scale the features, labels unseen. */
  readonly scaleOn: Set;
  readonly validation: Labelled<Set> | undefined;
  /** Tells the data of one study from another's in a process. */
  readonly dataName: string;
  readonly probing: Probing;
  /** Absent: nothing is trained, the encoder stays frozen under its probe. */
  readonly finetuning: Omit<Finetuning, 'batchSize' | 'weightDecay'> | undefined;
  /** A stage whose operations are spent on labels instead. */
  readonly matched: Artefact | undefined;
  readonly seed: number;
  readonly scoring: Scoring;
  /** When the trial began, as performance.now() tells. */
  readonly started: number;
}

/** Probes, fine-tunes and scores on test; the classifier's tensors hold the trained weights afterwards. */
export async function probeThenFinetune<Model extends TrainableClassifier, Set extends Examples>(
  options: ProbeThenFinetune<Model, Set>,
): Promise<TrialResult> {
  const { trainer, encoder, train, dev, test, finetuning, matched, seed, scoring, validation } = options;
  const { classifier } = trainer;
  const elapsed = () => (performance.now() - options.started) / 1000;
  trainer.reload();
  const before = weightsHash(encoder);
  const known = (name: string, examples: Set) =>
    knownFeatures(`${options.dataName} ${before} ${name} ${examples.length}`, () =>
      trainer.features(examples),
    );
  const scaling = classifier.standardize(known('scale', options.scaleOn));
  trainer.reload();
  const scaledTo = (features: ReturnType<typeof known>, { labels }: Labelled<Set>) => ({
    features: scaling.apply(features),
    labels,
  });
  const sets = {
    train: scaledTo(trainer.features(train.examples), train),
    dev: scaledTo(known('dev', dev.examples), dev),
    test: scaledTo(known(test.examples === dev.examples ? 'dev' : 'test', test.examples), test),
  };
  const probe = linearProbe(sets, classifier.classes, options.probing.l2, scoring, elapsed());
  if (!finetuning) {
    const hashes = { weightsBefore: before, weightsAfter: weightsHash(encoder) };
    return { ...probe.result, facts: { ...probe.result.facts, ...hashes } };
  }
  const steps =
    finetuning.steps + (matched ? trainer.stepsFor(matched.ledger.trainingFlops, train.examples, seed) : 0);
  const { learningRate, headRateDivisor } = finetuning;
  const result = await trainer.finetune({
    steps,
    encoderLearningRate: learningRate,
    headLearningRate: learningRate / headRateDivisor,
    train,
    seed,
    // First the probe, then everything: a random head would tear the features it meets.
    head: probe.head,
    ...(validation && {
      validation: { ...validation, everySteps: Math.ceil(steps / finetuning.validation.points) },
    }),
  });
  const { metrics, facts } = scored(
    { logits: trainer.logits(test.examples) },
    test.labels,
    classifier.classes,
    scoring,
  );
  const ofProbe = Object.entries(probe.result.metrics).map(([name, value]) => [`probe ${name}`, value]);
  return {
    metrics,
    facts: { ...facts, ...Object.fromEntries(ofProbe) },
    ...(validation && { curves: { validationLoss: result.validationLoss } }),
    ledger: {
      trainableParameters: result.trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: elapsed(),
      steps: result.steps,
    },
  };
}
