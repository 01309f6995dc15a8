/** Fine-tuning of one classifier on one's own data: how often it is measured, when it stops, which rate is best. */
import { exampleStream } from '../data/batches';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { meanCrossEntropy } from '../metrics/crossEntropy';
import type { Parameters } from '../models/parameters';
import { BestWeights } from '../training/bestWeights';
import type { TrainableClassifier } from '../training/classifierTrainer';
import type { Examples, Feed, Labelled } from '../training/feed';
import { type CurvePoint, trainingLoop } from '../training/trainingLoop';
import { ClassifierScores } from './classifierScores';
import { classWeightsOf } from './classWeights';
import { checkOptions } from './finetuningChecks';
import type { FinetuningOptions } from './finetuningOptions';
import { FinetuningProgram, type WeightedBatch } from './finetuningProgram';

/** How one learning rate did. */
export interface TriedRate {
  readonly learningRate: number;
  /** On the measured examples of `evaluateOn`, with the weights it ended with; undefined where it diverged. */
  readonly loss: number | undefined;
  /** Fewer than asked for where patience ended it. */
  readonly steps: number;
  readonly validationLoss: readonly CurvePoint[];
}

/** What fine-tuning gave. */
export interface Finetuning {
  /** The rate whose weights the classifier has. */
  readonly learningRate: number;
  readonly tried: readonly TriedRate[];
  /** On all of `evaluateOn`. */
  readonly scores: ClassifierScores;
  /** On `testOn`, where it was given. */
  readonly testScores?: ClassifierScores;
  readonly seconds: number;
}

/** The data of a fine-tuning. */
export interface FinetuningData<Set extends Examples> {
  readonly train: Labelled<Set>;
  readonly held: Labelled<Set>;
  readonly test?: Labelled<Set>;
  /** Chosen examples of a set. */
  pick(examples: Set, rows: readonly number[]): Set;
}

/**
 * Fine-tunes the classifier, whose tensors then hold the weights of the best rate. If every rate fails they are what they
 * were.
 * @throws LabError for settings, labels or sizes that make no sense, or where the loss stops being a number at every rate;
 *   StoppedError on request
 */
export async function finetuning<Set extends Examples>(
  classifier: TrainableClassifier,
  feed: Feed<Set>,
  data: FinetuningData<Set>,
  options: FinetuningOptions,
): Promise<Finetuning> {
  const plan = checkOptions(options);
  refuseLabels(classifier, feed.noun, data);
  const weights = classWeightsOf(options.classWeights, data.train.labels, classifier.classes);
  const started = performance.now();
  const watched = sample(data, options.evaluateOnAtMost ?? 1000);
  const program = new FinetuningProgram(classifier, feed, options);
  const start = new StartingWeights(classifier.parameters);
  const best = new BestWeights(classifier.parameters);
  /** The latest loss of a step; not a number once training has diverged. */
  let last = Number.NaN;
  const lossOn = ({ examples, labels }: Labelled<Set>) => {
    const logits = program.logits(examples);
    if (logits.some(Number.isNaN)) last = Number.NaN;
    return meanCrossEntropy(logits, labels, classifier.classes.length);
  };
  try {
    const tried: TriedRate[] = [];
    let failure: unknown;
    for (const [index, learningRate] of plan.rates.entries()) {
      start.restore();
      classifier.resetHead(options.seed);
      program.restart(options.seed);
      const name = plan.rates.length > 1 ? ` at ${learningRate} (${index + 1} of ${plan.rates.length})` : '';
      try {
        const record = await trainingLoop<WeightedBatch[]>({
          label: `Fine-tune on ${data.train.examples.length} labels${name}`,
          steps: plan.steps,
          schedule: { peak: 1, warmupSteps: Math.ceil(plan.steps * 0.1) },
          nextBatch: batchesOf(data.train, weights, {
            ...plan,
            batchSize: feed.batchSize,
            seed: options.seed,
          }),
          parameters: classifier.parameters,
          synchronize: () => program.synchronize(),
          reload: () => program.reload(),
          step(batches, share) {
            last = program.step(data.train.examples, batches, {
              encoder: share * learningRate,
              head: share * plan.headLearningRate,
            });
            return { loss: last, seen: batches.length * feed.batchSize, flops: 0 };
          },
          ...(plan.everySteps !== undefined && {
            validation: { everySteps: plan.everySteps, loss: () => lossOn(watched) },
          }),
          keepBest: plan.keepBest,
          patience: options.patience,
          onStep: options.onStep,
          remedy: `the learning rates (${learningRate} of the encoder, ${plan.headLearningRate} of the head)`,
        });
        const loss = lossOn(watched);
        best.offer(loss, () => program.synchronize());
        tried.push({
          ...{ learningRate, loss, steps: record.steps },
          validationLoss: record.validationLoss,
        });
      } catch (error) {
        // A rate that is too high is one that lost, as long as another one holds.
        if (!(error instanceof LabError) || error.name === 'StoppedError' || Number.isFinite(last))
          throw error;
        failure = error;
        tried.push({ learningRate, loss: undefined, steps: plan.steps, validationLoss: [] });
      }
    }
    const winner = tried.reduce((a, b) => ((b.loss ?? Infinity) < (a.loss ?? Infinity) ? b : a));
    if (winner.loss === undefined) throw failure;
    best.restore();
    program.reload();
    const scored = ({ examples, labels }: Labelled<Set>) =>
      new ClassifierScores(program.logits(examples), labels, classifier.classes);
    return {
      learningRate: winner.learningRate,
      tried,
      scores: scored(data.held),
      ...(data.test && { testScores: scored(data.test) }),
      seconds: (performance.now() - started) / 1000,
    };
  } catch (error) {
    program.synchronize();
    start.restore();
    throw error;
  } finally {
    start.dispose();
    best.dispose();
    program.dispose();
  }
}

/** The weights that every rate starts from. */
class StartingWeights {
  private readonly copies: tf.Tensor[];

  constructor(private readonly parameters: Parameters) {
    this.copies = Object.values(parameters).map((variable) => variable.clone());
  }

  restore(): void {
    Object.values(this.parameters).forEach((variable, index) => {
      variable.assign(this.copies[index]!);
    });
  }

  dispose(): void {
    tf.dispose(this.copies);
  }
}

/** The batches of each step, with what each example's loss counts; over a step they sum to 1. */
function batchesOf<Set extends Examples>(
  { examples, labels }: Labelled<Set>,
  weights: Float64Array,
  { batchSize, accumulate, seed }: { batchSize: number; accumulate: number; seed: number },
): () => WeightedBatch[] {
  const next = exampleStream(examples.length, batchSize * accumulate, seed);
  return () => {
    const drawn = next();
    const total = drawn.reduce((sum, index) => sum + weights[labels[index]!]!, 0);
    return Array.from({ length: accumulate }, (_, part) => {
      const chosen = drawn.slice(part * batchSize, (part + 1) * batchSize);
      const own = Int32Array.from(chosen, (index) => labels[index]!);
      return { chosen, labels: own, weights: Float32Array.from(own, (label) => weights[label]! / total) };
    });
  };
}

function sample<Set extends Examples>({ held, pick }: FinetuningData<Set>, atMost: number): Labelled<Set> {
  const { length } = held.examples;
  if (length <= atMost) return held;
  const rows = Array.from({ length: atMost }, (_, k) => Math.floor((k * length) / atMost));
  return { examples: pick(held.examples, rows), labels: Int32Array.from(rows, (row) => held.labels[row]!) };
}

function refuseLabels<Set extends Examples>(
  { classes }: TrainableClassifier,
  noun: string,
  { train, held, test }: FinetuningData<Set>,
): void {
  for (const [set, labelled] of Object.entries({ data: train, evaluateOn: held, testOn: test })) {
    if (!labelled) continue;
    if (labelled.examples.length === 0)
      throw new LabError(
        `'${set}' holds no labelled ${noun}: give at least one${set === 'data' ? ' a class' : ''}.`,
      );
    const wrong = labelled.labels.findIndex((label) => !(label >= 0 && label < classes.length));
    if (wrong >= 0)
      throw new LabError(
        `The label of example ${wrong} of '${set}' is ${labelled.labels[wrong]}, but the classifier has ${classes.length} classes (0 to ${classes.length - 1}: ${classes.join(', ')}); make the classifier with all classes of the data.`,
      );
  }
}
