import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Display } from '../../scripts/setup/display.mjs';
import { SetupFailure } from '../../scripts/setup/failure.mjs';
import { isDone, runSteps, type Step } from '../../scripts/setup/runner.mjs';
import { hashFiles, keyOf, Stamps } from '../../scripts/setup/stamps.mjs';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-setup-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const silent = () => new Display({ format: 'quiet' });
const run = (steps: Step[]) => runSteps(steps, { folder, console: silent() });
const states = async (steps: Step[]) => (await run(steps)).map((outcome) => outcome.state);

/** A step whose result is a copy of its input file; counts how often it ran. */
function copyStep(name: string): Step & { runs: number } {
  const input = path.join(folder, `${name}.in`);
  const output = path.join(folder, `${name}.out`);
  if (!fs.existsSync(input)) fs.writeFileSync(input, 'first');
  const step = {
    id: name,
    title: name,
    runs: 0,
    key: () => hashFiles(folder, [`${name}.in`]),
    present: () => fs.existsSync(output),
    async run() {
      step.runs++;
      fs.copyFileSync(input, output);
    },
  };
  return step;
}

describe('stamps', () => {
  it('skip a finished step and redo it when its input changes or its result is gone', async () => {
    const steps = [copyStep('a'), copyStep('b')];
    expect(await states(steps)).toEqual(['done', 'done']);
    expect(await states(steps)).toEqual(['already done', 'already done']);
    fs.writeFileSync(path.join(folder, 'b.in'), 'second');
    expect(await states(steps)).toEqual(['already done', 'done']);
    expect(fs.readFileSync(path.join(folder, 'b.out'), 'utf8')).toBe('second');
    fs.rmSync(path.join(folder, 'a.out'));
    expect(await states(steps)).toEqual(['done', 'already done']);
  });

  it('are not written for a step that fails, and those before it are kept', async () => {
    const good = copyStep('good');
    const bad: Step = {
      id: 'bad',
      title: 'bad',
      key: () => keyOf('bad'),
      run: () => Promise.reject(new SetupFailure('Install the thing.')),
    };
    await expect(run([good, bad])).rejects.toThrow('Install the thing.');
    const stamps = new Stamps(path.join(folder, 'stamps'));
    expect([isDone(good, stamps), isDone(bad, stamps)]).toEqual([true, false]);
    expect(fs.existsSync(path.join(folder, 'setup.lock'))).toBe(false);
  });

  it('are withdrawn before a step is redone, so that a failing repeat leaves none', async () => {
    const step = copyStep('a');
    await run([step]);
    fs.writeFileSync(path.join(folder, 'a.in'), 'second');
    await expect(run([{ ...step, run: () => Promise.reject(new SetupFailure('No.')) }])).rejects.toThrow();
    fs.writeFileSync(path.join(folder, 'a.in'), 'first');
    expect(isDone(step, new Stamps(path.join(folder, 'stamps')))).toBe(false);
  });

  it('do not match if an input changed while the step was at work', async () => {
    const step = copyStep('a');
    const slow = {
      ...step,
      async run(tools: Parameters<Step['run']>[0]) {
        await step.run(tools);
        fs.writeFileSync(path.join(folder, 'a.in'), 'changed meanwhile');
      },
    };
    await run([slow]);
    expect(isDone(step, new Stamps(path.join(folder, 'stamps')))).toBe(false);
  });

  it('that cannot be read count as none', async () => {
    const step = copyStep('a');
    await run([step]);
    fs.writeFileSync(path.join(folder, 'stamps/a.json'), '{"key": "tru');
    expect(await states([step])).toEqual(['done']);
  });

  it('are given to a result that is there without us', async () => {
    const step = copyStep('a');
    fs.copyFileSync(path.join(folder, 'a.in'), path.join(folder, 'a.out'));
    expect(await states([{ ...step, adopt: () => true }])).toEqual(['already done']);
    expect(await states([step])).toEqual(['already done']);
    expect(step.runs).toBe(0);
  });
});

describe('a failing program', () => {
  it('is reported with its last useful lines and one sentence', async () => {
    const script = 'console.log("npm notice hello"); console.error("the disk is full"); process.exit(3)';
    const step: Step = {
      id: 'failing',
      title: 'failing',
      key: () => keyOf('failing'),
      run: async ({ children }) => {
        await children.run(process.execPath, ['-e', script], { failure: 'Free some disk.' });
      },
    };
    const failure = await run([step]).catch((error: unknown) => error as SetupFailure);
    expect(failure).toMatchObject({ message: 'Free some disk.' });
    expect((failure as SetupFailure).details).toEqual(['the disk is full', '(node ended with status 3)']);
  });
});

/** A set-up in a process of its own: step one appends a line; step two starts a child that takes `seconds`. */
function startSetup(seconds: number) {
  const log = path.join(folder, 'log');
  const runner = JSON.stringify(path.resolve('scripts/setup/runner.mjs'));
  const display = JSON.stringify(path.resolve('scripts/setup/display.mjs'));
  const child = `require('fs').appendFileSync(${JSON.stringify(log)}, 'two starts ' + process.pid + '\\n'); setTimeout(() => require('fs').appendFileSync(${JSON.stringify(log)}, 'two ends\\n'), ${seconds * 1000})`;
  const program = `
    import fs from 'node:fs';
    import { runSteps } from ${runner};
    import { Display } from ${display};
    const steps = [
      { id: 'one', title: 'one', key: () => '1', run: async () => fs.appendFileSync(${JSON.stringify(log)}, 'one\\n') },
      { id: 'two', title: 'two', key: () => '2', run: async ({ children }) => {
        await children.run(process.execPath, ['-e', ${JSON.stringify(child)}], { failure: 'Two failed.' }); } },
    ];
    await runSteps(steps, { folder: ${JSON.stringify(folder)}, console: new Display({ format: 'quiet' }) })
      .catch((error) => { console.error(error.message); process.exitCode = 130; });`;
  const process_ = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  let said = '';
  process_.stderr.on('data', (text) => {
    said += text;
  });
  const ended = new Promise<{ status: number | null; said: string }>((resolve) => {
    process_.on('close', (status) => resolve({ status, said }));
  });
  return { process: process_, ended };
}

const logged = () => {
  const file = path.join(folder, 'log');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
};

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const secondStepStarted = () => logged().some((line) => line.startsWith('two starts'));
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe('an interrupted set-up', () => {
  it('killed outright, goes on where it was, and the orphan it left is ended first', async () => {
    const first = startSetup(60);
    await until(secondStepStarted);
    first.process.kill('SIGKILL');
    await first.ended;
    const orphan = Number(logged()[1]!.split(' ').pop());
    expect(alive(orphan)).toBe(true);
    const second = startSetup(0);
    expect((await second.ended).status).toBe(0);
    await until(() => !alive(orphan));
    expect(logged().map((line) => line.replace(/ \d+$/, ''))).toEqual([
      'one',
      'two starts',
      'two starts',
      'two ends',
    ]);
  });

  it('stopped with Ctrl-C, ends its child, says so in a sentence and goes on next time', async () => {
    const first = startSetup(60);
    await until(secondStepStarted);
    first.process.kill('SIGINT');
    const { status, said } = await first.ended;
    expect(status).toBe(130);
    expect(said.trim()).toBe('Set-up was stopped; the same command goes on from here.');
    expect(alive(Number(logged()[1]!.split(' ').pop()))).toBe(false);
    expect((await startSetup(0).ended).status).toBe(0);
    expect(logged().filter((line) => line === 'one')).toHaveLength(1);
  });
});

it('two set-ups at once wait for each other and do each step once', async () => {
  const [first, second] = [startSetup(0.5), startSetup(0.5)];
  const ends = await Promise.all([first.ended, second.ended]);
  expect(ends.map((end) => end.status)).toEqual([0, 0]);
  expect(logged().map((line) => line.replace(/ \d+$/, ''))).toEqual(['one', 'two starts', 'two ends']);
});
