/** The verdict of a study: computed from paired differences over seeds and the rule stated before the study ran. */
import type { VerdictRule } from './ablation';
import { type Observation, type PairedDifference, pairedDifference } from './pairedDifference';
import { type CorrectedTest, correctedTests, type Interval } from './statistics';

export type Finding = 'supports' | 'contradicts' | 'inconclusive';

/** One budget's part in the verdict. */
export interface BudgetFinding {
  readonly labelsPerClass: number;
  readonly finding: Finding;
  readonly difference: PairedDifference;
  /** The t interval at the level that Holm's correction tests this budget at; undefined for fewer than two pairs. */
  readonly correctedInterval?: Interval;
  /** Holm-adjusted p that the difference is just the smallest that matters; undefined for fewer than two pairs. */
  readonly adjustedP?: number;
}

export interface Verdict {
  readonly finding: Finding;
  /** What was tested and how, as the rule states it. */
  readonly question: string;
  /** Why, from which numbers. */
  readonly sentence: string;
  readonly metric: string;
  readonly budgets: readonly BudgetFinding[];
}

export interface VerdictInput {
  /** Planned trials of the study, failed and missing ones included; other arms are ignored. */
  readonly observations: readonly Observation[];
  /** The tier's budgets, used where the rule names none. */
  readonly labelsPerClass: readonly number[];
  readonly rule: VerdictRule & {
    /**
     * 'all': the claim is about each budget, so one budget against it contradicts it. 'any': it says that there is such a
     * budget, so only all budgets against it contradict it. Default 'all'.
     */
    readonly requires?: 'all' | 'any';
  };
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** Titles of arms for the sentence; names where absent. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Chance of any wrong finding over all budgets together. Default 0.05. */
  readonly alpha?: number;
}

/**
 * Judges a claim. At each budget the paired t interval, at the level of Holm's correction for all budgets, must lie beyond
 * the smallest difference that matters on the predicted side to support the claim, and short of it to contradict it;
 * fewer than two pairs decide nothing.
 */
export function verdictOf(input: VerdictInput): Verdict {
  const { rule, metric, higherIsBetter, alpha = 0.05 } = input;
  const observations = beyond(input.observations, rule);
  const budgets = rule.labelsPerClass ?? input.labelsPerClass;
  const { treatment, reference } = rule;
  const differences = budgets.map((labelsPerClass) =>
    pairedDifference(observations, { treatment, reference, labelsPerClass }),
  );
  // Measured along the prediction: positive is what the claim expects.
  const direction = (rule.expects === 'better') === higherIsBetter ? 1 : -1;
  const threshold = direction * (rule.smallestDifferenceThatMatters ?? 0);
  const tests = correctedTests(
    differences.map(({ differences: values }) => values),
    threshold,
    alpha,
  );
  const findings = differences.map((difference, k) => judge(difference, tests[k], threshold, direction));
  const finding = combine(
    findings.map((budget) => budget.finding),
    rule.requires ?? 'all',
  );
  const question = ask(input, findings.length);
  return { finding, question, sentence: explain(question, finding, findings), metric, budgets: findings };
}

/** The arms whose trials a verdict by this rule is computed from. */
export function judgedArms({ treatment, reference, moreThan }: VerdictRule): string[] {
  return [treatment, reference, ...(moreThan ? [moreThan.treatment, moreThan.reference] : [])];
}

/**
 * Values of treatment and reference with those of the arms in `moreThan` taken off, seed by seed, so that their difference
 * is the difference of the two gains; a value that lacks its counterpart is missing.
 */
function beyond(observations: readonly Observation[], rule: VerdictRule): readonly Observation[] {
  const { moreThan, treatment, reference } = rule;
  if (!moreThan) return observations;
  const counterpart: Readonly<Record<string, string>> = {
    [treatment]: moreThan.treatment,
    [reference]: moreThan.reference,
  };
  return observations
    .filter(({ arm }) => arm in counterpart)
    .map(({ value, ...place }) => {
      const other = observations.find(
        ({ arm, labelsPerClass, seed }) =>
          arm === counterpart[place.arm] && labelsPerClass === place.labelsPerClass && seed === place.seed,
      )?.value;
      return value === undefined || other === undefined ? place : { ...place, value: value - other };
    });
}

function judge(
  difference: PairedDifference,
  test: CorrectedTest,
  threshold: number,
  direction: number,
): BudgetFinding {
  const { labelsPerClass } = difference;
  const { interval: correctedInterval, adjustedP, rejected } = test;
  if (!correctedInterval) return { labelsPerClass, finding: 'inconclusive', difference };
  const beyond = direction * (difference.mean! - threshold) > 0;
  const finding = !rejected ? 'inconclusive' : beyond ? 'supports' : 'contradicts';
  return { labelsPerClass, finding, difference, correctedInterval, adjustedP };
}

function combine(findings: readonly Finding[], requires: 'all' | 'any'): Finding {
  if (findings.length === 0) return 'inconclusive';
  const [decisive, other] =
    requires === 'all' ? (['contradicts', 'supports'] as const) : (['supports', 'contradicts'] as const);
  if (findings.includes(decisive)) return decisive;
  return findings.every((finding) => finding === other) ? other : 'inconclusive';
}

function ask(input: VerdictInput, budgets: number): string {
  const { rule, metric, titles = {} } = input;
  const [treatment, reference] = [rule.treatment, rule.reference].map((arm) => titles[arm] ?? arm);
  const others = rule.moreThan && [rule.moreThan.treatment, rule.moreThan.reference];
  const gain = others && ` by more than ${others.map((arm) => titles[arm] ?? arm).join(' than ')}`;
  const smallest = rule.smallestDifferenceThatMatters ?? 0;
  const quantifier = rule.requires === 'any' ? 'some' : 'each';
  const margin = smallest > 0 ? ` by more than ${smallest}` : '';
  const correction = budgets > 1 ? `, Holm-corrected for ${budgets} budgets` : '';
  const tested = (rule.labelsPerClass ?? input.labelsPerClass).map(String);
  return (
    `"${treatment} ${rule.expects} than ${reference}${gain ?? ''} in ${metric}${margin} at ${quantifier} of ${list(tested)} labels ` +
    `per class" (paired differences over seeds, t intervals${correction})`
  );
}

function explain(question: string, finding: Finding, budgets: readonly BudgetFinding[]): string {
  const words = { supports: 'supports', contradicts: 'contradicts', inconclusive: 'is inconclusive on' };
  return `The study ${words[finding]} ${question}: ${budgets.map(explainBudget).join('; ')}.`;
}

function explainBudget({ labelsPerClass, finding, difference, correctedInterval }: BudgetFinding): string {
  const { signs, seeds, missing, mean } = difference;
  const lacking =
    missing.length > 0
      ? `, ${missing.length} of ${seeds.length + missing.length} seeds missing or failed`
      : '';
  if (!correctedInterval) {
    const pairs = seeds.length === 1 ? 'one complete pair' : 'no complete pair';
    return `at ${labelsPerClass} undecided, since ${pairs} gives no interval${lacking}`;
  }
  const { low, high, level } = correctedInterval;
  const percent = Number((100 * level).toFixed(2));
  const same = signs.positive >= signs.negative ? 'above' : 'below';
  return (
    `at ${labelsPerClass} ${signed(mean!)} (${percent} % interval ${signed(low)} to ${signed(high)}, ` +
    `${Math.max(signs.positive, signs.negative)} of ${seeds.length} seeds ${same} zero${lacking}), ${finding}`
  );
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
