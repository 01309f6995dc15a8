import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StudyResults } from '../../src/runner/results';
import { scalars } from '../report/eventFile';
import { freshFolder } from '../runner/toyStudy';
import { lab, toyModule } from './labCommand';

const home = freshFolder();
const recorded = path.join(home, 'recorded');
const choice = [toyModule, '--tier', 'quick'];
let results: StudyResults;

beforeAll(async () => {
  const run = await lab(home, ['run', ...choice, '--json']);
  results = JSON.parse(run.stdout)[0].results;
  await lab(home, ['record', ...choice, '--out', recorded]);
});

describe('lab export', () => {
  it('prints JSON Lines, or writes CSV where it is told', async () => {
    const { stdout, status } = await lab(home, ['export', ...choice]);
    expect(status).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ run, accuracy }) => [run, accuracy])).toEqual(
      results.trials.map(({ run, metrics }) => [run, metrics.accuracy]),
    );
    const file = path.join(home, 'deep', 'toy.csv');
    const written = await lab(home, ['export', ...choice, '--format', 'csv', '--out', file]);
    expect(written.stdout).toBe(`${file}\n`);
    expect(fs.readFileSync(file, 'utf8').split('\r\n').length).toBe(results.trials.length + 2);
  });

  it('writes a TensorBoard run for every stage and trial, with its curves and metrics', async () => {
    const folder = path.join(home, 'board');
    const { stdout, status } = await lab(home, [
      'export',
      ...choice,
      '--format',
      'tensorboard',
      '--out',
      folder,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain(`12 runs in ${folder}`);
    for (const trial of results.trials) {
      const place = path.join(
        folder,
        trial.arm,
        '2-labels-per-class',
        `seed-${trial.seed}-${trial.run.slice(0, 10)}`,
      );
      const [name] = fs.readdirSync(place);
      expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\./);
      const found = scalars(fs.readFileSync(path.join(place, name!)));
      const expected = [
        ...trial.curves.validationLoss!.map((point) => ({ tag: 'validationLoss', ...point })),
        ...Object.entries(trial.metrics).map(([metric, value]) => ({
          tag: `test/${metric}`,
          step: trial.ledger!.steps,
          value,
        })),
      ];
      expect(found.map(({ wallTime: _, ...rest }) => rest)).toEqual(
        expected.map((one) => ({ ...one, value: Math.fround(one.value) })),
      );
      const start = Date.parse(trial.startedAt!) / 1000;
      expect(found[0]!.wallTime).toBeCloseTo(start, 3);
      expect(found.at(-1)!.wallTime).toBeCloseTo(start + trial.seconds!, 3);
    }
    expect(fs.readdirSync(path.join(folder, 'pretraining')).sort()).toEqual(['oil', 'wind']);
    const again = await lab(home, ['export', ...choice, '--format', 'tensorboard', '--out', folder]);
    expect(again.status).toBe(1);
    expect(again.stderr).toBe(`The folder ${folder} is not empty: remove it, or name another.\n`);
  });

  it('needs a folder for TensorBoard, and something to export', async () => {
    const nowhere = await lab(home, ['export', ...choice, '--format', 'tensorboard']);
    expect(nowhere.stderr).toBe("Name the log folder for TensorBoard: '--out FOLDER'.\n");
    const nothing = await lab(home, ['export', toyModule]);
    expect(nothing.stderr).toMatch(
      /^Nothing of 'toy' is computed at the tier 'laptop': 'lab run \.\/toyModule\.js/,
    );
    expect([nowhere.status, nothing.status]).toEqual([1, 1]);
  });
});

describe('recorded results', () => {
  const file = path.join(recorded, 'toy.quick.jsonl');
  const both = (folder: string) =>
    Promise.all(
      ['report', 'export'].map((command) =>
        lab(freshFolder(), [command, ...choice, '--recorded', folder, '--out', path.join(folder, command)]),
      ),
    );

  it('are shown as recorded', async () => {
    for (const { status, stderr } of await both(recorded)) expect([status, stderr]).toEqual([0, '']);
    const html = fs.readFileSync(path.join(recorded, 'report', 'toy-quick.html'), 'utf8');
    expect(html).toContain(results.trials[0]!.metrics.accuracy!.toFixed(4));
  });

  it('are refused where a number was edited, and nothing is written', async () => {
    const folder = freshFolder();
    const original = String(results.trials[0]!.metrics.accuracy);
    const altered = original.slice(0, -1) + ((Number(original.at(-1)) + 1) % 10);
    const copy = path.join(folder, 'toy.quick.jsonl');
    fs.writeFileSync(copy, fs.readFileSync(file, 'utf8').replace(original, altered));
    for (const { status, stderr } of await both(folder)) {
      expect(status).toBe(1);
      expect(stderr).toBe(
        `The results of 'toy' in ${copy} were edited after they were recorded, since their checksum does not match: restore the file from git, or write it anew with 'lab record toy --tier quick'.\n`,
      );
    }
    expect(fs.readdirSync(folder)).toEqual(['toy.quick.jsonl']);
  });

  it('are refused where they come from other code, naming the runs and what changed', async () => {
    // The same study from files of its own, of which one was edited.
    const folder = freshFolder();
    for (const name of ['toy.js', 'toyModel.js', 'toyModule.js']) {
      const text = fs.readFileSync(path.resolve('tests/runner', name), 'utf8');
      const moved = text.replace("'../../dist", `'${path.resolve('dist')}`);
      fs.writeFileSync(path.join(folder, name), moved.replace('0.03 : 0', '0.04 : 0'));
    }
    const choices = [path.join(folder, 'toyModule.js'), '--tier', 'quick', '--recorded', recorded];
    const { status, stderr } = await lab(freshFolder(), ['report', ...choices]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^The report of 'toy' was not written, because these results come from other code, data or settings: .* and 9 more; changed since: .*code of .*toy.*\. 'lab run \.\/toyModule\.js --tier quick' computes them anew\.\n$/,
    );
  });
});
