import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { npmCommand } from '../../scripts/setup/packages.mjs';
import { tf } from '../../src/engine/native';

const root = path.resolve('.');
const check = path.join(root, 'scripts/setup/checkEngine.mjs');
const load = createRequire(path.join(root, 'package.json'));

describe('the engine', () => {
  it('is the very one danfo computes with', () => {
    const danfo = load('danfojs-node') as { tensorflow: typeof tf };
    expect(danfo.tensorflow).toBe(load('@tensorflow/tfjs-node-gpu'));
    expect(danfo.tensorflow.backend()).toBe(tf.backend());
  });

  it('starts without a word on stderr, and speaks when it is let', () => {
    const environment = { ...process.env };
    delete environment.TF_CPP_MIN_LOG_LEVEL;
    const quiet = spawnSync(process.execPath, [check], { encoding: 'utf8', env: environment });
    expect([quiet.status, quiet.stderr]).toEqual([0, '']);
    // Only the level decides: nothing is thrown away behind TensorFlow's back.
    const open = spawnSync(process.execPath, [check], {
      encoding: 'utf8',
      env: { ...environment, TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: '1' },
    });
    if (process.platform === 'linux') expect(open.stderr).toContain('oneDNN custom operations are on');
  });

  it('still reports errors of the native library', () => {
    expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))).toThrow();
    const script = `
      process.env.TF_CPP_MIN_LOG_LEVEL = '2';
      const util = require('util'); util.isNullOrUndefined = (v) => v == null;
      const tf = require('@tensorflow/tfjs-node-gpu');
      tf.backend().binding.loadSavedModel('/nowhere', 'serve', '');`;
    const run = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain('Could not find SavedModel');
  });
});

/** Node of another major version, from the npm package of this platform; undefined where it cannot be had. */
function otherNode(major: number): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const home = path.join(root, `.lab/cache/node-${major}`);
  const node = path.join(home, 'node_modules', name, 'bin/node');
  if (!fs.existsSync(node)) {
    const [npm, ...first] = npmCommand() as [string, ...string[]];
    fs.mkdirSync(home, { recursive: true });
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', home];
    spawnSync(npm, [...first, 'install', ...options, `${name}@${major}`], { cwd: home, timeout: 240_000 });
  }
  return fs.existsSync(node) ? node : undefined;
}

describe.each([22, 24])('Node %i', (major) => {
  it('loads the addon compiled here, adds, and warns of nothing', ({ skip }) => {
    const node = otherNode(major);
    if (!node) {
      console.warn(`Node ${major} could not be fetched from the npm registry: not tried with it.`);
      skip();
      return;
    }
    const run = spawnSync(node, [check], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout).node).toMatch(new RegExp(`^v${major}\\.`));
  });
});
