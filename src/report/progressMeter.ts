/** The arithmetic of a progress bar: rate, time left, and how they are written. */
import type { ProgressOptions } from '../progress';

/** Seconds over which the rate is averaged: long enough to be calm, short enough to follow a change. */
const rateWindow = 15;
/** A count that comes this soon after the start was there before: work that goes on from a checkpoint. Seconds. */
const resumeWindow = 0.2;
const mostSamples = 240;

export interface ProgressState {
  readonly label: string;
  /** Units done and in all. */
  readonly done: number;
  readonly total: number;
  /** Between 0 and 1; undefined where the total is not known. */
  readonly fraction: number | undefined;
  /** '120/500 steps', '3.1/12 MB'. */
  readonly counts: string;
  /** '14.2 steps/s', or empty while unknown. */
  readonly rate: string;
  /** '1:05'. */
  readonly elapsed: string;
  /** '2:10', or empty while unknown. */
  readonly left: string;
  readonly note: string;
}

export class ProgressMeter {
  done = 0;
  note = '';
  private readonly started: number;
  /** Where the rate of the whole is counted from. */
  private base: { at: number; done: number };
  private updated = false;
  private samples: { at: number; done: number }[];

  /** @param now the present in seconds, on any clock that only goes forward */
  constructor(
    readonly options: ProgressOptions,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {
    this.started = now();
    this.base = { at: this.started, done: 0 };
    this.samples = [this.base];
  }

  update(done: number, note?: string): void {
    this.done = done;
    if (note !== undefined) this.note = note;
    const at = this.now();
    const resumed = !this.updated && at - this.started < resumeWindow;
    this.updated = true;
    if (resumed) {
      this.base = { at, done };
      this.samples = [];
    }
    this.samples.push({ at, done });
    while (
      this.samples.length > 2 &&
      (at - this.samples[0]!.at > rateWindow || this.samples.length > mostSamples)
    ) {
      this.samples.shift();
    }
  }

  /** @param over for a finished bar: the rate is then that of the whole */
  state(over = false): ProgressState {
    const { label, total, unit } = this.options;
    const at = this.now();
    const first = over ? this.base : this.samples[0]!;
    const seconds = at - first.at;
    const perSecond = seconds > 0 ? (this.done - first.done) / seconds : 0;
    const known = total > 0 && Number.isFinite(total);
    const byRate = known && perSecond > 0 ? (total - this.done) / perSecond : undefined;
    const left = over ? undefined : (this.options.secondsLeft?.() ?? byRate);
    return {
      label,
      done: this.done,
      total,
      fraction: known ? Math.min(1, Math.max(0, this.done / total)) : undefined,
      counts: counts(this.done, known ? total : undefined, unit),
      rate: perSecond > 0 ? rate(perSecond, unit) : '',
      elapsed: duration(at - this.started),
      left: left === undefined ? '' : duration(left),
      note: this.note,
    };
  }
}

/** One line for terminals without cursor, logs and text-only viewers. */
export function progressLine(state: ProgressState, over = false): string {
  const percent = state.fraction === undefined ? '' : ` ${Math.floor(state.fraction * 100)} %`;
  const parts = [
    `${state.label}:${over ? '' : percent} ${state.counts}`,
    state.rate,
    over ? `in ${state.elapsed}` : state.elapsed,
    state.left && `${state.left} left`,
    state.note,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** Seconds as 'm:ss' or 'h:mm:ss'; below ten with one decimal. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const megabyte = 1e6;

function counts(done: number, total: number | undefined, unit: string): string {
  const write = (value: number) => (unit === 'bytes' ? (value / megabyte).toFixed(1) : grouped(value));
  const name = unit === 'bytes' ? 'MB' : unit;
  return total === undefined ? `${write(done)} ${name}` : `${write(done)}/${write(total)} ${name}`;
}

function rate(perSecond: number, unit: string): string {
  if (unit === 'bytes') return `${(perSecond / megabyte).toFixed(1)} MB/s`;
  // Slow things read better the other way round.
  if (perSecond < 0.1) return `${(perSecond * 60).toFixed(1)} ${unit}/min`;
  return `${perSecond < 100 ? perSecond.toFixed(1) : grouped(Math.round(perSecond))} ${unit}/s`;
}

/** Thousands apart: '12,500'. A count that is not whole keeps one decimal. */
function grouped(value: number): string {
  const [whole, fraction] = (Number.isInteger(value) ? String(value) : value.toFixed(1)).split('.');
  const spaced = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
