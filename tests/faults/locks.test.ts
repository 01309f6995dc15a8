import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFolderLock } from '../../src/data/folderLock';
import { StoppedError } from '../../src/errors';
import { setNoticeSink } from '../../src/notices';
import { takeProcessLock } from '../../src/processLock';
import { takeLock } from '../../src/runner/runLock';
import { clearStop, requestStop } from '../../src/stop';
import { figure, times } from './figures';

let folder = '';
let lock = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-locks-'));
  lock = path.join(folder, '.lock');
});
afterEach(() => {
  clearStop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What a lock of this process holds, to be changed into another's. */
function ownHolder(): Record<string, unknown> {
  const taken = takeLock(path.join(folder, 'probe'))!;
  const [name] = fs.readdirSync(path.join(folder, 'probe'));
  const holder = JSON.parse(fs.readFileSync(path.join(folder, 'probe', name!), 'utf8'));
  taken.release();
  return holder;
}

function leave(content: string, ageSeconds = 0): void {
  fs.mkdirSync(lock);
  const file = path.join(lock, 'of-another');
  fs.writeFileSync(file, content);
  const then = new Date(Date.now() - ageSeconds * 1000);
  fs.utimesSync(file, then, then);
}

const isTaken = () => 'lock' in takeProcessLock(lock);

describe('a lock that is left', () => {
  it.each([
    ['as an empty file, by a full disk', () => fs.writeFileSync(lock, '')],
    ['as a file of an earlier version', () => fs.writeFileSync(lock, '999999999')],
    ['as an empty folder', () => fs.mkdirSync(lock)],
    ['with nothing in it', () => leave('')],
    ['with half of what it held', () => leave(JSON.stringify(ownHolder()).slice(0, 20))],
    ['by a process that ended', () => leave(JSON.stringify({ ...ownHolder(), pid: 2 ** 22 + 1 }))],
    [
      'by a process whose id another one has now',
      () => leave(JSON.stringify({ ...ownHolder(), pid: 1, started: '1' })),
    ],
    [
      'before the system was started anew',
      () => leave(JSON.stringify({ ...ownHolder(), boot: 'earlier' }), 61),
    ],
    [
      'by a container that is silent',
      () => leave(JSON.stringify({ ...ownHolder(), namespace: 'pid:[1]' }), 301),
    ],
  ])('%s is taken over', (_how, put) => {
    put();
    expect(isTaken()).toBe(true);
  });

  it.each([
    ['this very process', {}, 0],
    [
      'a container that renews it, whose process has the id of one here',
      { namespace: 'pid:[1]', started: '1' },
      20,
    ],
    ['another machine, with its clock ahead', { boot: 'other', host: 'elsewhere' }, -200],
  ])('by %s is not', (_whose, change, age) => {
    leave(JSON.stringify({ ...ownHolder(), ...change }), age);
    expect(isTaken()).toBe(false);
  });
});

it('a lock that cannot be written is refused by the system, and nothing is left', () => {
  const absent = path.join(folder, 'absent', '.lock');
  expect(() => takeProcessLock(absent)).toThrow(/ENOENT/);
  expect(fs.readdirSync(folder)).toEqual([]);
});

it('what killed processes left of their attempts is removed by the next holder', () => {
  fs.mkdirSync(`${lock}.partial-${2 ** 22 + 1}-a-0`);
  fs.mkdirSync(`${lock}.partial-${process.pid}-b-0`);
  takeLock(lock)!.release();
  expect(fs.readdirSync(folder)).toEqual([`.lock.partial-${process.pid}-b-0`]);
});

it('who waits is told for whom and since when, and obeys Ctrl-C within a second', async () => {
  const said: string[] = [];
  setNoticeSink((sentence) => said.push(sentence));
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const stat = fs.readFileSync(`/proc/${other.pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  leave(JSON.stringify({ ...ownHolder(), pid: other.pid, started, since: new Date(2026, 0, 1, 12, 30, 5) }));
  const waiting = withFolderLock(folder, async () => 'done');
  while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(said).toEqual([`Waiting for process ${other.pid} since 12:30:05, which is at work in ${folder}.`]);
  requestStop();
  const asked = performance.now();
  await expect(waiting).rejects.toThrow(StoppedError);
  expect(performance.now() - asked).toBeLessThan(1000);
  clearStop();
  const next = withFolderLock(folder, async () => 'done');
  other.kill('SIGKILL');
  expect(await next).toBe('done');
  expect(fs.readdirSync(folder)).toEqual([]);
});

const rounds = times(40, 6);
it(`of three holders that take turns ${rounds} times over, with one killed each time, no two meet`, async () => {
  const script = path.join(__dirname, 'holder.cjs');
  let turns = 0;
  for (let round = 0; round < rounds; round++) {
    // A dead holder's lock stands there at the start, so that all three try to take it over.
    spawnSync(process.execPath, [script, folder, '1', 'killed']);
    expect(fs.existsSync(lock)).toBe(true);
    const holders = ['lives', 'lives', 'killed'].map(async (end) => {
      const child = spawn(process.execPath, [script, folder, '40', end]);
      let said = '';
      child.stdout.on('data', (text) => {
        said += text;
      });
      await new Promise((resolve) => child.on('close', resolve));
      return said;
    });
    expect(await Promise.all(holders)).toEqual(['0', '0', '']);
    turns += 3 * 40;
  }
  figure('Three processes that take one lock in turns, one killed while it holds it', {
    tried: `${rounds} rounds, ${turns} turns`,
    seen: 'never two at once; the killed holder is taken over each time',
  });
});
