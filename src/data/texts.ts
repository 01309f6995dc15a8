import '../engine/nodeCompatibility';
import { createRequire } from 'node:module';
import type { DataFrame } from 'danfojs-node';
import { LabError } from '../errors';
import { seededRandom } from './seededRandom';

/** A text and the index of its label in the dataset's labels. */
export interface LabelledText {
  readonly text: string;
  readonly label: number;
}

/** How many labels may be spent: `perClass` examples of every class, chosen by `seed`. */
export interface LabelBudget {
  readonly perClass: number;
  readonly seed: number;
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
  ) {}

  get length(): number {
    return this.examples.length;
  }

  /** How many examples each label has, in the order of `labels`. */
  countPerLabel(): number[] {
    const counts = new Array<number>(this.labels.length).fill(0);
    for (const { label } of this.examples) counts[label]!++;
    return counts;
  }

  /**
   * The same number of examples of every class. Budgets of one seed are nested: what is among the 2 of a class is among
   * its 8, 32 and 128, so that a learning curve differs in added labels only.
   * @throws LabError when there are no labels, perClass is no whole number above zero, or a class has too few examples
   */
  labelled({ perClass, seed }: LabelBudget): LabelledTexts {
    if (this.labels.length === 0)
      throw new LabError('This dataset has no labels: use its texts for pretraining only.');
    if (!Number.isInteger(perClass) || perClass < 1) {
      throw new LabError(
        `A label budget needs a whole number of labels per class above zero, not ${perClass}.`,
      );
    }
    const byLabel = this.labels.map((): LabelledText[] => []);
    for (const example of this.examples) byLabel[example.label]!.push(example);
    byLabel.forEach((examples, label) => {
      if (examples.length < perClass) {
        throw new LabError(
          `The class '${this.labels[label]}' has ${examples.length} examples, fewer than the ${perClass} asked for: ` +
            `use a budget of at most ${Math.min(...this.countPerLabel())} labels per class.`,
        );
      }
      seededRandom(`label budget/${seed}/${this.labels[label]}`).shuffle(examples);
    });
    const chosen: LabelledText[] = [];
    for (let rank = 0; rank < perClass; rank++) for (const examples of byLabel) chosen.push(examples[rank]!);
    return new LabelledTexts(chosen, this.labels);
  }

  /** The first `rows` examples as a danfo frame with the columns `text` and `label` (the label's name). */
  table(rows = 10): DataFrame {
    const shown = this.examples.slice(0, rows);
    return frameOf(shown.map(({ text, label }) => ({ text, label: this.labels[label]! })));
  }
}

function frameOf(rows: Record<string, string>[]): DataFrame {
  // Loaded on first use: danfo brings the native engine, which reading a card does not need.
  const danfo = createRequire(__filename)('danfojs-node') as typeof import('danfojs-node');
  return new danfo.DataFrame(rows);
}
