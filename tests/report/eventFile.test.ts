import { describe, expect, it } from 'vitest';
import { encodeEvents } from '../../src/report/eventFile';
import { at, fields, records, scalars, slowChecksum, text } from './eventFile';

const run = {
  settings: { arm: 'scratch', labelsPerClass: 8 },
  group: 'scratch 8',
  startedAt: 1_700_000_000.25,
  endedAt: 1_700_000_060.5,
  succeeded: true,
};
const points = [
  { tag: 'validationLoss', step: 0, value: 2.5, wallTime: 1_700_000_000.25 },
  { tag: 'validationLoss', step: 2 ** 33, value: -0.1, wallTime: 1_700_000_030 },
  { tag: 'test/accuracy', step: 40, value: 1e-30, wallTime: 1_700_000_060.5 },
];

describe('an event file', () => {
  const file = Buffer.from(encodeEvents(points, run));

  it('is checked against a checksum with a known answer', () => {
    expect(slowChecksum(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('opens with the version of the format', () => {
    const [first] = records(file);
    expect(text(at(first!, 3))).toBe('brain.Event:2');
    expect(at(first!, 1)).toBe(run.startedAt);
  });

  it('has every scalar with its tag, step, float32 value and time, in order', () => {
    expect(scalars(file)).toEqual(points.map((point) => ({ ...point, value: Math.fround(point.value) })));
  });

  it('says what the run was given, its group and how it ended', () => {
    const events = records(file);
    const plugin = (event: Uint8Array) => text(at(event, 5, 1, 9, 1, 1));
    const start = events[1]!;
    expect([plugin(start), text(at(start, 5, 1, 1))]).toEqual(['hparams', '_hparams_/session_start_info']);
    const session = at(start, 5, 1, 9, 1, 2, 3) as Uint8Array;
    const settings = fields(session)
      .filter(([field]) => field === 1)
      .map(([, entry]) => entry as Uint8Array)
      .map((entry) => [text(at(entry, 1)), at(entry, 2, 2) ?? text(at(entry, 2, 3))]);
    expect(Object.fromEntries(settings)).toEqual(run.settings);
    expect([text(at(session, 4)), at(session, 5)]).toEqual([run.group, run.startedAt]);
    const end = events.at(-1)!;
    expect([plugin(end), text(at(end, 5, 1, 1))]).toEqual(['hparams', '_hparams_/session_end_info']);
    expect([at(end, 5, 1, 9, 1, 2, 4, 1), at(end, 5, 1, 9, 1, 2, 4, 2)]).toEqual([1, run.endedAt]);
    const failed = records(Buffer.from(encodeEvents([], { ...run, succeeded: false })));
    expect(at(failed.at(-1)!, 5, 1, 9, 1, 2, 4, 1)).toBe(2);
  });
});
