/** What a classifier scores on labelled examples: over all, class by class, and which class is taken for which. */
import { accuracy, macroF1 } from '../metrics/classification';
import { type ClassScore, classScores, confusionMatrix } from '../metrics/confusion';
import { meanCrossEntropy } from '../metrics/crossEntropy';
import { highestScores } from '../metrics/highestScores';
import type { Displayable, MimeBundle } from '../report/display';
import { type Heatmap, heatmapFigure } from '../report/heatmapFigure';
import { Table } from '../report/table';

/** Scores of one class, with its name. */
export interface NamedClassScore extends ClassScore {
  readonly name: string;
}

/** Scores of a classifier on one labelled set. `lab.show` draws the table of classes. */
export class ClassifierScores implements Displayable {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Mean cross-entropy in nats, each example counting alike. */
  readonly loss: number;
  /** Class of each example, 0 to classes - 1. */
  readonly predictions: Int32Array;
  /** In label order. */
  readonly classes: readonly NamedClassScore[];

  /**
   * @param logits [examples, classes], row-major
   * @param labels of the examples, 0 to classes - 1
   * @param names of the classes, in label order
   * @throws LabError for no examples, or a score that is not a number
   */
  constructor(
    logits: Float32Array,
    private readonly labels: Int32Array,
    private readonly names: readonly string[],
  ) {
    this.predictions = highestScores(logits, names.length);
    this.accuracy = accuracy.compute(this.predictions, labels, names.length);
    this.macroF1 = macroF1.compute(this.predictions, labels, names.length);
    this.loss = meanCrossEntropy(logits, labels, names.length);
    this.classes = classScores(this.predictions, labels, names.length).map((score, index) => ({
      name: names[index]!,
      ...score,
    }));
  }

  /** Counts [labels, predictions]: row r, column c is how often class r was answered with c. */
  get confusion(): number[][] {
    const { length } = this.names;
    const counts = confusionMatrix(this.predictions, this.labels, length);
    return this.names.map((_, row) => Array.from(counts.subarray(row * length, (row + 1) * length)));
  }

  /** Precision, recall and F1 of each class. */
  classTable(): Table {
    const number = (value: number) => ({ text: value.toFixed(3), value });
    const count = (value: number) => ({ text: value.toLocaleString('en-GB'), value });
    return new Table(
      `Accuracy ${this.accuracy.toFixed(3)}, macro-F1 ${this.macroF1.toFixed(3)} on ${this.labels.length.toLocaleString('en-GB')} examples`,
      [
        { name: 'class', align: 'left' },
        ...['precision', 'recall', 'F1', 'examples', 'answers'].map((name) => ({
          ...{ name, align: 'right' as const },
        })),
      ],
      this.classes.map(({ name, precision, recall, f1, labelled, predicted }) => [
        { text: name },
        ...[precision, recall, f1].map(number),
        ...[labelled, predicted].map(count),
      ]),
      'Where a class was never answered its precision is 0; where it has no example its recall is 0.',
    );
  }

  /** Which class was answered with which, in per cent of the examples of each row's class. */
  confusionFigure(): Heatmap {
    return heatmapFigure({
      title: 'Answers to the examples of each class (per cent of the class; blank: none)',
      ...{ x: 'Answer', y: 'Class', columns: this.names, rows: this.names, digits: 0 },
      values: this.confusion.map((row) => {
        const total = row.reduce((sum, count) => sum + count, 0);
        return row.map((count) => (count > 0 ? (100 * count) / total : Number.NaN));
      }),
    });
  }

  toDisplay(): MimeBundle {
    return this.classTable().toDisplay();
  }
}
