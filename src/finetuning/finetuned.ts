/** What fine-tuning on one's own data gives: a classifier, its scores, its curve and the rates that were tried. */
import { curveFigure, type NamedCurves } from '../report/curveFigure';
import type { Displayable, MimeBundle } from '../report/display';
import type { Figure } from '../report/figure';
import { Table } from '../report/table';
import type { CurvePoint } from '../training/trainingLoop';
import type { ClassifierScores } from './classifierScores';
import type { Finetuning, TriedRate } from './finetuning';

/** A fine-tuned classifier and how it did. `lab.show` draws its scores class by class. */
export class Finetuned<Classifier, Inputs> implements Displayable {
  /** On all of `evaluateOn`: if it chose the rate or the best weights, they are a little too good; `testScores` are not. */
  readonly scores: ClassifierScores;
  /** On `testOn`, which nothing was chosen by; undefined where it was not given. */
  readonly testScores: ClassifierScores | undefined;
  /** Peak learning rate of the encoder whose weights were kept. */
  readonly learningRate: number;
  /** Every rate that was tried. */
  readonly tried: readonly TriedRate[];
  readonly seconds: number;

  /** @param predict the name of the class of each input */
  constructor(
    readonly classifier: Classifier,
    outcome: Finetuning,
    readonly predict: (inputs: Inputs) => string[],
  ) {
    this.scores = outcome.scores;
    this.testScores = outcome.testScores;
    this.learningRate = outcome.learningRate;
    this.tried = outcome.tried;
    this.seconds = outcome.seconds;
  }

  /** On `evaluateOn`. */
  get accuracy(): number {
    return this.scores.accuracy;
  }

  /** On `evaluateOn`. */
  get macroF1(): number {
    return this.scores.macroF1;
  }

  /** Steps that the kept rate took. */
  get steps(): number {
    return this.kept.steps;
  }

  /** Loss in nats on the measured examples of `evaluateOn`, from step 0 (before training) on, at the kept rate. */
  get validationLoss(): readonly CurvePoint[] {
    return this.kept.validationLoss;
  }

  /** Precision, recall and F1 of each class, on `testOn` if it was given, else on `evaluateOn`. */
  classTable(): Table {
    return (this.testScores ?? this.scores).classTable();
  }

  /** Which class was taken for which, on `testOn` if it was given, else on `evaluateOn`. */
  confusionFigure() {
    return (this.testScores ?? this.scores).confusionFigure();
  }

  /** Loss on the measured examples over the steps, a curve a rate. */
  curveFigure(): Figure {
    const curves: NamedCurves = Object.fromEntries(
      this.tried.map(({ learningRate, validationLoss }) => [`learning rate ${learningRate}`, validationLoss]),
    );
    return curveFigure('Loss on held-out examples', 'Loss (nats)', curves);
  }

  /** Every rate that was tried and the loss it came to. */
  rateTable(): Table {
    return new Table(
      'Learning rates of the encoder, by the loss on held-out examples',
      [
        { name: 'learning rate', align: 'right' },
        { name: 'loss (nats)', align: 'right' },
        { name: 'steps', align: 'right' },
      ],
      this.tried.map(({ learningRate, loss, steps }) => [
        {
          ...{ text: String(learningRate), value: learningRate },
          ...(learningRate === this.learningRate && { mark: 'best' as const }),
        },
        { text: loss === undefined ? 'diverged' : loss.toFixed(3), value: loss ?? null },
        { text: String(steps), value: steps },
      ]),
    );
  }

  toDisplay(): MimeBundle {
    const tables = [...(this.tried.length > 1 ? [this.rateTable()] : []), this.classTable()];
    return {
      'text/html': tables.map((table) => table.toHtml()).join('\n'),
      'text/plain': tables.map((table) => table.toText()).join('\n\n'),
    };
  }

  private get kept(): TriedRate {
    return this.tried.find(({ learningRate }) => learningRate === this.learningRate)!;
  }
}
