import type { DataFrame } from 'danfojs-node';
import { LabError } from '../errors';
import { frameOf } from './texts';

/** A text or a pair of texts with whatever the dataset says of it. */
export interface AnnotatedText {
  readonly text: string;
  /** The second text of a pair. */
  readonly secondText?: string;
  /** Index of its label in the dataset's labels, where it has one. */
  readonly label?: number;
  /** Indices of all labels that apply, where there may be several, in ascending order. */
  readonly labels?: readonly number[];
  /** The number to predict. */
  readonly target?: number;
}

/** What a dataset's texts carry: one label each, several, a number, or nothing. */
export type Annotation = 'one label' | 'several labels' | 'number' | 'none';

/** Texts or pairs of texts with labels or numbers, in a fixed order: what a dataset holds, of whatever kind. */
export class AnnotatedTexts {
  /** @param labels names of the labels */
  constructor(
    readonly examples: readonly AnnotatedText[],
    readonly labels: readonly string[],
    readonly annotation: Annotation,
  ) {}

  get length(): number {
    return this.examples.length;
  }

  /** How many examples each label has, in the order of `labels`. */
  countPerLabel(): number[] {
    const counts = new Array<number>(this.labels.length).fill(0);
    for (const { label, labels = [] } of this.examples)
      for (const index of label === undefined ? labels : [label]) counts[index]!++;
    return counts;
  }

  /**
   * Which labels apply, row-major [examples, labels]: 1 where a label does, else 0.
   * @throws LabError where the examples have numbers or nothing
   */
  labelMatrix(): Float32Array {
    if (this.annotation === 'number' || this.annotation === 'none')
      throw new LabError(
        `These texts have ${described(this.annotation)}, and no labels to make a matrix of.`,
      );
    const matrix = new Float32Array(this.length * this.labels.length);
    this.examples.forEach(({ label, labels = [] }, row) => {
      for (const index of label === undefined ? labels : [label])
        matrix[row * this.labels.length + index] = 1;
    });
    return matrix;
  }

  /**
   * The numbers to predict [examples].
   * @throws LabError where the examples have labels or nothing
   */
  targets(): Float64Array {
    if (this.annotation !== 'number')
      throw new LabError(`These texts have ${described(this.annotation)}, and no numbers to predict.`);
    return Float64Array.from(this.examples, ({ target }) => target!);
  }

  /** The first `rows` examples as a danfo frame, labels by name. */
  table(rows = 10): DataFrame {
    const shown = this.examples.slice(0, rows);
    return frameOf(
      shown.map(({ text, secondText, label, labels, target }) => ({
        text,
        ...(secondText !== undefined && { secondText }),
        ...(label !== undefined && { label: this.labels[label]! }),
        ...(labels && { labels: labels.map((index) => this.labels[index]!).join(', ') }),
        ...(target !== undefined && { target }),
      })),
    );
  }
}

/** As in 'texts with ...'. */
export function described(annotation: Annotation): string {
  return {
    'one label': 'one label each',
    'several labels': 'several labels each',
    number: 'a number each',
    none: 'no labels',
  }[annotation];
}
