"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.verdictOf = verdictOf;
exports.judgedArms = judgedArms;
const pairedDifference_1 = require("./pairedDifference");
const statistics_1 = require("./statistics");
/**
 * Judges a claim. At each budget the paired t interval, at the level of Holm's correction for all budgets, must lie beyond
 * the smallest difference that matters on the predicted side to support the claim, and short of it to contradict it;
 * fewer than two pairs decide nothing.
 */
function verdictOf(input) {
    const { rule, metric, higherIsBetter, alpha = 0.05 } = input;
    const observations = beyond(input.observations, rule);
    const budgets = rule.labelsPerClass ?? input.labelsPerClass;
    const { treatment, reference } = rule;
    const differences = budgets.map((labelsPerClass) => (0, pairedDifference_1.pairedDifference)(observations, { treatment, reference, labelsPerClass }));
    // Measured along the prediction: positive is what the claim expects.
    const direction = (rule.expects === 'better') === higherIsBetter ? 1 : -1;
    const threshold = direction * (rule.smallestDifferenceThatMatters ?? 0);
    const steps = (0, statistics_1.holmCorrection)(differences.map(({ differences: values }) => (0, statistics_1.tTest)(values, threshold)), alpha);
    const findings = differences.map((difference, k) => judge(difference, steps[k], threshold, direction));
    const finding = combine(findings.map((budget) => budget.finding), rule.requires ?? 'all');
    const question = ask(input, findings.length);
    return { finding, question, sentence: explain(question, finding, findings), metric, budgets: findings };
}
/** The arms whose trials a verdict by this rule is computed from. */
function judgedArms({ treatment, reference, moreThan }) {
    return [treatment, reference, ...(moreThan ? [moreThan.treatment, moreThan.reference] : [])];
}
/**
 * Values of treatment and reference with those of the arms in `moreThan` taken off, seed by seed, so that their difference
 * is the difference of the two gains; a value that lacks its counterpart is missing.
 */
function beyond(observations, rule) {
    const { moreThan, treatment, reference } = rule;
    if (!moreThan)
        return observations;
    const counterpart = {
        [treatment]: moreThan.treatment,
        [reference]: moreThan.reference,
    };
    return observations
        .filter(({ arm }) => arm in counterpart)
        .map(({ value, ...place }) => {
        const other = observations.find(({ arm, labelsPerClass, seed }) => arm === counterpart[place.arm] && labelsPerClass === place.labelsPerClass && seed === place.seed)?.value;
        return value === undefined || other === undefined ? place : { ...place, value: value - other };
    });
}
function judge(difference, step, threshold, direction) {
    const { labelsPerClass, differences } = difference;
    const correctedInterval = (0, statistics_1.tInterval)(differences, step.level);
    if (!correctedInterval)
        return { labelsPerClass, finding: 'inconclusive', difference };
    const beyond = direction * (difference.mean - threshold) > 0;
    const finding = !step.rejected ? 'inconclusive' : beyond ? 'supports' : 'contradicts';
    return { labelsPerClass, finding, difference, correctedInterval, adjustedP: step.adjustedP };
}
function combine(findings, requires) {
    if (findings.length === 0)
        return 'inconclusive';
    const [decisive, other] = requires === 'all' ? ['contradicts', 'supports'] : ['supports', 'contradicts'];
    if (findings.includes(decisive))
        return decisive;
    return findings.every((finding) => finding === other) ? other : 'inconclusive';
}
function ask(input, budgets) {
    const { rule, metric, titles = {} } = input;
    const [treatment, reference] = [rule.treatment, rule.reference].map((arm) => titles[arm] ?? arm);
    const others = rule.moreThan && [rule.moreThan.treatment, rule.moreThan.reference];
    const gain = others && ` by more than ${others.map((arm) => titles[arm] ?? arm).join(' than ')}`;
    const smallest = rule.smallestDifferenceThatMatters ?? 0;
    const quantifier = rule.requires === 'any' ? 'some' : 'each';
    const margin = smallest > 0 ? ` by more than ${smallest}` : '';
    const correction = budgets > 1 ? `, Holm-corrected for ${budgets} budgets` : '';
    const tested = (rule.labelsPerClass ?? input.labelsPerClass).map(String);
    return (`"${treatment} ${rule.expects} than ${reference}${gain ?? ''} in ${metric}${margin} at ${quantifier} of ${list(tested)} labels ` +
        `per class" (paired differences over seeds, t intervals${correction})`);
}
function explain(question, finding, budgets) {
    const words = { supports: 'supports', contradicts: 'contradicts', inconclusive: 'is inconclusive on' };
    return `The study ${words[finding]} ${question}: ${budgets.map(explainBudget).join('; ')}.`;
}
function explainBudget({ labelsPerClass, finding, difference, correctedInterval }) {
    const { signs, seeds, missing, mean } = difference;
    const lacking = missing.length > 0
        ? `, ${missing.length} of ${seeds.length + missing.length} seeds missing or failed`
        : '';
    if (!correctedInterval) {
        const pairs = seeds.length === 1 ? 'one complete pair' : 'no complete pair';
        return `at ${labelsPerClass} undecided, since ${pairs} gives no interval${lacking}`;
    }
    const { low, high, level } = correctedInterval;
    const percent = Number((100 * level).toFixed(2));
    const same = signs.positive >= signs.negative ? 'above' : 'below';
    return (`at ${labelsPerClass} ${signed(mean)} (${percent} % interval ${signed(low)} to ${signed(high)}, ` +
        `${Math.max(signs.positive, signs.negative)} of ${seeds.length} seeds ${same} zero${lacking}), ${finding}`);
}
function signed(value) {
    return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}
function list(words) {
    return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
//# sourceMappingURL=verdict.js.map