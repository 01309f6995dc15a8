import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { verifyFolder } from '../../src/runner/verifyFolder';
import { freshFolder } from '../runner/toyStudy';

beforeEach(() => {
  vi.stubEnv('LAB_HOME', freshFolder());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A process that makes a folder for a verification, and then waits to be killed. */
async function verifying(): Promise<{ folder: string; kill: () => Promise<void> }> {
  const program = `console.log(require(${JSON.stringify(path.resolve('dist/runner/verifyFolder'))}).verifyFolder('toy').folder); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const folder = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { folder, kill };
}

it('a killed verification leaves its folder to the next one, which takes it away; living and kept ones stay', async () => {
  const [killed, living] = [await verifying(), await verifying()];
  fs.writeFileSync(path.join(killed.folder, 'run'), 'x'.repeat(1000));
  await killed.kill();
  const kept = verifyFolder('toy');
  kept.done(true);
  expect(fs.existsSync(killed.folder)).toBe(false);
  const next = verifyFolder('toy');
  expect([living.folder, kept.folder, next.folder].map((folder) => fs.existsSync(folder))).toEqual([
    true,
    true,
    true,
  ]);
  next.done(false);
  expect(fs.existsSync(next.folder)).toBe(false);
  await living.kill();
});

it('a folder that was given is neither made nor deleted', () => {
  const given = freshFolder();
  const place = verifyFolder('toy', given);
  place.done(false);
  expect(fs.readdirSync(given)).toEqual([]);
});
