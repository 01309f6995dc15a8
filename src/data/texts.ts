import '../engine/nodeCompatibility';
import { createRequire } from 'node:module';
import type { DataFrame } from 'danfojs-node';
import { budgetIndices, countPerLabel, type LabelBudget, type ScarceClasses } from './labelBudget';

/** A text and the index of its label in the dataset's labels. */
export interface LabelledText {
  readonly text: string;
  readonly label: number;
}

/** Texts without labels, in a fixed order. */
export class TextCorpus {
  constructor(readonly texts: readonly string[]) {}

  get length(): number {
    return this.texts.length;
  }

  /** The first `rows` texts as a danfo frame with the column `text`. */
  table(rows = 10): DataFrame {
    return frameOf(this.texts.slice(0, rows).map((text) => ({ text })));
  }
}

/** Texts with one label each, in a fixed order. */
export class LabelledTexts {
  constructor(
    readonly examples: readonly LabelledText[],
    readonly labels: readonly string[],
    /** What {@link labelled} does with a class that has fewer examples than asked for. */
    private readonly scarce: ScarceClasses = 'refused',
  ) {}

  get length(): number {
    return this.examples.length;
  }

  /** How many examples each label has, in the order of `labels`. */
  countPerLabel(): number[] {
    return countPerLabel(this.labelIndices(), this.labels);
  }

  /** The same number of examples of every class; nested for one seed, as {@link budgetIndices} tells. */
  labelled(budget: LabelBudget): LabelledTexts {
    const indices = budgetIndices(this.labelIndices(), this.labels, budget, this.scarce);
    return new LabelledTexts(
      indices.map((index) => this.examples[index]!),
      this.labels,
    );
  }

  private labelIndices(): number[] {
    return this.examples.map(({ label }) => label);
  }

  /** The first `rows` examples as a danfo frame with the columns `text` and `label` (the label's name). */
  table(rows = 10): DataFrame {
    const shown = this.examples.slice(0, rows);
    return frameOf(shown.map(({ text, label }) => ({ text, label: this.labels[label]! })));
  }
}

/** Rows as a danfo frame. */
export function frameOf(rows: Record<string, string | number>[]): DataFrame {
  // Loaded on first use: danfo brings the native engine, which reading a card does not need.
  const danfo = createRequire(__filename)('danfojs-node') as typeof import('danfojs-node');
  return new danfo.DataFrame(rows);
}
