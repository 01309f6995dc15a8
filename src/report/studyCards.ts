/** What a study says in words: the claim and the verdict. */
import { levelText } from '../form/axis';
import { runsOf } from '../runner/analysis';
import { metricTitle } from '../runner/metricWords';
import { pairedSeeds, type StudyResults } from '../runner/results';
import type { Contrast } from '../statistics/contrast';
import type { Finding, Judged, Verdict } from '../statistics/findings';
import { judgedArms } from '../statistics/verdictRule';
import type { WhereItHelps } from '../statistics/whereItHelps';
import type { MimeBundle } from './display';
import { type Html, html } from './html';
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

  toHtml(): Html {
    const list = this.entries.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`);
    return html`<div class="claim"><p><b>Claim.</b> ${this.sentence}</p><dl>${list}</dl></div>`;
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml().toString(), 'text/plain': this.toText() };
  }
}

const settingsWords: Readonly<Record<StudyResults['settings'], string>> = {
  tuned: 'settings of the tuned arms chosen by the grid of lab tune, on',
  fixed: 'settings as the study states them; what is chosen in a trial is chosen on',
  'not tuned': 'settings NOT tuned (lab tune would choose them); what is chosen in a trial is chosen on',
};

export function claimCard(results: StudyResults): ClaimCard {
  const { claim, task, cards, axis, levels } = results;
  const { paper, version, where, number, protocol } = claim.source;
  const varied = axis.title ? `${levels.map(levelText).join(', ')} ${axis.title}; ` : '';
  return new ClaimCard(claim.sentence, [
    ['Source', `${paper} (${version}), ${where}`],
    ['Reported there', number],
    ['Protocol there', protocol],
    ['Expected here', claim.expected],
    [
      'Measured here',
      `${task.metrics.map(metricTitle).join(', ')} on the ${task.evaluateOn} split of ${Object.values(cards)[0] ?? 'its data'}; ${varied}${pairedSeeds(results)}, ${results.pretrainedPerSeed ? 'each with pretraining of its own' : 'sharing one pretraining run of each kind'}; ${settingsWords[results.settings]} ${task.selectOn}`,
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
    /** At which levels the treatment helps, measured against the rule's reference; undefined where nothing is varied. */
    readonly effects: WhereItHelps | undefined,
  ) {}

  get finding(): Finding {
    return this.verdict.finding;
  }

  /** The runs that the verdict is computed from. */
  runs(): string[] {
    const arms = judgedArms(this.results.verdict);
    const levels = new Set(this.verdict.levels.map(({ level }) => level));
    return this.results.trials
      .filter((trial) => arms.includes(trial.arm) && levels.has(trial.level))
      .map((trial) => trial.run);
  }

  toText(): string {
    return [
      `VERDICT: ${words[this.finding]}.`,
      this.verdict.sentence,
      ...(this.effects ? [this.effects.sentence] : []),
    ].join('\n');
  }

  toHtml(): Html {
    const { finding, effects, verdict } = this;
    const runs = this.runs().map((run) => run.slice(0, 10));
    const paragraph = (text: string) => html`<p style="margin:0.3em 0">${text}</p>`;
    return html`${[
      html`<div class="verdict" style="border-left:6px solid ${colours[finding]};padding:0.2em 1em" title="${runs.length} runs, listed under Receipts" data-runs="${runs.join(' ')}">`,
      html`<p style="font-size:1.25em;margin:0.3em 0"><b style="color:${colours[finding]}">${words[finding]}</b></p>`,
      this.hypotheses().toHtml(),
      paragraph(verdict.sentence),
      ...(effects ? [paragraph(effects.sentence)] : []),
    ]}</div>`;
  }

  /** One row a hypothesis or reported level: what was seen there, with the runs behind it. */
  private hypotheses(): Table {
    const { axis, verdict: rule } = this.results;
    const { levels, trend, multiplier, question } = this.verdict;
    const arms = judgedArms(rule).filter((arm) => arm !== rule.control);
    const rows = levels.map(({ level, difference, ...judged }) =>
      row(
        axis.title ? levelText(level) : '',
        difference,
        judged,
        runsOf(this.results, arms, level, difference.seeds),
      ),
    );
    if (trend) {
      const { from, to } = trend.trend;
      const runs = [from, to].flatMap((level) => runsOf(this.results, arms, level, trend.trend.seeds));
      rows.push(row(`from ${levelText(from)} to ${levelText(to)}`, trend.trend, trend, runs));
    }
    const right = (name: string) => ({ name, align: 'right' as const });
    return new Table(
      question,
      [
        right(axis.title || 'level'),
        right('difference'),
        right('corrected interval'),
        right('confidence'),
        right('seeds above zero'),
        right('d_z'),
        right('adjusted p'),
        { name: 'finding', align: 'left' },
      ],
      rows,
      `Positive differences favour ${this.results.arms[rule.treatment]?.title ?? rule.treatment}.${multiplier ? ' The label multiplier, which the claim also names, is tested with these.' : ''} Interval and p are corrected for all hypotheses together (Holm). Hovering tells the runs; Receipts lists each with its number, 'npx lab show RUN' opens one.`,
    );
  }

  toDisplay(): MimeBundle {
    return { 'text/html': this.toHtml().toString(), 'text/plain': this.toText() };
  }
}

function row(name: string, found: Contrast, judged: Partial<Judged>, runs: string[]): Cell[] {
  const { mean, signs, seeds, missing, unpaired, effectSize, tInterval } = found;
  const { finding, correctedInterval, adjustedP: p } = judged;
  const interval = finding === undefined ? tInterval : correctedInterval;
  const lacking = [...missing, ...unpaired].length;
  return [
    { text: name, value: name },
    { text: mean === undefined ? '' : signed(mean), runs },
    { text: interval ? `${signed(interval.low)} to ${signed(interval.high)}` : 'n < 2', runs },
    { text: interval ? `${Number((100 * interval.confidence).toFixed(2))} %` : '' },
    {
      text: `${signs.positive} of ${seeds.length}${lacking > 0 ? `, ${lacking} missing or failed` : ''}`,
      runs,
    },
    { text: effectSize?.toFixed(1) ?? '', runs },
    { text: p === undefined ? '' : p < 0.001 ? '< 0.001' : p.toFixed(3), runs },
    {
      text: finding ?? 'not judged',
      runs,
      ...(finding === 'contradicts' ? { mark: 'warning' as const } : {}),
    },
  ];
}
