import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { loadTensors } from '../../src/training/checkpoint';
import { figure, times } from './figures';

const kills = times(200, 8);
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-saving-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Starts saving at a version and kills at a moment after the first save; the last version begun and done. */
async function killed(file: string, first: number, milliseconds: number) {
  const child = spawn(process.execPath, [path.join(__dirname, 'savingForever.js'), file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const started = new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes('done')) resolve();
    });
  });
  const end = new Promise<string | null>((resolve) => {
    child.on('close', (_, signal) => resolve(signal));
  });
  await Promise.race([started, end]);
  await sleep(milliseconds);
  child.kill('SIGKILL');
  expect(await end).toBe('SIGKILL');
  const last = (word: string) =>
    Number([...output.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? first - 1);
  return { begun: last('begin'), done: last('done') };
}

it(`after ${kills} kill -9 inside a save, the newest complete checkpoint is there and whole`, async () => {
  const random = seededRandom('kills while saving');
  const file = path.join(folder, 'state.safetensors');
  let [version, within, newer] = [0, 0, 0];
  let tried = 0;
  // A kill between two saves tries nothing, and how often that happens is up to the disk: until enough fell inside one.
  while (within < kills && tried < 20 * kills) {
    tried++;
    const { begun, done } = await killed(file, version + 1, random.uniform() * 60);
    const { tensors, metadata } = loadTensors(file);
    version = Number(metadata.version);
    // A save that ended but could not say so any more is the newest complete one.
    expect([done, begun]).toContain(version);
    expect(version).toBeGreaterThanOrEqual(done);
    const values = tensors.weights!.values;
    expect(values.length).toBe(1_000_000);
    expect(values.every((value) => value === version)).toBe(true);
    if (begun > done) within++;
    if (version > done) newer++;
  }
  expect(within).toBe(kills);
  figure('kill -9 while a checkpoint is saved', {
    tried: `${tried} at random moments, ${within} of them inside a save`,
    seen: `0 files that cannot be loaded, 0 older than the newest complete one (${newer} complete but not yet reported)`,
  });
});
