import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KernelHost, kernelHostKey } from '../../src/report/display';
import { duration, ProgressMeter, progressLine } from '../../src/report/progressMeter';
import { NotebookProgress } from '../../src/report/progressNotebook';
import { terminalProgress } from '../../src/report/progressTerminal';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  delete (globalThis as Record<symbol, unknown>)[kernelHostKey];
});

describe('the arithmetic of progress', () => {
  const options = { label: 'Masked LM', total: 500, unit: 'steps' };

  it('gives rate and time left', () => {
    let now = 100;
    const meter = new ProgressMeter(options, () => now);
    now = 110;
    meter.update(100, 'loss 4.2');
    expect(progressLine(meter.state())).toBe(
      'Masked LM: 20 % 100/500 steps · 10.0 steps/s · 0:10 · 0:40 left · loss 4.2',
    );
  });

  it('follows a change of speed', () => {
    let now = 0;
    const meter = new ProgressMeter({ ...options, total: 10_000 }, () => now);
    for (let step = 1; step <= 100; step++) {
      now += 1;
      meter.update(step);
    }
    for (let second = 1; second <= 30; second++) {
      now += 1;
      meter.update(100 + second * 20);
    }
    expect(meter.state().rate).toBe('20.0 steps/s');
  });

  it('does not count what was done before the start, as after resuming', () => {
    let now = 0;
    const meter = new ProgressMeter(options, () => now);
    meter.update(400);
    now = 10;
    meter.update(450);
    expect(meter.state()).toMatchObject({ rate: '5.0 steps/s', left: '0:10' });
    expect(meter.state(true).rate).toBe('5.0 steps/s');
  });

  it('writes bytes in megabytes, slow rates by the minute, and an unknown total as a count', () => {
    let now = 0;
    const bytes = new ProgressMeter({ label: 'Download', total: 12e6, unit: 'bytes' }, () => now);
    const trials = new ProgressMeter({ label: 'Trials', total: 0, unit: 'trials' }, () => now);
    now = 40;
    bytes.update(6e6);
    trials.update(2);
    expect(bytes.state()).toMatchObject({ counts: '6.0/12.0 MB', rate: '0.1 MB/s' });
    expect(trials.state()).toMatchObject({
      counts: '2 trials',
      rate: '3.0 trials/min',
      fraction: undefined,
      left: '',
    });
  });

  it('writes durations', () => {
    expect([0.04, 9.9, 9.96, 65, 3661].map(duration)).toEqual(['0.0 s', '9.9 s', '0:10', '1:05', '1:01:01']);
  });
});

describe('progress in a notebook', () => {
  function record(): Parameters<KernelHost['display']>[] {
    const calls: Parameters<KernelHost['display']>[] = [];
    const host: KernelHost = { display: (...call) => calls.push(call) };
    (globalThis as Record<symbol, unknown>)[kernelHostKey] = host;
    return calls;
  }
  const text = (call: Parameters<KernelHost['display']> | undefined) => call?.[0].data['text/plain'];

  it('updates one output at most four times a second and ends as one line', () => {
    const calls = record();
    const bar = new NotebookProgress().start({ label: 'Work', total: 200, unit: 'steps' });
    for (let step = 1; step <= 200; step++) {
      vi.advanceTimersByTime(10);
      bar.update(step, '<loss>');
    }
    bar.finish();
    // Two seconds: the start, eight updates at most, the end.
    expect(calls.length).toBeGreaterThanOrEqual(8);
    expect(calls.length).toBeLessThanOrEqual(10);
    expect(calls.map(([, update]) => update)).toEqual(calls.map((_, index) => index > 0));
    expect(new Set(calls.map(([content]) => content.transient.display_id)).size).toBe(1);
    expect(calls[3]![0].data['text/html']).toContain('&lt;loss&gt;');
    expect(text(calls.at(-1))).toBe('Work: 200/200 steps · 100 steps/s · in 2.0 s · <loss>');
  });

  it('shows the bars of parts under the whole, and the whole alone at the end', () => {
    const calls = record();
    const progress = new NotebookProgress();
    const whole = progress.start({ label: 'Trials', total: 2, unit: 'trials' });
    for (let trial = 1; trial <= 2; trial++) {
      const part = progress.start({ label: `Trial ${trial}`, total: 10, unit: 'steps' });
      vi.advanceTimersByTime(300);
      part.update(5);
      part.finish();
      whole.update(trial);
    }
    whole.finish();
    expect(calls.map(text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Trials: 50 % .*\nTrial 2: 50 % /)]),
    );
    expect(text(calls.at(-1))).toMatch(/^Trials: 2\/2 trials/);
    expect(text(calls.at(-1))).not.toContain('\n');
  });

  it('begins anew in the next cell, whatever was left unfinished', () => {
    const calls = record();
    const progress = new NotebookProgress();
    const stopped = progress.start({ label: 'Stopped', total: 2, unit: 'steps' });
    progress.newCell();
    progress.start({ label: 'Next', total: 2, unit: 'steps' }).finish();
    stopped.finish();
    const ids = calls.map(([content]) => content.transient.display_id);
    expect(ids[0]).not.toBe(ids.at(-1));
    expect(text(calls.at(-1))).toMatch(/^Next: /);
  });
});

describe('progress in a log', () => {
  it('is a line every ten seconds, and one at the end', () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const bar = terminalProgress(stream)({ label: 'Work', total: 250, unit: 'steps' });
    for (let step = 1; step <= 250; step++) {
      vi.advanceTimersByTime(100);
      bar.update(step);
    }
    bar.finish('done');
    const lines = (stream.read() as string).trim().split('\n');
    expect(lines).toEqual([
      'Work: 40 % 100/250 steps · 10.0 steps/s · 0:10 · 0:15 left',
      'Work: 80 % 200/250 steps · 10.0 steps/s · 0:20 · 5.0 s left',
      'Work: 250/250 steps · 10.0 steps/s · in 0:25 · done',
    ]);
  });
});

describe('progress in a terminal', () => {
  it('draws a bar for each active part and leaves the whole as a line', () => {
    const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), {
      isTTY: true,
      columns: 120,
      cursorTo: () => true,
      moveCursor: () => true,
      clearLine: () => true,
      clearScreenDown: () => true,
    });
    const render = terminalProgress(stream);
    const whole = render({ label: 'Trials', total: 4, unit: 'trials' });
    const part = render({ label: 'Part', total: 10, unit: 'steps' });
    vi.advanceTimersByTime(1000);
    part.update(5, 'loss 1.0');
    whole.update(1);
    vi.advanceTimersByTime(1000);
    const live = stream.read() as string;
    expect(live).toMatch(/Trials █{6}░{18} 1\/4 trials/);
    expect(live).toMatch(/Part █{12}░{12} 5\/10 steps .* loss 1\.0/);
    part.finish();
    whole.update(4);
    whole.finish('done');
    const end = (stream.read() as string).trimEnd();
    expect(end).toMatch(/Trials: 4\/4 trials · 2\.0 trials\/s · in 2\.0 s · done/);
  });
});
