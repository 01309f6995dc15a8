#!/usr/bin/env node
// @ts-check
/** Measures 'npm start' as a stranger has it: a fresh clone, on a machine that does nothing else. README shows the result. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './setup.mjs';

const git = (/** @type {string[]} */ ...words) =>
  execFileSync('git', words, { cwd: projectRoot, encoding: 'utf8' }).trim();
if (git('status', '--porcelain') !== '') {
  process.stderr.write('Commit first: what is measured is the last commit.\n');
  process.exit(1);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-start-'));
git('clone', '--quiet', projectRoot, folder);
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('LAB_') && !name.startsWith('npm_')),
);
const begun = performance.now();
const seconds = () => Math.round((performance.now() - begun) / 100) / 10;
const child = spawn('npm', ['start'], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
let setUp = 0;
let firstTrial = 0;
/** @param {Buffer} chunk */
const watch = (chunk) => {
  const text = String(chunk);
  process.stderr.write(text);
  if (/Set-up complete/.test(text)) setUp ||= seconds();
  if (/labels {2}█/.test(text)) firstTrial ||= seconds();
};
child.stdout.on('data', watch);
child.stderr.on('data', watch);
child.on('close', (code) => {
  const took = seconds();
  fs.rmSync(folder, { recursive: true, force: true });
  if (code !== 0) {
    process.stderr.write(`npm start ended with ${code}: nothing is written.\n`);
    process.exit(1);
  }
  const measured = {
    ...{ measured: new Date().toISOString().slice(0, 10), commit: git('rev-parse', 'HEAD') },
    ...{ seconds: took, setUpSeconds: setUp, firstTrialSeconds: firstTrial },
    ...{
      cores: os.availableParallelism(),
      processor: os.cpus()[0]?.model ?? 'unknown',
      node: process.version,
    },
  };
  fs.writeFileSync(
    path.join(projectRoot, 'docs', 'start-time.json'),
    `${JSON.stringify(measured, null, 2)}\n`,
  );
});
