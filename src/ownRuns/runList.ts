/** Runs of one's own beside each other: a table, a figure of one metric along a setting, and their curves. */
import { LabError } from '../errors';
import { metricsByName } from '../metrics/registry';
import { nearestName } from '../nearestName';
import { curveFigure } from '../report/curveFigure';
import type { Displayable, MimeBundle } from '../report/display';
import { Figure } from '../report/figure';
import type { FigureSeries } from '../report/figureSpecification';
import { type Cell, Table } from '../report/table';
import { type KeptRun, ownRunsFolder, readRuns, type SettingValue } from './runFile';

/** What a figure of runs is drawn along. */
export interface RunFigureOptions {
  /** The setting along the horizontal axis. Default: the first that differs between the runs. */
  readonly along?: string;
  /** The setting that gives each line. Default: the second that differs, but for 'seed'. */
  readonly lines?: string;
}

const colours = ['#0072b2', '#d55e00', '#009e73', '#7a7f87', '#cc79a7', '#e69f00'];

/** Runs to compare. `lab.show` draws their table. */
export class RunList implements Displayable {
  constructor(
    /** Oldest first. */
    readonly runs: readonly KeptRun[],
    readonly title = 'Runs',
  ) {}

  get length(): number {
    return this.runs.length;
  }

  /** Those that fit: `runs.where((run) => run.settings.seed === 1)`. */
  where(fits: (run: KeptRun) => boolean): RunList {
    return new RunList(this.runs.filter(fits), this.title);
  }

  /**
   * The finished run with the best value of a metric: the highest, or the lowest of one that is better low.
   * @param lowest for a metric of one's own, whether low is better; metrics of the lab say it themselves
   * @throws LabError if no run has the metric
   */
  best(metric: string, lowest?: boolean): KeptRun {
    this.requireMetric(metric);
    const low = lowest ?? lowIsBetter(metric) ?? false;
    const found = this.runs.filter(({ metrics }) => Number.isFinite(metrics[metric]));
    if (found.length === 0)
      throw new LabError(`No run has a finite '${metric}': look at the table of the runs.`);
    return found.reduce((best, run) => {
      const ahead = run.metrics[metric]! - best.metrics[metric]!;
      return (low ? -ahead : ahead) > 0 ? run : best;
    });
  }

  /** One row a run: what differs between the settings, the metrics, the time. What all runs share stands below. */
  table(): Table {
    const { runs } = this;
    const different = this.differingSettings();
    const names = [...new Set(runs.map(({ name }) => name))];
    const metrics = this.metricNames();
    const shared = this.settingNames().filter((name) => !different.includes(name));
    const best = new Map(
      metrics.flatMap((metric) => {
        const low = lowIsBetter(metric);
        const values = runs.map((run) => run.metrics[metric]).filter(Number.isFinite) as number[];
        if (low === undefined || values.length < 2) return [];
        return [[metric, values.reduce((a, b) => (low ? Math.min(a, b) : Math.max(a, b)))] as const];
      }),
    );
    const metricCell = (run: KeptRun, metric: string): Cell => {
      const value = run.metrics[metric];
      if (value === undefined || !Number.isFinite(value)) return { text: '–', value: null };
      return { text: readable(value), value, ...(best.get(metric) === value && { mark: 'best' as const }) };
    };
    return new Table(
      this.title,
      [
        ...(names.length > 1 ? [{ name: 'name', align: 'left' as const }] : []),
        ...different.map((name) => ({ name, align: 'right' as const })),
        ...metrics.map((name) => ({ name, align: 'right' as const })),
        { name: 'seconds', align: 'right' },
        { name: 'state', align: 'left' },
        { name: 'started (UTC)', align: 'left' },
      ],
      runs.map((run) => [
        ...(names.length > 1 ? [{ text: run.name }] : []),
        ...different.map((name) => settingCell(run.settings[name])),
        ...metrics.map((metric) => metricCell(run, metric)),
        { text: run.seconds.toFixed(1), value: run.seconds },
        stateCell(run),
        { text: run.startedAt.replace(/\..*/, '').replace('T', ' '), value: run.startedAt },
      ]),
      shared.map((name) => `${name} = ${String(runs[0]!.settings[name])}`).join(', '),
    );
  }

  /**
   * A metric along a setting: the mean of the runs at each value, a line for each value of another setting, and each run as
   * a dot.
   * @throws LabError if no run has the metric or the setting
   */
  figure(metric: string, options: RunFigureOptions = {}): Figure {
    this.requireMetric(metric);
    const different = this.differingSettings();
    const along = options.along ?? different[0] ?? this.settingNames()[0];
    if (along === undefined) throw new LabError('The runs have no settings to draw along: give them some.');
    for (const name of [along, ...(options.lines === undefined ? [] : [options.lines])])
      this.requireSetting(name);
    const lines = options.lines ?? different.find((name) => name !== along && name !== 'seed');
    const drawn = this.runs.filter(
      ({ metrics, settings }) => Number.isFinite(metrics[metric]) && settings[along] !== undefined,
    );
    const place = placesOf(drawn.map(({ settings }) => settings[along]!));
    const groups = groupBy(drawn, ({ settings }) =>
      lines === undefined ? metric : `${lines} ${String(settings[lines] ?? '–')}`,
    );
    const series = [...groups].flatMap(([name, runs], index): FigureSeries[] => {
      const colour = colours[index % colours.length]!;
      const at = (run: KeptRun) => place.at(run.settings[along]!);
      const dots = runs.map((run) => ({
        ...{ x: at(run), y: run.metrics[metric]!, runs: [] },
        label: `run ${run.id}: ${readable(run.metrics[metric]!)}`,
      }));
      const means = [...groupBy(runs, at)].map(([x, together]) => {
        const mean = together.reduce((sum, run) => sum + run.metrics[metric]!, 0) / together.length;
        const of = together.length === 1 ? 'one run' : `mean of ${together.length}`;
        return { x, y: mean, runs: [], label: `${of}: ${readable(mean)}` };
      });
      const style = { name, group: name, colour, symbol: 'circle' as const };
      return [
        { ...style, style: 'line', legend: groups.size > 1, points: means.sort((a, b) => a.x - b.x) },
        { ...style, style: 'dots', legend: false, points: dots },
      ];
    });
    return new Figure({
      title: `${titleOf(metric)} along ${along}`,
      caption: `${drawn.length} runs; lines join means, dots are runs.`,
      x: { title: along, ...place.axis },
      y: { title: titleOf(metric), scale: 'linear' },
      height: 360,
      series,
    });
  }

  /** What the runs logged under a name, a curve a run. @throws LabError if no run logged it */
  curves(curve: string): Figure {
    const different = this.differingSettings();
    const label = (run: KeptRun) =>
      different.map((name) => `${name} ${String(run.settings[name] ?? '–')}`).join(', ') || run.id;
    const found = this.runs.filter(({ curves }) => Object.hasOwn(curves, curve));
    if (found.length === 0)
      throw unknown(
        'curve',
        curve,
        namesOf(this.runs, ({ curves }) => curves),
      );
    const labels = new Map<string, number>();
    const named = found.map((run) => {
      const name = label(run);
      const before = labels.get(name) ?? 0;
      labels.set(name, before + 1);
      return [before === 0 ? name : `${name} (${before + 1})`, run.curves[curve]!] as const;
    });
    return curveFigure(`${curve} of ${found.length} runs`, curve, Object.fromEntries(named));
  }

  toDisplay(): MimeBundle {
    return this.table().toDisplay();
  }

  private settingNames(): string[] {
    return namesOf(this.runs, ({ settings }) => settings);
  }

  private metricNames(): string[] {
    return namesOf(this.runs, ({ metrics }) => metrics);
  }

  private differingSettings(): string[] {
    return this.settingNames().filter(
      (name) => new Set(this.runs.map(({ settings }) => settings[name])).size > 1,
    );
  }

  private requireMetric(metric: string): void {
    const names = this.metricNames();
    if (!names.includes(metric)) throw unknown('metric', metric, names);
  }

  private requireSetting(name: string): void {
    const names = this.settingNames();
    if (!names.includes(name)) throw unknown('setting', name, names);
  }
}

/** Which runs {@link runs} lists. */
export interface RunsOptions {
  /** Of one name alone. */
  readonly name?: string;
  /** Default .lab/own-runs. */
  readonly folder?: string;
}

/** Runs that `lab.track` and `lab.sweep` kept, of this notebook and others, oldest first. */
export function runs({ name, folder = ownRunsFolder() }: RunsOptions = {}): RunList {
  const found = readRuns(folder);
  if (name === undefined) return new RunList(found, `${found.length} runs`);
  const named = found.filter((run) => run.name === name);
  if (named.length === 0) throw unknown('run', name, [...new Set(found.map((run) => run.name))]);
  return new RunList(named, `${name}: ${named.length} runs`);
}

function unknown(kind: string, name: string, names: readonly string[]): LabError {
  const near = nearestName(name, names);
  const known = names.length > 0 ? `there are ${names.join(', ')}` : 'there is none yet';
  return new LabError(`There is no ${kind} '${name}'; ${near ? `did you mean '${near}'?` : `${known}.`}`);
}

function namesOf(runs: readonly KeptRun[], part: (run: KeptRun) => object): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(part(run))))];
}

function lowIsBetter(metric: string): boolean | undefined {
  const known = metricsByName[metric]?.higherIsBetter;
  return known === undefined ? undefined : !known;
}

const titleOf = (metric: string) => metricsByName[metric]?.title ?? metric;

function settingCell(value: SettingValue | undefined): Cell {
  return {
    text: value === undefined ? '–' : String(value),
    value: typeof value === 'boolean' ? String(value) : (value ?? null),
  };
}

function stateCell({ state, message }: KeptRun): Cell {
  return {
    text: state,
    ...(message !== undefined && { note: message }),
    ...(state !== 'finished' && { mark: 'warning' as const }),
  };
}

/** Four significant digits, whole numbers whole. */
const readable = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** Where values stand on an axis: numbers by size (doubling, where they span much), others in their order. */
function placesOf(values: readonly SettingValue[]) {
  const distinct = [...new Set(values)];
  const numbers = distinct.filter((value): value is number => typeof value === 'number');
  if (distinct.length > 0 && numbers.length === distinct.length) {
    const ticks = numbers.sort((a, b) => a - b);
    const wide = ticks[0]! > 0 && ticks.at(-1)! / ticks[0]! >= 16;
    return {
      axis: { scale: wide ? ('log2' as const) : ('linear' as const), ticks },
      at: (value: SettingValue) => value as number,
    };
  }
  return {
    axis: {
      scale: 'linear' as const,
      ticks: distinct.map((_, index) => index),
      labels: distinct.map(String),
      range: [-0.5, distinct.length - 0.5] as const,
    },
    at: (value: SettingValue) => distinct.indexOf(value),
  };
}
