/** Break-even of a study's pretraining with a reader's own prices: a table, sentences, and one chart. */
import { LabError } from '../errors';
import { atLevel, type Level, levelText } from '../form/axis';
import { axisWords } from '../runner/analysis';
import { type Balance, balances, type Prices, type Weighed } from '../runner/breakEven';
import { metricTitle } from '../runner/metricWords';
import { type Repayment, wholeTasks } from '../statistics/breakEven';
import { type Censored, formatCensored } from '../statistics/crossing';
import { levelWords } from '../statistics/wording';
import type { Displayable, MimeBundle, Origin } from './display';
import { Figure } from './figure';
import type { FigurePoint, FigureSeries } from './figureSpecification';
import { html, lines } from './html';
import { type RecordName, recordedOutcome } from './recordedOutcome';
import type { StudyOutcome } from './studyOutcome';
import { type Cell, Table } from './table';

const colours = { 'by way of pretraining': '#0072b2', 'more compute': '#7a7f87', 'more labels': '#d55e00' };

/** Numbers of tasks that the chart goes over. */
const places = Array.from({ length: 11 }, (_, k) => 2 ** k);

const boundWords = { exact: '', atLeast: ' (at least)', atMost: ' (at most)' };

const line = (
  name: keyof typeof colours,
  title: string,
  at: (tasks: number) => FigurePoint,
): FigureSeries => ({
  ...{ name: title, group: name, colour: colours[name], symbol: 'circle', style: 'line', legend: true },
  points: places.map(at),
});

function powersOfTen(from: number, to: number): number[] {
  const first = Math.ceil(Math.log10(from));
  const count = Math.floor(Math.log10(to)) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, k) => Number(`1e${first + k}`));
}

/** Shows itself as its sentences and its table; `figure` is the chart. */
export class BreakEven implements Displayable {
  constructor(
    private readonly outcome: StudyOutcome,
    readonly prices: Prices,
    /** The numbers, one entry a level, way and unit. */
    readonly balances: readonly Balance[],
    /** Other arms than the verdict's. */
    private readonly weighed: Weighed = {},
  ) {}

  /** Where what is shown comes from. */
  get origin(): Origin {
    return this.originOf('breakEven');
  }

  get table(): Table {
    const { currency = '' } = this.prices;
    const { axis, task, title } = this.outcome.data;
    const rows = this.balances.map((one): Cell[] => {
      const cell = (text: string, value: number): Cell => ({ text, value, runs: one.runs });
      const unit = one.unit === 'money' ? currency || 'money' : one.unit;
      return [
        { text: levelText(one.level), value: one.level },
        cell(one.score.toFixed(3), one.score),
        { text: one.by },
        { text: unit },
        cell(amount(one.once), one.once),
        cell(amount(one.pretrained), one.pretrained),
        { text: bounded(one.scratch), value: one.scratch.value, runs: one.runs },
        { text: tasksText(one.repaid), runs: one.runs },
        { text: one.repaidRange ? rangeText(one.repaidRange) : 'n < 2', runs: one.runs },
        { text: one.labelPrice ? priceText(one.labelPrice) : '', runs: one.runs },
      ];
    });
    return new Table(
      `${title}: from how many tasks on pretraining repays its cost`,
      [
        { name: axis.title, align: 'right' },
        { name: metricTitle(task.metrics[0]!), align: 'right' },
        { name: 'scratch gets', align: 'left' },
        { name: 'in', align: 'left' },
        { name: 'pretraining, once', align: 'right' },
        { name: 'then a task', align: 'right' },
        { name: 'a task from scratch', align: 'right' },
        { name: 'repaid', align: 'left' },
        { name: 'at the ends of the 95 % interval', align: 'left' },
        { name: `label price that repays (${this.tasks})`, align: 'left' },
      ],
      rows,
      `Both ways score the same, and all tasks are taken to be like this one. By more compute both ways have the same labels, which weigh on neither side. ≥ and ≤: the measured arms give no more than a bound. Seconds are the recording machine's. ${this.assumption}`,
    );
  }

  /** In a sentence: at which levels pretraining is the cheaper way, at these prices. */
  get sentences(): readonly string[] {
    const levels = [...new Set(this.balances.map(({ level }) => level))];
    const judged = levels.map((level) => ({ level, is: this.cheaper(level) }));
    const axis = axisWords(this.outcome.data);
    const clauses = (['cheaper', 'dearer', 'not decided'] as const).flatMap((is) => {
      const there = judged.filter((one) => one.is === is).map(({ level }) => level);
      return there.length > 0 ? [axis ? `${is} at ${levelWords(axis, there)}` : is] : [];
    });
    return [
      `At these prices and ${this.tasks}, pretraining against the cheaper way from scratch is: ${clauses.join('; ') || 'not measured'}. “Not decided”: what scratch needs is only bounded, or its 95 % interval reaches both sides.`,
    ];
  }

  /**
   * Cost of a task, beyond the labels that both ways have, over the number of tasks that share one pretraining. The line of
   * pretraining falls below another where it has repaid its cost; the axes are logarithmic.
   * @param level default: the first that was weighed
   * @throws LabError for a level that was not weighed, or prices under which nothing costs anything
   */
  figure(level: Level | undefined = this.balances[0]?.level): Figure {
    const own = this.balances.filter((one) => one.level === level && one.unit === 'money');
    const { title, axis } = this.outcome.data;
    const [first] = own;
    if (!first) throw new LabError(`There is nothing to weigh at '${level}' in '${title}'.`);
    const least = Math.min(...own.map(({ pretrained }) => pretrained));
    const ways = own.map((one) => {
      // By more labels a task is weighed with its labels, and those that both ways have come off.
      const both = one.pretrained - least;
      const without = ({ value, bound }: Censored): Censored => ({ value: value - both, bound });
      return { ...one, cost: without(one.scratch), ends: one.range?.map(without) };
    });
    const pretrained = places.map((tasks) => least + first.once / tasks);
    const shown = ways.filter(({ cost }) => cost.value > 0);
    const lowest = Math.min(...pretrained, ...shown.map(({ cost }) => cost.value));
    if (!(lowest > 0))
      throw new LabError('At these prices computing costs nothing: give perHour or perKilowattHour.');
    const highest = Math.max(
      ...pretrained,
      ...shown.flatMap(({ cost, ends = [] }) => [cost, ...ends].map(({ value }) => value)),
    );
    const range = [lowest / 4, highest * 1.5] as const;
    const series = [
      line('by way of pretraining', 'pretraining, then fine-tuning', (tasks) => {
        const y = least + first.once / tasks;
        return { x: tasks, y, runs: first.runs, label: `${amount(y)} a task, with ${tasks} tasks` };
      }),
      ...shown.map(({ by, cost, ends, runs }) =>
        line(by, `from scratch, ${by}${boundWords[cost.bound]}`, (tasks) => ({
          ...{ x: tasks, y: cost.value, runs, label: `${bounded(cost)} a task` },
          // Below the axis lie ends at which scratch needs fewer labels.
          ...(ends && { low: Math.max(ends[0]!.value, range[0]), high: ends[1]!.value }),
        })),
      ),
    ];
    const lines = own.flatMap(({ by, repaid }) =>
      repaid.kind === 'from' && repaid.value.value <= places.at(-1)!
        ? [{ axis: 'x' as const, at: repaid.value.value, label: `${by}: ${bounded(repaid.value)} tasks` }]
        : [],
    );
    const fewer = shown.length < ways.length ? ' By labels, scratch needs fewer: its line lies below.' : '';
    const ticks = powersOfTen(...range);
    const figure = new Figure({
      title: `When pretraining repays its cost${axis.title ? `, ${atLevel(axis, level!)}` : ''}`,
      caption: `${title}: what one task costs at the same score, over the tasks that share one pretraining. Labels that both ways have are left out. Bands: 95 % interval of what scratch needs.${fewer} ${this.assumption}`,
      x: {
        title: 'tasks that share one pretraining (log scale)',
        scale: 'log2',
        ticks: [1, 4, 16, 64, 256, 1024],
      },
      y: {
        title: `cost of a task (${this.prices.currency ?? 'money'}, log scale)`,
        ...{ scale: 'log2', range, ticks, labels: ticks.map(String) },
      },
      ...{ series, lines, height: 420 },
    });
    return Object.defineProperty(figure, 'origin', { value: this.originOf('breakEvenFigure', level!) });
  }

  toText(): string {
    return [...this.sentences, this.table.toText()].join('\n\n');
  }

  toDisplay(): MimeBundle {
    const shown = [...this.sentences.map((sentence) => html`<p>${sentence}</p>`), this.table.toHtml()];
    return { 'text/html': lines(shown).toString(), 'text/plain': this.toText() };
  }

  /** With the stated tasks, against the way from scratch that costs less. */
  private cheaper(level: Level): 'cheaper' | 'dearer' | 'not decided' {
    const { tasks = 1 } = this.prices;
    const verdicts = this.balances
      .filter((one) => one.level === level && one.unit === 'money')
      .map(({ once, pretrained, scratch, range = [scratch, scratch] }) => {
        const found = [scratch, ...range].map(({ value, bound }) => {
          const saved = value - pretrained - once / tasks;
          if (saved > 0) return bound === 'atMost' ? 'not decided' : 'cheaper';
          return bound === 'atLeast' ? 'not decided' : 'dearer';
        });
        return found.every((one) => one === found[0]) ? found[0]! : 'not decided';
      });
    if (verdicts.includes('dearer')) return 'dearer';
    return verdicts.length === 0 || verdicts.includes('not decided') ? 'not decided' : 'cheaper';
  }

  private originOf(view: string, ...given: readonly Level[]): Origin {
    const { prices, weighed } = this;
    return { ...this.outcome.origin, view, given: [JSON.stringify({ prices, weighed }), ...given] };
  }

  private get tasks(): string {
    const { tasks = 1 } = this.prices;
    return `${tasks} ${tasks === 1 ? 'task' : 'tasks'}`;
  }

  private get assumption(): string {
    const { watts } = this.prices;
    return watts === undefined
      ? 'Power is an assumption (65 W, with a GPU 400 W).'
      : `Power is taken to be ${amount(watts)} W.`;
  }
}

/**
 * Break-even of a study, or of one that is recorded: `breakEven({ study: 'contrastive-images' }, { perLabel: 0.1 })`.
 * @throws LabError for prices that are none, or a study without an arm from scratch
 */
export function breakEven(
  of: StudyOutcome | RecordName,
  prices: Prices = {},
  weighed: Weighed = {},
): BreakEven {
  const outcome = 'data' in of ? of : recordedOutcome(of);
  return new BreakEven(outcome, prices, balances(outcome.data, prices, weighed), weighed);
}

const signs = { exact: '', atLeast: '≥ ', atMost: '≤ ' };
const amount = (value: number) => String(Number(value.toPrecision(3)));
const bounded = (number: Censored) => formatCensored(number).replace('>=', '≥').replace('<=', '≤');

function tasksText(repaid: Repayment): string {
  if (repaid.kind === 'always') return 'always: by the first task';
  if (repaid.kind === 'never') return 'never';
  if (!('value' in repaid)) return 'not decided';
  const { value, bound } = wholeTasks(repaid.value);
  return `from ${signs[bound]}${value} tasks on`;
}

function rangeText([soonest, latest]: readonly [Repayment, Repayment]): string {
  const [from, to] = [tasksText(soonest), tasksText(latest)];
  return from === to ? from : `${from}; ${to}`;
}

function priceText(price: Repayment): string {
  if (price.kind === 'always') return 'any';
  if (price.kind === 'never') return 'none';
  if (!('value' in price)) return 'not decided';
  return `${price.kind === 'from' ? 'from' : 'up to'} ${bounded(price.value)}`;
}

/** What {@link BreakEven.origin} names, over other results: with the prices that were given then. */
export function breakEvenAgain(outcome: StudyOutcome, given: string): BreakEven {
  const { prices, weighed } = JSON.parse(given) as { prices: Prices; weighed: Weighed };
  return breakEven(outcome, prices, weighed);
}
