import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { settingAxis } from '../../src/form/axis';
import { csv, jsonLines, type ResultRow, resultRows } from '../../src/report/resultRows';
import { type StudyOutcome, study } from '../../src/report/studyOutcome';
import type { TrialOutcome } from '../../src/runner/results';
import { freshFolder, toyOver, toyRunning } from '../runner/toyStudy';

describe('the table of trials', () => {
  let done: StudyOutcome;
  let rows: ResultRow[];
  beforeAll(async () => {
    const failing = toyRunning(async (context, sound) => {
      const { seed, options } = context as { seed: number; options: { named: string } };
      if (options.named === 'still' && seed === 2) throw new Error('it "fell",\nand broke');
      const result = await sound(context);
      return { ...result, facts: { ...result.facts, floor: seed === 1 ? 7 : 'wood', seed: 5, note: 3 } };
    });
    done = await study(failing, { tier: 'quick', seeds: 3, store: freshFolder() });
    rows = resultRows(done.data);
  });

  it('has one row a trial, each with the same columns, in the same order', () => {
    expect(rows.length).toBe(done.data.trials.length);
    for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0]!));
  });

  it('has what a trial is, its receipts, costs, metrics and facts', () => {
    const trial = done.data.trials.find((one) => one.arm === 'wound' && one.seed === 2) as TrialOutcome;
    const row = rows.find((one) => one.run === trial.run)!;
    expect(row).toMatchObject({
      study: 'toy',
      tier: 'quick',
      kind: 'pretrained',
      labelsPerClass: 2,
      amount: 2,
      seed: 2,
      state: 'finished',
      error: null,
      startedFrom: done.data.pretraining.find((run) => run.determinants.name === 'oil')!.run,
      data: trial.determinants.data,
      trainingFlops: 2e9,
      'chanceLevel of accuracy': 0.1,
      ...trial.metrics,
    });
    expect(Date.parse(row.startedAt as string)).toBeGreaterThan(Date.parse('2020-01-01'));
  });

  it('keeps numbers and texts in columns of their own, and a name for one thing', () => {
    const finished = rows.filter((row) => row.state === 'finished');
    expect(new Set(finished.map((row) => row.floor))).toEqual(new Set(['7', 'wood']));
    expect(new Set(finished.map((row) => row.note))).toEqual(new Set([3]));
    expect(finished.map((row) => row.seed)).toContain(1);
    expect(new Set(finished.map((row) => row['fact.seed']))).toEqual(new Set([5]));
  });

  it('has a failed trial without numbers, and never a zero in their place', () => {
    const failed = rows.filter((row) => row.state === 'failed');
    expect(failed.length).toBe(1);
    expect(failed[0]).toMatchObject({ accuracy: null, steps: null, error: 'it "fell",\nand broke' });
  });

  it('comes back from JSON Lines and, as text, from CSV', () => {
    const lines = jsonLines(rows).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
    const texts = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value ?? '')])),
    );
    expect(parse(csv(rows), { columns: true })).toEqual(texts);
    // A number read back from its text is the same number.
    const numbers = parse(csv(rows), { columns: true }) as Record<string, string>[];
    expect(numbers.map((row) => (row.accuracy === '' ? null : Number(row.accuracy)))).toEqual(
      rows.map((row) => row.accuracy),
    );
  });

  it('names the level as its axis does', async () => {
    const slope = settingAxis({
      ...{ name: 'slope', title: 'slope', scale: 'linear' },
      set: (level) => ({ head: { slope: level } }),
    });
    const varied = resultRows(
      (await study(toyOver(slope, [0, 0.1]), { seeds: 1, store: freshFolder() })).data,
    );
    expect(varied.map(({ arm, slope: level, amount }) => [arm, level, amount])).toEqual(
      [0, 0.1].flatMap((level) => ['still', 'wound', 'pushed'].map((arm) => [arm, level, 10])),
    );
    expect(Object.keys(varied[0]!)).not.toContain('labelsPerClass');
  });

  it.each(['steps', 'seconds', 'precision', 'seed'])('keeps the level of an axis called %s', (name) => {
    const renamed = { ...done.data, axis: { ...done.data.axis, name } };
    const trial = renamed.trials[0]!;
    const [row] = resultRows(renamed);
    const cost = [trial.ledger!.steps, trial.seconds, trial.determinants.precision, trial.seed];
    expect(Object.values(row!)).toContain(trial.level);
    for (const value of cost) expect(Object.values(row!)).toContain(value);
    expect(Object.keys(row!)).toHaveLength(Object.keys(rows[0]!).length);
  });
});

describe('the curve of a fact', () => {
  it('draws what trials tell, each at its level, and is absent where none tells it', async () => {
    const telling = toyRunning(async (context, sound) => {
      const result = await sound(context);
      return { ...result, facts: { ...result.facts, depth: 40 + (context as { seed: number }).seed } };
    });
    const done = await study(telling, { tier: 'quick', seeds: 2, store: freshFolder() });
    const drawn = JSON.stringify(done.factCurve('depth'));
    for (const value of [41, 42, 41.5]) expect(drawn).toContain(`"y":${value}`);
    expect(drawn).toContain('The depth that each trial tells.');
    expect(done.factCurve('width')).toBeUndefined();
  });
});
