import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { interruptible } from '../src/interruptible';

it('gives what the work gives and throws what it throws, also one inside another', () => {
  expect(interruptible(() => interruptible(() => 2) + 1)).toBe(3);
  expect(() =>
    interruptible(() => {
      throw new RangeError('as it is');
    }),
  ).toThrow(RangeError);
});

it('ends at once on Ctrl-C, though the work never waits', async () => {
  const program = `
    const { interruptible } = require('./src/interruptible.ts');
    process.on('SIGINT', () => console.log('heard'));
    console.log('begins');
    try { interruptible(() => { for (;;); }); } catch (error) { console.log(error.name); }
    setTimeout(() => console.log('goes on'), 10);`;
  const root = path.join(__dirname, '..');
  const loader = path.join(__dirname, 'typescript.cjs');
  const child = spawn(process.execPath, ['--require', loader, '-e', program], { cwd: root });
  let printed = '';
  child.stdout.on('data', (text) => {
    if (printed === '') setTimeout(() => child.kill('SIGINT'), 100);
    printed += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(printed.trim().split('\n')).toEqual(['begins', 'StoppedError', 'goes on']);
}, 20_000);
