/** How a treatment stands against a control that was given pretraining's compute and not its weights. */
import { correctedTests } from './holm';
import type { Interval } from './interval';
import { type Level, type Observation, ObservationTable } from './observation';
import { type PairedDifference, pairedDifference } from './pairedDifference';

export interface ControlAtLevel {
  readonly level: Level;
  /** 'not told apart' says that neither was shown, not that both are equal. */
  readonly outcome: 'ahead' | 'behind' | 'not told apart';
  /** treatment - control */
  readonly difference: PairedDifference;
  /** At the confidence of Holm's correction for the levels where the control ran. */
  readonly correctedInterval?: Interval;
  readonly adjustedP?: number;
}

export interface ControlOutcome {
  readonly control: string;
  /** Levels where the control was planned. */
  readonly levels: readonly ControlAtLevel[];
  /** Levels of the claim where it was not. */
  readonly notRun: readonly Level[];
}

/**
 * Compares a treatment with a control at each level where both are planned, by paired t tests that are Holm-corrected for
 * these levels.
 */
export function compareWithControl(
  observations: readonly Observation[],
  {
    treatment,
    control,
    levels,
    higherIsBetter,
    alpha = 0.05,
  }: {
    readonly treatment: string;
    readonly control: string;
    readonly levels: readonly Level[];
    readonly higherIsBetter: boolean;
    readonly alpha?: number;
  },
): ControlOutcome {
  const table = new ObservationTable(observations);
  const run = levels.filter((level) => table.at(control, level).size > 0);
  const differences = run.map((level) =>
    pairedDifference(observations, { treatment, reference: control, level }),
  );
  const tests = correctedTests(
    differences.map(({ independent }) => ({ values: independent, hypothesis: 0 })),
    alpha,
  );
  return {
    control,
    levels: differences.map((difference, k) => {
      const { interval, adjustedP, rejected } = tests[k];
      const ahead = higherIsBetter === difference.mean! > 0;
      return {
        level: difference.level,
        outcome: !rejected ? 'not told apart' : ahead ? 'ahead' : 'behind',
        difference,
        ...(interval && { correctedInterval: interval }),
        ...(difference.independent.length > 1 && { adjustedP }),
      };
    }),
    notRun: levels.filter((level) => !run.includes(level)),
  };
}
