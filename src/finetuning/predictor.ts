import type { tf } from '../engine/native';
import { compile } from '../engine/program';
import { highestScores } from '../metrics/highestScores';
import type { TrainableClassifier } from '../training/classifierTrainer';
import type { Examples, Feed } from '../training/feed';
import { scoresOf } from './finetuningProgram';

/** What a classifier says of examples, with the weights that its tensors hold when it is asked. Compiled on first use. */
export class Predictor<Set extends Examples> {
  private readonly program;

  constructor(
    private readonly classifier: TrainableClassifier,
    private readonly feed: Feed<Set>,
  ) {
    this.program = compile({
      state: { ...classifier.parameters, ...classifier.constants },
      functions: { logits: ({ batch }: { batch: tf.Tensor }) => ({ values: classifier.logits(batch) }) },
    });
  }

  /** Scores [examples, classes], row-major. */
  logits(examples: Set): Float32Array {
    // The tensors may have been trained since.
    this.program.program.reload();
    return scoresOf(
      examples,
      this.feed,
      this.classifier.classes.length,
      (batch) => this.program.logits({ batch }).values,
    );
  }

  /** Name of the class with the highest score of each example. */
  classes(examples: Set): string[] {
    const { classes } = this.classifier;
    return Array.from(highestScores(this.logits(examples), classes.length), (label) => classes[label]!);
  }

  /** Probability of each class, by name, of each example: the softmax of its scores. */
  probabilities(examples: Set): Record<string, number>[] {
    const { classes } = this.classifier;
    const logits = this.logits(examples);
    return Array.from({ length: examples.length }, (_, row) => {
      const scores = logits.subarray(row * classes.length, (row + 1) * classes.length);
      const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
      const powers = Array.from(scores, (score) => Math.exp(score - highest));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return Object.fromEntries(classes.map((name, index) => [name, powers[index]! / total]));
    });
  }

  dispose(): void {
    this.program.program.dispose();
  }
}
