import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkInstallation, examineEngine } from '../../src/cli/health';
import { installationFaults } from '../../src/installation';
import { figure } from './figures';

const repository = path.resolve(__dirname, '../..');
const { writeList, installationFaults: faultsOf } = createRequire(__filename)(
  '../../scripts/setup/installed.cjs',
) as {
  writeList(root: string): void;
  installationFaults(root: string, depth: 'content' | 'size'): string[];
};

const engine = 'node_modules/@tensorflow/tfjs-node-gpu';
let root = '';
const at = (file: string) => path.join(root, file);

function put(file: string, content: string): void {
  fs.mkdirSync(path.dirname(at(file)), { recursive: true });
  fs.writeFileSync(at(file), content);
}

/** A project with everything set-up installs, a few bytes each. */
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-installed-'));
  for (const step of ['packages', 'tensorflow', 'addon', 'kernels'])
    put(`.lab/stamps/${step}.json`, JSON.stringify({ key: step, finished: 'today', facts: {} }));
  const packages = {
    '': {},
    notebooks: {},
    'node_modules/ajv': {},
    'node_modules/ajv/node_modules/inner': {},
    'node_modules/tester': { dev: true },
    [engine]: {},
  };
  put('package-lock.json', JSON.stringify({ packages }));
  put('node_modules/ajv/package.json', '{"main":"lib/ajv.js"}');
  put('node_modules/ajv/lib/ajv.js', 'exports.valid = true;');
  put('node_modules/ajv/README.md', 'read me');
  put('node_modules/ajv/node_modules/inner/index.mjs', 'export default 1;');
  put('node_modules/tester/index.js', 'test');
  put(`${engine}/dist/index.js`, 'engine');
  put(`${engine}/lib/napi-v8/tfjs_binding.node`, 'addon');
  put('.lab/tensorflow/tensorflow/libtensorflow_cc.so.2', 'tensorflow');
  put('.lab/tensorflow/tensorflow/libtensorflow_framework.so.2', 'framework');
  put('.lab/kernels/kernels.node', 'kernels');
  put('.lab/kernels/kernels.json', '{}');
  writeList(root);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** Changes a byte and leaves size and times as they were. */
function flip(file: string): void {
  const { atime, mtime } = fs.statSync(at(file));
  const content = fs.readFileSync(at(file));
  content[0]! ^= 1;
  fs.writeFileSync(at(file), content);
  fs.utimesSync(at(file), atime, mtime);
}

const cases: readonly [string, () => void, string][] = [
  [
    'a byte of the kernel library',
    () => flip('.lab/kernels/kernels.node'),
    '.lab/kernels/kernels.node was changed',
  ],
  [
    'the needs of the kernel library',
    () => put('.lab/kernels/kernels.json', '{"needs":[]}'),
    '.lab/kernels/kernels.json has 12 bytes instead of 2',
  ],
  [
    'a byte of TensorFlow',
    () => flip('.lab/tensorflow/tensorflow/libtensorflow_cc.so.2'),
    '.lab/tensorflow/tensorflow/libtensorflow_cc.so.2 was changed',
  ],
  [
    'a cut TensorFlow',
    () => fs.truncateSync(at('.lab/tensorflow/tensorflow/libtensorflow_framework.so.2'), 3),
    '.lab/tensorflow/tensorflow/libtensorflow_framework.so.2 has 3 bytes instead of 9',
  ],
  [
    'a byte of the addon',
    () => flip(`${engine}/lib/napi-v8/tfjs_binding.node`),
    `${engine}/lib/napi-v8/tfjs_binding.node was changed`,
  ],
  [
    'a library that is gone',
    () => fs.rmSync(at('.lab/kernels'), { recursive: true }),
    '.lab/kernels/kernels.json is missing',
  ],
  [
    'a library too many',
    () => put('.lab/kernels/other.node', 'x'),
    '.lab/kernels/other.node was not installed by set-up',
  ],
  [
    'an edited module of a package',
    () => put('node_modules/ajv/lib/ajv.js', 'exports.valid = null;'),
    'The package node_modules/ajv was changed',
  ],
  [
    'a longer module of a package',
    () => put('node_modules/ajv/lib/ajv.js', 'exports.valid = false;'),
    'The package node_modules/ajv has',
  ],
  [
    'a module too many in a package',
    () => put('node_modules/ajv/lib/index.json', ''),
    'The package node_modules/ajv was changed',
  ],
  [
    'an edited package inside another',
    () => flip('node_modules/ajv/node_modules/inner/index.mjs'),
    'The package node_modules/ajv/node_modules/inner was changed',
  ],
  [
    'a package that is gone',
    () => fs.rmSync(at('node_modules/ajv'), { recursive: true }),
    'The package node_modules/ajv is missing',
  ],
  ["the engine's JavaScript", () => flip(`${engine}/dist/index.js`), `The package ${engine} was changed`],
  ['no list at all', () => fs.rmSync(at('.lab/installed.json')), 'There is no list of what set-up installed'],
  [
    'half a list',
    () => fs.truncateSync(at('.lab/installed.json'), 100),
    'There is no list of what set-up installed',
  ],
];

describe(`of ${cases.length} changes to what set-up installed`, () => {
  it.each(cases)('%s is found and named, with its remedy', (_what, change, begins) => {
    expect(installationFaults(root)).toEqual([]);
    change();
    const [first] = installationFaults(root);
    expect(first!.startsWith(begins), first).toBe(true);
    expect(first).toMatch(/: (?:remove|run) .*npm run setup.*\.$/);
    expect(checkInstallation(root)[0]).toMatchObject({ state: 'broken' });
  });

  it('none is made by notes, tests and packages for development', () => {
    put('node_modules/ajv/README.md', 'other words');
    put('node_modules/tester/index.js', 'other');
    expect(installationFaults(root)).toEqual([]);
    figure('A change to a library or package that set-up installed', {
      tried: `${cases.length} kinds, times and sizes kept where they could be`,
      seen: 'each named with its remedy by lab doctor and lab verify',
    });
  });
});

it('another run of one step does not make a change elsewhere look installed', () => {
  flip('node_modules/ajv/lib/ajv.js');
  flip('.lab/kernels/kernels.node');
  put('.lab/stamps/kernels.json', JSON.stringify({ key: 'kernels', finished: 'later', facts: {} }));
  writeList(root);
  expect(installationFaults(root)).toHaveLength(1);
  expect(installationFaults(root)[0]).toContain('The package node_modules/ajv was changed');
});

it('libraries that are cut off are told by their size alone, before they could end a process', () => {
  flip('.lab/kernels/kernels.node');
  expect(faultsOf(root, 'size')).toEqual([]);
  fs.truncateSync(at('.lab/kernels/kernels.node'), 1);
  expect(faultsOf(root, 'size')[0]).toContain('kernels.node has 1 bytes instead of 7');
});

describe('a doctor of a lab', () => {
  /** A copy of this lab with an installation of its own, whose parts can be damaged. */
  function copiedLab(): string {
    const copy = at('lab');
    for (const part of [
      'dist',
      'scripts',
      'package.json',
      'package-lock.json',
      'src/engine/native',
      '.lab/stamps',
      '.lab/kernels',
    ])
      fs.cpSync(path.join(repository, part), path.join(copy, part), { recursive: true });
    for (const part of ['node_modules', '.lab/python', '.lab/tensorflow'])
      fs.symlinkSync(path.join(repository, part), path.join(copy, part));
    return copy;
  }

  it('whose kernels are cut off survives them and says so', () => {
    const copy = copiedLab();
    const kernels = path.join(copy, '.lab/kernels/kernels.node');
    if (!fs.existsSync(kernels)) return;
    fs.truncateSync(kernels, 5000);
    const { fingerprint, checks } = examineEngine(copy);
    expect(fingerprint).toBeNull();
    expect(checks.at(-1)).toMatchObject({ part: 'own kernels', state: 'broken' });
    expect(checks.at(-1)!.found).not.toBe('');
    const doctor = spawnSync(process.execPath, [path.join(copy, 'scripts/lab.mjs'), 'doctor'], {
      encoding: 'utf8',
    });
    expect(doctor.status).toBe(1);
    expect(doctor.stdout).toContain('✗ own kernels');
    expect(doctor.stderr).toBe('');
  });

  it('without a single package speaks', () => {
    const copy = copiedLab();
    fs.rmSync(path.join(copy, 'node_modules'));
    const doctor = spawnSync(process.execPath, [path.join(copy, 'scripts/lab.mjs'), 'doctor'], {
      encoding: 'utf8',
    });
    expect(doctor.status).toBe(1);
    expect(doctor.stdout).toMatch(/✗ engine .*Cannot find/);
    expect(doctor.stdout).toContain('npm run setup');
  });
});
