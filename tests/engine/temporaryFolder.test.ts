import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-temporary-'));
  // As /tmp is: everyone may write, and remove their own.
  fs.chmodSync(folder, 0o1777);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Root may remove anything, so it becomes nobody; that needs a checkout others may read. */
const nobody = process.getuid!() === 0 ? { uid: 65534, gid: 65534 } : {};
const canBeNobody = spawnSync(
  process.execPath,
  [path.resolve('node_modules/typescript/lib/typescript.js')],
  nobody,
);
const user: { uid?: number; gid?: number } = canBeNobody.status === 0 ? nobody : {};

const runChild = (...args: string[]) =>
  spawnSync(
    process.execPath,
    ['--require', './tests/typescript.cjs', path.join(__dirname, 'loadingChild.ts'), ...args],
    { ...user, encoding: 'utf8', env: { ...process.env, TMPDIR: folder, HOME: folder } },
  );

it('is left empty: by a process that ends, by one that fails to load, and of one that was killed', () => {
  const killed = runChild('killed');
  expect(killed.signal, killed.stderr).toBe('SIGKILL');
  const leftover = fs.readdirSync(folder);
  expect(leftover.length).toBe(1);
  expect(leftover[0]).toMatch(new RegExp(`^pretraining-lab-graph-${killed.pid}-`));
  expect(fs.readdirSync(path.join(folder, leftover[0]))).toEqual(['saved_model.pb']);

  const others = [
    // A process that lives, a dead one's folder that belongs to this user and not to nobody, and no folder of ours.
    `pretraining-lab-graph-${process.pid}-living`,
    ...('uid' in user ? [`pretraining-lab-graph-${killed.pid}-foreign`] : []),
    'something-else',
  ].sort();
  for (const name of others) fs.mkdirSync(path.join(folder, name));
  // The living one's is the child's own: it could remove it.
  if (user.uid && user.gid)
    fs.chownSync(path.join(folder, `pretraining-lab-graph-${process.pid}-living`), user.uid, user.gid);
  const { stdout, stderr, status } = runChild();
  expect(status, stderr).toBe(0);
  const { result, refusal, left } = JSON.parse(stdout);
  expect(result).toBe(42);
  expect(refusal).not.toBe('');
  expect(left).toEqual(others);
});
