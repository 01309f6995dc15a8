/** What a study says in words: the claim, the verdict, and what pretraining is worth in labels. */
import { observations, runsOf } from '../ablations/analysis';
import type { Crossover } from '../ablations/crossover';
import { type Censored, formatCensored, labelMultipliers } from '../ablations/labelMultiplier';
import type { StudyResults } from '../ablations/results';
import { higherIsBetter, metricTitle } from '../ablations/task';
import { type Finding, judgedArms, type Verdict } from '../ablations/verdict';
import type { MimeBundle } from './display';
import { escapeHtml } from './escapeHtml';
import { type Cell, signed, Table } from './table';

/** A named list of texts that shows itself. */
export class ClaimCard {
  constructor(
    readonly sentence: string,
    readonly entries: readonly (readonly [name: string, text: string])[],
  ) {}

  toText(): string {
    const width = Math.max(...this.entries.map(([name]) => name.length));
    return [
      `Claim: ${this.sentence}`,
      ...this.entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
    ].join('\n');
  }

  toHtml(): string {
    const list = this.entries
      .map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`)
      .join('');
    return `<div class="claim"><p><b>Claim.</b> ${escapeHtml(this.sentence)}</p><dl>${list}</dl></div>`;
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
  }
}

/** '5 paired seeds', and which, if they are not the first ones. */
export function pairedSeeds({ seeds, firstSeed }: Pick<StudyResults, 'seeds' | 'firstSeed'>): string {
  return `${seeds} paired seeds${firstSeed ? ` (${firstSeed} to ${firstSeed + seeds - 1})` : ''}`;
}

export function claimCard({ claim, task, labelsPerClass, seeds, firstSeed }: StudyResults): ClaimCard {
  const { paper, version, where, number, protocol } = claim.source;
  return new ClaimCard(claim.sentence, [
    ['Source', `${paper} (${version}), ${where}`],
    ['Reported there', number],
    ['Protocol there', protocol],
    ['Expected here', claim.expected],
    [
      'Measured here',
      `${task.metrics.map(metricTitle).join(', ')} on the ${task.evaluateOn} split of ${task.dataset}; ${labelsPerClass.join(', ')} ${task.budgetUnit}; ${pairedSeeds({ seeds, firstSeed })}; hyperparameters chosen on ${task.selectOn}`,
    ],
  ]);
}

const words: Readonly<Record<Finding, string>> = {
  supports: 'Supports the claim',
  contradicts: 'Contradicts the claim',
  inconclusive: 'Inconclusive',
};

const colours: Readonly<Record<Finding, string>> = {
  supports: '#00795b',
  contradicts: '#b3441e',
  inconclusive: '#6b7280',
};

export class VerdictCard {
  constructor(
    private readonly results: StudyResults,
    readonly verdict: Verdict,
    /** Up to how many labels the treatment helps, measured against the rule's reference. */
    readonly crossover: Crossover,
  ) {}

  get finding(): Finding {
    return this.verdict.finding;
  }

  /** The runs that the verdict is computed from. */
  runs(): string[] {
    const arms = judgedArms(this.results.verdict);
    const budgets = new Set(this.verdict.budgets.map(({ labelsPerClass }) => labelsPerClass));
    return this.results.trials
      .filter((trial) => arms.includes(trial.arm) && budgets.has(trial.labelsPerClass))
      .map((trial) => trial.run);
  }

  toText(): string {
    return `VERDICT: ${words[this.finding]}.\n${this.verdict.sentence}\n${this.crossover.sentence}`;
  }

  toHtml(): string {
    const { finding, crossover } = this;
    const runs = this.runs().map((run) => run.slice(0, 10));
    return `<div class="verdict" style="border-left:6px solid ${colours[finding]};padding:0.2em 1em" title="${runs.length} runs, listed under Receipts" data-runs="${runs.join(' ')}"><p style="font-size:1.25em;margin:0.3em 0"><b style="color:${colours[finding]}">${words[finding]}</b></p>${this.budgets().toHtml()}<p style="margin:0.3em 0">${escapeHtml(crossover.sentence)}</p></div>`;
  }

  /** One row a budget: what was seen there, with the runs behind it, and what it means for the claim. */
  private budgets(): Table {
    const arms = judgedArms(this.results.verdict);
    const rows = this.verdict.budgets.map(({ labelsPerClass, finding, difference, ...tested }): Cell[] => {
      const { mean, signs, seeds, missing, effectSize } = difference;
      const { correctedInterval: interval, adjustedP: p } = tested;
      const runs = runsOf(this.results, arms, labelsPerClass, seeds);
      const level = interval ? `${Number((100 * interval.level).toFixed(2))} %` : '';
      const lacking = missing.length > 0 ? `, ${missing.length} missing or failed` : '';
      return [
        { text: String(labelsPerClass), value: labelsPerClass },
        { text: mean === undefined ? '' : signed(mean), runs },
        { text: interval ? `${signed(interval.low)} to ${signed(interval.high)}` : 'n < 2', runs },
        { text: level },
        { text: `${signs.positive} of ${seeds.length}${lacking}`, runs },
        { text: effectSize?.toFixed(1) ?? '', runs },
        { text: p === undefined ? '' : p < 0.001 ? '< 0.001' : p.toFixed(3), runs },
        { text: finding, runs, ...(finding === 'contradicts' ? { mark: 'warning' as const } : {}) },
      ];
    });
    const right = (name: string) => ({ name, align: 'right' as const });
    return new Table(
      this.verdict.question,
      [
        right('labels per class'),
        right('difference'),
        right('corrected interval'),
        right('level'),
        right('seeds above zero'),
        right('d_z'),
        right('p (Holm)'),
        { name: 'finding', align: 'left' },
      ],
      rows,
      `${this.runs().length} runs stand behind this; hovering over a number names its own, 'npx lab show RUN' opens one.`,
    );
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
  }
}

/** The label multiplier of the verdict's treatment over its reference, one row a budget. */
export function multiplierTable(results: StudyResults, metric = results.task.metrics[0]!): Table {
  const { treatment, reference } = results.verdict;
  const title = (arm: string) => results.arms[arm]?.title ?? arm;
  const rows = labelMultipliers(observations(results, metric), {
    treatment,
    baseline: reference,
    higherIsBetter: higherIsBetter(metric),
  }).map((row): Cell[] => {
    const runs = results.trials
      .filter(
        (trial) =>
          row.seeds.includes(trial.seed) &&
          (trial.arm === reference ||
            (trial.arm === treatment && trial.labelsPerClass === row.labelsPerClass)),
      )
      .map((trial) => trial.run);
    const { interval } = row;
    return [
      { text: String(row.labelsPerClass), value: row.labelsPerClass },
      { text: row.score.toFixed(3), value: row.score, runs },
      { text: readable(row.baselineLabels), runs },
      { text: `${readable(row.multiplier)} ×`, runs },
      { text: interval ? range(interval.low, interval.high) : 'n < 2', runs },
      {
        text: `${row.seeds.length}${row.missing.length > 0 ? ` (${row.missing.length} missing)` : ''}`,
        runs,
      },
    ];
  });
  return new Table(
    `What ${title(treatment)} is worth in labels: how many times as many ${title(reference)} needs`,
    [
      { name: 'budget', align: 'right' },
      { name: metricTitle(metric), align: 'right' },
      { name: `labels ${title(reference)} needs`, align: 'right' },
      { name: 'label multiplier', align: 'right' },
      { name: '95 % interval', align: 'right' },
      { name: 'n', align: 'right' },
    ],
    rows,
    `Read off ${title(reference)}'s mean curve, joined by straight lines over the logarithm of the budget; nothing is extrapolated, so beyond the measured budgets the answer is a bound. Interval: bootstrap over seeds.`,
  );
}

/** An interval whose ends are the same bound says no more than the bound. */
function range(low: Censored, high: Censored): string {
  const [from, to] = [readable(low), readable(high)];
  return from === to ? from : `${from} to ${to}`;
}

function readable(number: Censored): string {
  return formatCensored(number).replace('>=', '≥').replace('<=', '≤');
}
