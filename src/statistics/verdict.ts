/** The verdict of a study: computed from paired differences over seeds and the rule stated before the study ran. */
import type { Contrast } from './contrast';
import { compareWithControl } from './control';
import type { Finding, Judged, MultiplierFinding, Verdict, VerdictInput, VerdictParts } from './findings';
import { type CorrectedTest, correctedTests, type MeanHypothesis } from './holm';
import { labelMultipliers, multiplierRepeats } from './labelMultiplier';
import { mean } from './mean';
import { sortedLevels } from './observation';
import { pairedDifference } from './pairedDifference';
import { trendBetween } from './trend';
import { checkVerdictRule } from './verdictRule';
import { verdictQuestion, verdictSentence } from './verdictSentence';

/**
 * Judges a claim. Its hypotheses are one a level, or the trend alone, and the label multiplier if the rule asks for one. The
 * t interval of each, at the confidence of Holm's correction for all of them, must lie beyond the smallest difference that
 * matters on the predicted side to support the claim, and short of it to contradict it; fewer than two independent values
 * decide nothing. The control is compared beside it, with a correction of its own.
 * @throws LabError for a rule that cannot be judged, or two observations of one trial
 */
export function verdictOf(input: VerdictInput): Verdict {
  const { rule, observations, higherIsBetter, metric, alpha = 0.05 } = input;
  checkVerdictRule(rule);
  const { treatment, reference, moreThan, control } = rule;
  const comparison = { treatment, reference, ...(moreThan && { moreThan }) };
  const levels = sortedLevels(rule.levels ?? input.levels);
  const differences = levels.map((level) => pairedDifference(observations, { ...comparison, level }));
  const trend = rule.trend && trendBetween(observations, { ...comparison, ...rule.trend });
  // Measured along the prediction: positive is what the claim expects.
  const direction = (rule.expects === 'better') === higherIsBetter ? 1 : -1;
  const hypothesis = direction * (rule.smallestDifferenceThatMatters ?? 0);
  const judged: readonly Contrast[] = trend ? [trend] : differences;
  const family: MeanHypothesis[] = judged.map(({ independent }) => ({ values: independent, hypothesis }));
  const repeats = multiplierHypothesis(input);
  const tests = correctedTests(repeats ? [...family, repeats] : family, alpha);
  const findings = family.map((sample, k) => judge(sample, tests[k], direction));
  const multiplier = repeats && multiplierFinding(input, repeats, tests[family.length]);
  const claim = trend
    ? findings[0].finding
    : combine(
        findings.map(({ finding }) => finding),
        rule.requires ?? 'all',
      );
  const parts: VerdictParts = {
    finding: multiplier ? combine([claim, multiplier.finding], 'all') : claim,
    levels: differences.map((difference, k) => ({
      level: difference.level,
      difference,
      ...(trend ? {} : findings[k]),
    })),
    ...(trend && { trend: { trend, ...findings[0] } }),
    ...(multiplier && { multiplier }),
    ...(control !== undefined && {
      control: compareWithControl(observations, { treatment, control, levels, higherIsBetter, alpha }),
    }),
  };
  const question = verdictQuestion(input, levels, tests.length, judged);
  return { ...parts, question, sentence: verdictSentence(input, question, parts), metric };
}

function judge({ values, hypothesis }: MeanHypothesis, test: CorrectedTest, direction: number): Judged {
  if (values.length < 2) return { finding: 'inconclusive' };
  const { interval, adjustedP, rejected } = test;
  const beyond = direction * (mean(values) - hypothesis) > 0;
  const finding = !rejected ? 'inconclusive' : beyond ? 'supports' : 'contradicts';
  return { finding, adjustedP, ...(interval && { correctedInterval: interval }) };
}

/** How far the treatment is ahead of the reference with `atLeast` times the labels; no values where nothing could tell. */
function multiplierHypothesis({
  rule,
  observations,
  higherIsBetter,
}: VerdictInput): MeanHypothesis | undefined {
  const { multiplier, treatment, reference: baseline } = rule;
  if (!multiplier) return undefined;
  const values = multiplierRepeats(observations, { treatment, baseline, higherIsBetter }, multiplier) ?? [];
  return { values, hypothesis: 0 };
}

function multiplierFinding(
  { rule, observations, higherIsBetter }: VerdictInput,
  repeats: MeanHypothesis,
  test: CorrectedTest,
): MultiplierFinding {
  const { treatment, reference: baseline } = rule;
  const { at, atLeast } = rule.multiplier!;
  const arms = { treatment, baseline, higherIsBetter };
  const found = labelMultipliers(observations, arms, { confidence: test.confidence }).find(
    ({ level }) => level === at,
  );
  const { finding, adjustedP } = judge(repeats, test, 1);
  return {
    finding,
    at,
    atLeast,
    ...(found && { multiplier: found }),
    ...(found?.interval && { correctedInterval: found.interval }),
    ...(adjustedP !== undefined && { adjustedP }),
  };
}

function combine(findings: readonly Finding[], requires: 'all' | 'any'): Finding {
  if (findings.length === 0) return 'inconclusive';
  const [decisive, other] =
    requires === 'all' ? (['contradicts', 'supports'] as const) : (['supports', 'contradicts'] as const);
  if (findings.includes(decisive)) return decisive;
  return findings.every((finding) => finding === other) ? other : 'inconclusive';
}
