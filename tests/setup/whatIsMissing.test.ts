import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCompiler, whatToInstall } from '../../scripts/setup/addon.mjs';
import { Children } from '../../scripts/setup/children.mjs';
import { SetupFailure } from '../../scripts/setup/failure.mjs';
import { checkNode, installedAsLocked, nodeIsRecentEnough } from '../../scripts/setup/packages.mjs';
import { createEnvironment, findPython } from '../../scripts/setup/python.mjs';
import { chooseLibrary, libraryNames } from '../../scripts/setup/tensorflow.mjs';

const root = path.resolve('.');
let folder: string;
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'lab-setup-')));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes a program that sh runs. */
function program(name: string, script: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

describe('Node', () => {
  it('is accepted where it can require ES modules', () => {
    const accepted = ['20.19.0', '22.12.0', '23.0.0', '24.9.0'];
    const refused = ['18.20.8', '20.18.3', '21.7.3', '22.11.0'];
    expect([...accepted, ...refused].filter((version) => nodeIsRecentEnough(version))).toEqual(accepted);
  });

  it('that is too old is refused in one sentence', () => {
    expect(() => checkNode('18.20.8')).toThrow(/^Node 18\.20\.8 is too old: install Node 20\.19/);
  });
});

describe('npm packages', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/only-mac': { version: '1.0.0', optional: true },
  };
  const write = (installed: object | undefined) => {
    fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    const hidden = path.join(folder, 'node_modules/.package-lock.json');
    if (installed) fs.writeFileSync(hidden, JSON.stringify({ packages: installed }));
    else fs.rmSync(hidden, { force: true });
    return installedAsLocked(folder);
  };

  it('count as installed only in the locked versions, other platforms aside', () => {
    fs.mkdirSync(path.join(folder, 'node_modules/a'), { recursive: true });
    expect(write({ 'node_modules/a': locked['node_modules/a'] })).toBe(false); // its folder is empty
    fs.writeFileSync(path.join(folder, 'node_modules/a/package.json'), '{}');
    expect(write({ 'node_modules/a': locked['node_modules/a'] })).toBe(true);
    expect(write({ 'node_modules/a': { version: '1.0.1', integrity: 'y' } })).toBe(false);
    expect(write({})).toBe(false);
    expect(write(undefined)).toBe(false); // an interrupted npm ci
  });
});

describe('LAB_TENSORFLOW', () => {
  it('names a folder with the library, or the one above it', () => {
    const library = path.join(folder, 'tensorflow');
    fs.mkdirSync(path.join(library, 'include/tensorflow/c'), { recursive: true });
    for (const name of [libraryNames.main, libraryNames.framework, 'include/tensorflow/c/c_api.h']) {
      fs.writeFileSync(path.join(library, name), '');
    }
    const chosen = { kind: 'folder', folder: library, wish: library };
    expect(chooseLibrary(library, undefined)).toEqual(chosen);
    expect(chooseLibrary(folder, undefined)).toEqual(chosen);
    // Remembered without the variable, until it is gone or `auto` is asked for.
    expect(chooseLibrary(undefined, { wish: library })).toEqual(chosen);
    expect(chooseLibrary('auto', { wish: library })).toMatchObject({ wish: null });
    fs.rmSync(library, { recursive: true });
    expect(chooseLibrary(undefined, { wish: library })).toMatchObject({ wish: null });
  });

  it('with a folder that holds no library is refused in one sentence before anything is done', () => {
    const run = spawnSync(process.execPath, [path.join(root, 'scripts/setup.mjs')], {
      env: { ...process.env, LAB_TENSORFLOW: folder },
      encoding: 'utf8',
    });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toContain(`LAB_TENSORFLOW=${folder} is neither cpu, gpu, auto nor a folder with`);
  });
});

describe('Python', () => {
  it('older than 3.10 is passed over', () => {
    program('python3', 'echo 3.9.18');
    program('python3.12', 'echo 3.12.1');
    const found = findPython({ PATH: `${folder}:/bin` });
    expect(found).toEqual({ command: path.join(folder, 'python3.12'), version: '3.12.1' });
    expect(findPython({ PATH: folder, LAB_PYTHON: path.join(folder, 'python3') })).toBeUndefined();
  });

  it('without ensurepip gets its environment filled by its own pip', async () => {
    const log = path.join(folder, 'log');
    // As Debian's python3 without python3-venv: venv fails unless --without-pip is given.
    const python = program(
      'python3',
      `echo "$@" >> ${log}; case "$*" in "-m venv ${folder}/env") exit 1;; esac`,
    );
    await createEnvironment(python, path.join(folder, 'env'), new Children());
    expect(fs.readFileSync(log, 'utf8').trim().split('\n')).toEqual([
      `-m venv ${folder}/env`,
      `-m venv --without-pip ${folder}/env`,
      `-m pip --python ${folder}/env/bin/python install --no-input pip`,
    ]);
  });

  it('that can make no environment at all is told how in one sentence', async () => {
    const python = program('python3', 'exit 1');
    const failing = createEnvironment(python, path.join(folder, 'env'), new Children());
    await expect(failing).rejects.toThrow(/cannot make a virtual environment: .*apt install python3-venv/);
    await expect(failing).rejects.toBeInstanceOf(SetupFailure);
  });
});

describe('a compiler', () => {
  it('is the one CXX names, else g++, c++ or clang++', () => {
    program('clang++', '');
    program('mine', '');
    expect(findCompiler({ PATH: folder })).toBe(path.join(folder, 'clang++'));
    expect(findCompiler({ PATH: folder, CXX: 'mine' })).toBe(path.join(folder, 'mine'));
    expect(findCompiler({ PATH: folder, CXX: 'none' })).toBeUndefined();
  });

  it('and Python are asked for by the package names of each system', () => {
    expect(whatToInstall({ compiler: false, python: true })).toBe(
      'The engine needs a C++ compiler: install with apt install g++ (Debian, Ubuntu), dnf install gcc-c++ (Fedora, RHEL) or xcode-select --install (macOS), then try again.',
    );
    expect(whatToInstall({ compiler: false, python: false })).toContain(
      'apt install g++ python3 python3-venv',
    );
  });

  it('that is missing, with no prebuilt engine to be had, ends set-up in one sentence', () => {
    // A copy of the project with just what this step looks at. The address of the prebuilt binary is one that
    // refuses at once, so that the real installer of the package runs and fails as it does behind a firewall.
    const engine = 'node_modules/@tensorflow/tfjs-node-gpu';
    for (const part of ['scripts', 'package.json', `${engine}/package.json`, `${engine}/scripts`]) {
      fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
    }
    for (const file of ['package-lock.json', 'node_modules/.package-lock.json']) {
      fs.writeFileSync(path.join(folder, file), JSON.stringify({ packages: {} }));
    }
    program('python3', 'echo 3.12.1');
    const run = spawnSync(process.execPath, [path.join(folder, 'scripts/setup.mjs')], {
      env: {
        PATH: `${folder}:/nowhere`,
        HOME: folder,
        NODE_PATH: path.join(root, 'node_modules'),
        CDN_STORAGE: 'https://127.0.0.1:9/',
      },
      encoding: 'utf8',
    });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('trying the prebuilt engine');
    expect(run.stderr).toContain('ECONNREFUSED');
    expect(run.stderr.trim().split('\n').pop()).toBe(whatToInstall({ compiler: false, python: true }));
    expect(fs.readdirSync(path.join(folder, '.lab/stamps'))).toEqual(['packages.json']);
  });
});
