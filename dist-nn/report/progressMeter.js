"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ProgressMeter = void 0;
exports.progressLine = progressLine;
exports.duration = duration;
/** Seconds over which the rate is averaged: long enough to be calm, short enough to follow a change. */
const rateWindow = 15;
/** A count that comes this soon after the start was there before: work that goes on from a checkpoint. Seconds. */
const resumeWindow = 0.2;
const mostSamples = 240;
class ProgressMeter {
    options;
    now;
    done = 0;
    note = '';
    started;
    /** Where the rate of the whole is counted from. */
    base;
    updated = false;
    samples;
    /** @param now the present in seconds, on any clock that only goes forward */
    constructor(options, now = () => performance.now() / 1000) {
        this.options = options;
        this.now = now;
        this.started = now();
        this.base = { at: this.started, done: 0 };
        this.samples = [this.base];
    }
    update(done, note) {
        this.done = done;
        if (note !== undefined)
            this.note = note;
        const at = this.now();
        const resumed = !this.updated && at - this.started < resumeWindow;
        this.updated = true;
        if (resumed) {
            this.base = { at, done };
            this.samples = [];
        }
        this.samples.push({ at, done });
        while (this.samples.length > 2 &&
            (at - this.samples[0].at > rateWindow || this.samples.length > mostSamples)) {
            this.samples.shift();
        }
    }
    /** @param over for a finished bar: the rate is then that of the whole */
    state(over = false) {
        const { label, total, unit } = this.options;
        const at = this.now();
        const first = over ? this.base : this.samples[0];
        const seconds = at - first.at;
        const perSecond = seconds > 0 ? (this.done - first.done) / seconds : 0;
        const known = total > 0 && Number.isFinite(total);
        const left = known && perSecond > 0 && !over ? (total - this.done) / perSecond : undefined;
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
exports.ProgressMeter = ProgressMeter;
/** One line for terminals without cursor, logs and text-only viewers. */
function progressLine(state, over = false) {
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
function duration(seconds) {
    if (seconds < 9.95)
        return `${Math.max(0, seconds).toFixed(1)} s`;
    const whole = Math.round(seconds);
    const two = (value) => String(value).padStart(2, '0');
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
const megabyte = 1e6;
function counts(done, total, unit) {
    const write = (value) => (unit === 'bytes' ? (value / megabyte).toFixed(1) : grouped(value));
    const name = unit === 'bytes' ? 'MB' : unit;
    return total === undefined ? `${write(done)} ${name}` : `${write(done)}/${write(total)} ${name}`;
}
function rate(perSecond, unit) {
    if (unit === 'bytes')
        return `${(perSecond / megabyte).toFixed(1)} MB/s`;
    // Slow things read better the other way round.
    if (perSecond < 0.1)
        return `${(perSecond * 60).toFixed(1)} ${unit}/min`;
    return `${perSecond < 100 ? perSecond.toFixed(1) : grouped(Math.round(perSecond))} ${unit}/s`;
}
/** Thousands apart: '12,500'. A count that is not whole keeps one decimal. */
function grouped(value) {
    const [whole, fraction] = (Number.isInteger(value) ? String(value) : value.toFixed(1)).split('.');
    const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
//# sourceMappingURL=progressMeter.js.map