import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder } from '../runner/toyStudy';
import { lab, toyModule } from './labCommand';

describe('what a user mistypes', () => {
  it.each([
    [['lisst'], /unknown command 'lisst'\s+\(Did you mean list\?\)/],
    [['run', 'x', '--tir', 'quick'], /unknown option '--tir'\s+\(Did you mean --tier\?\)/],
    [['run', 'x', '--tier', 'big'], /Allowed choices are quick, laptop, full/],
    [['run', 'x', '--seeds', 'many'], /Give a whole number from 1/],
    [['run'], /missing required argument 'studies'/],
    [['show', '0123456'], /^No run in .* has an id that starts with '0123456'/],
    [['run', './nowhere.js'], /^There is no file .*nowhere\.js/],
    [
      ['run', 'pretraining-vs-scratch'],
      /^There is no study 'pretraining-vs-scratch'; did you mean 'pretraining-versus-scratch'\? A study of your own is named by its file: \.\/my-study\.ts\.\n$/,
    ],
    [
      ['run', toyModule, '--arms', 'flown'],
      /^The study 'toy' has no arm 'flown': its arms are still, wound, pushed\.\n$/,
    ],
    // Of several, by spaces or commas, the first that is unknown.
    [['run', toyModule, '--arms', 'still,flown', 'wound'], /^The study 'toy' has no arm 'flown': /],
    [['report', toyModule], /^Nothing of 'toy' is computed at the tier 'laptop'/],
    [['record', toyModule], /^20 of 20 trials of 'toy' are missing/],
    [['verify', toyModule], /^No results of 'toy' are recorded at the tier 'laptop'/],
    [['notebook', 'none.ipynb'], /JupyterLab is not set up|There is no notebook/],
  ])('lab %j', async (args, message) => {
    const { status, stdout, stderr } = await lab(freshFolder(), args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it.each([
    '',
    'run',
    'list',
    'report',
    'export',
    'verify',
    'register',
    'record',
    'show',
    'rerun',
    'notebook',
    'start',
    'data',
    'doctor',
    'graph',
    'precision',
    'tune',
  ])('lab %s --help explains itself', async (command) => {
    const { status, stdout } = await lab(freshFolder(), [...(command ? [command] : []), '--help']);
    expect(stdout).toMatch(/^Usage: lab/);
    expect(status).toBe(0);
  });
});

describe('a computed study', () => {
  const home = freshFolder();
  const out = path.join(home, 'out');
  let run: Awaited<ReturnType<typeof lab>>;
  const trials = () =>
    JSON.parse(fs.readFileSync(path.join(out, 'toy-laptop.results.json'), 'utf8')).results.trials as {
      run: string;
      arm: string;
      metrics: { accuracy: number };
    }[];

  beforeAll(async () => {
    run = await lab(home, ['run', toyModule, '--out', out]);
  });

  it('prints results table and verdict, and writes report, JSON and JSONL', () => {
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/Wound up +pretrained +0\.\d{3} ± 0\.\d{3}/);
    expect(run.stdout).toMatch(/VERDICT: Supports the claim\./);
    expect(fs.readdirSync(out).sort()).toEqual([
      'toy-laptop.html',
      'toy-laptop.results.json',
      'toy-laptop.results.jsonl',
    ]);
    const lines = fs.readFileSync(path.join(out, 'toy-laptop.results.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).accuracy)).toEqual(
      trials().map((trial) => trial.metrics.accuracy),
    );
  });

  it('lists what is computed', async () => {
    const { stdout } = await lab(home, ['list', toyModule, '--json']);
    const [toy] = JSON.parse(stdout);
    const laptop = toy.tiers.find(({ tier }: { tier: string }) => tier === 'laptop');
    expect(laptop).toMatchObject({ runs: 22, finished: 22, failed: 0, recorded: null });
  });

  it('shows a run by the first digits of its id', async () => {
    const [trial] = trials();
    const { stdout, status } = await lab(home, ['show', trial!.run.slice(0, 10)]);
    expect(status).toBe(0);
    for (const part of [trial!.run, 'finished', String(trial!.metrics.accuracy), 'fingerprint', 'slope']) {
      expect(stdout).toContain(part);
    }
  });

  it('executes a run again and finds each number equal', async () => {
    const wound = trials().find((trial) => trial.arm === 'wound')!;
    const { stdout, status } = await lab(home, ['rerun', wound.run, '--study', toyModule]);
    expect(stdout).toMatch(/in the same environment: (\d+) of \1 numbers are equal/);
    expect(status).toBe(0);
  });

  it('is verified against its record, and not once a recorded number was altered', async () => {
    const records = path.join(home, 'records');
    const record = await lab(home, ['record', toyModule, '--out', records]);
    const file = path.join(records, 'toy.laptop.jsonl');
    expect(record.stdout.trim()).toBe(file);

    const sound = await lab(home, ['verify', toyModule, '--records', records]);
    expect(sound.stdout).toMatch(
      /^toy, laptop, recorded \d{4}-\d\d-\d\d: VERIFIED\n {2}(\d+) of \1 numbers agree bit for bit \(same environment\)\.\n {2}Verdict: recorded supports, recomputed supports\.\n/,
    );
    expect(sound.status).toBe(0);

    const text = fs.readFileSync(file, 'utf8');
    const original = String(trials()[0]!.metrics.accuracy);
    const altered = original.slice(0, -1) + ((Number(original.at(-1)) + 1) % 10);
    expect(text.split(`[${original},`)).toHaveLength(2);
    fs.writeFileSync(file, text.replace(`[${original},`, `[${altered},`));
    const forged = await lab(home, ['verify', toyModule, '--records', records, '--json']);
    expect(forged.status).toBe(1);
    const [verification] = JSON.parse(forged.stdout);
    expect(verification).toMatchObject({ outcome: 'NOT VERIFIED', unedited: false });
    const wrong = verification.comparison.numbers.filter(({ agrees }: { agrees: boolean }) => !agrees);
    expect(wrong).toMatchObject([
      { quantity: 'accuracy', recorded: Number(altered), recomputed: Number(original) },
    ]);
  });

  it('is not verified by a record that lacks a seed, whatever its checksum says', async () => {
    const records = path.join(home, 'fewer');
    const fewer = ['record', toyModule, '--seeds', '2', '--out', records];
    expect((await lab(home, fewer)).status).toBe(0);
    const { status, stdout } = await lab(home, ['verify', toyModule, '--records', records]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/: NOT VERIFIED\n/);
    expect(stdout).toContain(
      'The record is not what the study asks for: seeds is 2 in the record and 3 in the study.',
    );
    expect(stdout).toContain('still, 2, seed 3; wound, 2, seed 3');
    expect(stdout).not.toContain('was edited');
  });
});

describe('lab register', () => {
  it('writes down what will be run, once, and keeps another definition from taking its place', async () => {
    const [home, out] = [freshFolder(), freshFolder()];
    const register = (...more: string[]) => lab(home, ['register', toyModule, '--out', out, ...more]);
    const first = await register();
    const file = path.join(out, 'toy.laptop.json');
    expect(first.stdout).toMatch(/^\S+toy\.laptop\.json\nCommit this before 'lab run'.*\n$/);
    expect(first.stdout.split('\n')[0]).toBe(file);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({
      ...{ tier: 'laptop', seeds: 3, firstSeed: 1, levels: [2, 8, 32] },
      study: { id: 'toy', claim: { expected: 'Wound up is ahead at every budget.' } },
    });
    expect((await register()).status).toBe(0);
    const other = await register('--seeds', '4');
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(
      /^\S+toy\.laptop\.json registers something else \(seeds, settings\): .*--first-seed\.\n$/,
    );
    const replication = await register('--seeds', '4', '--first-seed', '11');
    expect(replication.stdout).toContain(path.join(out, 'toy.laptop.from-11.json'));
  });
});
