/** How sentences about statistics are worded: levels of an axis, numbers with their signs, intervals, what they rest on. */
import type { Contrast } from './contrast';
import type { Interval } from './interval';
import type { Level } from './observation';

/** The words for an axis. A study without one leaves them out. */
export interface AxisWords {
  /** 'labels per class', 'temperature', 'kind of noise' */
  readonly title: string;
  /** What a level counts or is measured in: 'labels per class', '%'. Default: the title. */
  readonly unit?: string;
  /** For a level of 1, where it differs: 'label per class'. */
  readonly singular?: string;
  /**
   * 'count': 8 labels per class · 'setting': temperature 0.5, kind of noise blur. Default 'count' for numbers; names are
   * always settings.
   */
  readonly form?: 'count' | 'setting';
}

/** '8 labels per class' or 'temperature 0.5'; several as '2, 8 and 32 labels per class'. Empty without an axis. */
export function levelWords(axis: AxisWords | undefined, levels: readonly Level[]): string {
  if (!axis) return '';
  const words = list(levels.map(String));
  if (isSetting(axis, levels)) return `${axis.title} ${words}`;
  const one = levels.length === 1 && levels[0] === 1 ? axis.singular : undefined;
  return `${words} ${one ?? axis.unit ?? axis.title}`;
}

/** ' at 8 labels per class', with its space; empty without an axis. */
export function atLevel(axis: AxisWords | undefined, ...levels: readonly Level[]): string {
  return axis && levels.length > 0 ? ` at ${levelWords(axis, levels)}` : '';
}

/** ' at each of 2 and 8 labels per class', ' at one or more of …'; empty without an axis. */
export function atLevels(
  axis: AxisWords | undefined,
  levels: readonly Level[],
  requires: 'all' | 'any',
): string {
  if (!axis || levels.length < 2) return atLevel(axis, ...levels);
  if (isSetting(axis, levels)) {
    const which = requires === 'all' ? `each ${axis.title}` : `one ${axis.title} or more`;
    return ` at ${which} (${list(levels.map(String))})`;
  }
  return ` at ${requires === 'all' ? 'each' : 'one or more'} of ${levelWords(axis, levels)}`;
}

function isSetting(axis: AxisWords, levels: readonly Level[]): boolean {
  return axis.form === 'setting' || levels.some((level) => typeof level === 'string');
}

/** '0.204'; small numbers keep two significant figures: '0.00031'. */
export function plain(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0.000';
  if (size < 0.0095) return String(Number(value.toPrecision(2)));
  return value.toFixed(3);
}

/** '+0.204' or '-0.031'. */
export function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${plain(Math.abs(value))}`;
}

/** '95 %' or '98.75 %'. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

/** '95 % interval +0.178 to +0.230' */
export function intervalWords({ low, high, confidence }: Interval): string {
  return `${percent(confidence)} interval ${signed(low)} to ${signed(high)}`;
}

/**
 * '5 of 5 seeds above zero', how seeds share pretraining runs, and which lack a pair.
 * @param said what the sentence has said before and need not say again
 */
export function basisWords(found: Contrast, said: readonly string[] = []): string {
  const { signs, seeds } = found;
  const side = signs.positive >= signs.negative ? 'above' : 'below';
  const count = `${Math.max(signs.positive, signs.negative)} of ${seeds.length} seeds ${side} zero`;
  const lacking = lackingWords(seeds.length, [...found.missing, ...found.unpaired]);
  return [count, ...sharingWords(found).filter((words) => !said.includes(words)), ...lacking].join(', ');
}

/** 'given one pretraining run', or how many groups of seeds the interval is clustered by; nothing where no run is shared. */
export function sharingWords({
  conditional,
  sharedRuns,
  independent,
}: Pick<Contrast, 'conditional' | 'sharedRuns'> & {
  readonly independent: { readonly length: number };
}): string[] {
  if (conditional)
    return [sharedRuns === 1 ? 'given one pretraining run' : `given ${sharedRuns} shared pretraining runs`];
  return sharedRuns > 0 ? [`clustered by pretraining run into ${independent.length}`] : [];
}

/** How seeds share pretraining runs where that is the same for all contrasts, so that it need be said once only. */
export function commonSharingWords(found: readonly Contrast[]): string[] {
  const all = found.filter(({ seeds }) => seeds.length > 1).map(sharingWords);
  return all.length > 0 && all.every((words) => words.join() === all[0].join()) ? all[0] : [];
}

/** 'seeds 2 and 5 of 7 lack a pair'; nothing where none does. */
export function lackingWords(complete: number, lacking: readonly number[]): string[] {
  if (lacking.length === 0) return [];
  const names = [...lacking].sort((a, b) => a - b).map(String);
  const [noun, verb] = names.length === 1 ? ['seed', 'lacks'] : ['seeds', 'lack'];
  return [`${noun} ${list(names)} of ${complete + names.length} ${verb} a finished pair`];
}

/** 'a, b and c' */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
