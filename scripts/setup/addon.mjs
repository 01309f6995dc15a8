// @ts-check
/**
 * The step that compiles the native addon of tfjs-node-gpu against TensorFlow's library; where no compiler or Python
 * is at hand, it tries the package's own prebuilt binary instead.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath } from './children.mjs';
import { SetupFailure } from './failure.mjs';
import { pythonsOnPath } from './python.mjs';
import { hashFiles, keyOf } from './stamps.mjs';
import { libraryFolder, libraryKey, libraryNames, usesPrebuilt } from './tensorflow.mjs';

const packageFolder = 'node_modules/@tensorflow/tfjs-node-gpu';
const addonFolder = `${packageFolder}/lib/napi-v8`;
const sources = [`${packageFolder}/binding`, 'scripts/addon', 'node_modules/node-api-headers/include'];

/** The C++ compiler: CXX if set, else the first found. */
export function findCompiler(env = process.env) {
  return onPath(env.CXX ? [env.CXX] : ['g++', 'c++', 'clang++'], env);
}

/**
 * One sentence naming everything that is missing.
 * @param {{ compiler: boolean, python: boolean }} found
 */
export function whatToInstall(found) {
  const missing = [
    ...(found.compiler ? [] : ['a C++ compiler']),
    ...(found.python ? [] : ['Python 3.10 or newer']),
  ];
  const names = (/** @type {string} */ compiler, /** @type {string} */ python) =>
    [...(found.compiler ? [] : [compiler]), ...(found.python ? [] : [python])].join(' ');
  const mac = [
    ...(found.compiler ? [] : ['xcode-select --install']),
    ...(found.python ? [] : ['brew install python']),
  ];
  return (
    `The engine needs ${missing.join(' and ')}: install with ` +
    `apt install ${names('g++', 'python3 python3-venv')} (Debian, Ubuntu), ` +
    `dnf install ${names('gcc-c++', 'python3')} (Fedora, RHEL) or ${mac.join(' and ')} (macOS), then try again.`
  );
}

/**
 * @typedef {{ root: string, folder: string, choose: () => import('./tensorflow.mjs').Choice,
 *   python: () => unknown, compiler: () => string | undefined }} Setting
 */

/**
 * Tries the prebuilt binary where the addon cannot be compiled. Runs before anything big is fetched, so that a missing
 * compiler is told in seconds.
 * @param {Setting} setting
 * @returns {import('./runner.mjs').Step}
 */
export function toolchainStep({ root, python, compiler, choose }) {
  const addon = path.join(root, addonFolder, 'tfjs_binding.node');
  const seen = () => `${compiler() ?? ''}:${pythonsOnPath()}`;
  return {
    id: 'toolchain',
    title: 'C++ compiler and Python',
    key: () => keyOf('toolchain', hashFiles(root, [`${packageFolder}/package.json`])),
    present: (stamp) => {
      // Once the engine is built the compiler may go; once there is a compiler the prebuilt engine may.
      if (stamp.facts.engine === 'build') return fs.existsSync(addon) || compiler() !== undefined;
      return fs.existsSync(addon) && choose().wish === null && stamp.facts.seen === seen();
    },
    async run({ children, note }) {
      const found = { compiler: compiler() !== undefined, python: python() !== undefined };
      if (found.compiler && found.python) return { engine: 'build' };
      if (choose().wish !== null) throw new SetupFailure(whatToInstall(found));
      note('Not both at hand: trying the prebuilt engine that the package offers for download.');
      await fetchPrebuilt(root, children, whatToInstall(found));
      return { engine: 'prebuilt', seen: seen() };
    },
  };
}

/**
 * @param {string} root
 * @param {import('./children.mjs').Children} children
 * @param {string} failure
 */
async function fetchPrebuilt(root, children, failure) {
  const bins = path.join(root, 'node_modules/.bin');
  await children.run(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
    cwd: path.join(root, packageFolder),
    env: { ...process.env, PATH: `${bins}${path.delimiter}${process.env.PATH ?? ''}` },
    timeoutSeconds: 600,
    failure,
  });
  await checkEngine(root, children, failure);
}

/**
 * Loads the addon in a process of its own and adds two numbers.
 * @param {string} root
 * @param {import('./children.mjs').Children} children
 * @param {string} failure
 * @returns {Promise<Record<string, unknown>>}
 */
export async function checkEngine(root, children, failure) {
  const script = path.join(root, 'scripts/setup/checkEngine.mjs');
  return JSON.parse(
    await children.run(process.execPath, [script], { cwd: root, failure, timeoutSeconds: 120 }),
  );
}

/** The engine is Node-API only, so one build serves every version of Node. */
function addonKey(
  /** @type {string} */ root,
  /** @type {import('./tensorflow.mjs').Choice} */ choice,
  /** @type {string} */ library,
) {
  const script = fileURLToPath(import.meta.url);
  // The library's folder counts: it is linked by absolute path.
  return keyOf(
    'addon',
    process.platform,
    process.arch,
    libraryKey(choice),
    library,
    hashFiles(root, sources),
    hashFiles(path.dirname(script), ['addon.mjs']),
  );
}

/**
 * @param {Setting} setting
 * @returns {import('./runner.mjs').Step}
 */
export function addonStep({ root, folder, choose, compiler }) {
  const target = path.join(root, addonFolder, 'tfjs_binding.node');
  return {
    id: 'addon',
    title: 'Native engine (compiled and tried)',
    key: () => addonKey(root, choose(), libraryFolder(folder, choose())),
    present: (stamp, stamps) => fs.existsSync(target) && (!stamp.facts.skipped || usesPrebuilt(stamps)),
    async run({ children, stamps }) {
      if (usesPrebuilt(stamps)) return { skipped: 'downloaded ready-made' };
      const command = compiler();
      if (!command) throw new SetupFailure(whatToInstall({ compiler: false, python: true }));
      const library = libraryFolder(folder, choose());
      const partial = path.join(root, `${addonFolder}.partial`);
      fs.rmSync(partial, { recursive: true, force: true });
      fs.mkdirSync(partial, { recursive: true });
      for (const args of compilations(root, library, partial)) {
        await children.run(command, args, {
          cwd: root,
          failure: `${command} could not compile the native engine: install a compiler with C++17 (g++ 8 or newer, clang++ 7 or newer) or name another in CXX.`,
        });
      }
      fs.mkdirSync(path.join(root, addonFolder), { recursive: true });
      // Each by rename: a process that has the old engine loaded keeps it.
      for (const name of fs.readdirSync(partial).sort()) {
        fs.renameSync(path.join(partial, name), path.join(root, addonFolder, name));
      }
      fs.rmSync(partial, { recursive: true, force: true });
      const engine = await checkEngine(
        root,
        children,
        'The native engine was compiled but does not run: TensorFlow needs a processor with AVX and glibc 2.27 or newer; set LAB_TENSORFLOW to a folder with a library made for this machine.',
      );
      return { engine: 'built', compiler: command, ...engine };
    },
  };
}

/**
 * The compiler's command lines: first the little library that quiets TensorFlow's start, then the addon.
 * @param {string} root
 * @param {string} library
 * @param {string} output
 */
function compilations(root, library, output) {
  const mac = process.platform === 'darwin';
  const common = ['-O2', '-std=c++17', '-shared', '-fPIC', `-I${path.join(library, 'include')}`];
  const against = mac
    ? [
        path.join(library, libraryNames.main),
        path.join(library, libraryNames.framework),
        '-undefined',
        'dynamic_lookup',
      ]
    : [`-L${library}`, `-l:${libraryNames.main}`, `-l:${libraryNames.framework}`];
  const binding = path.join(root, packageFolder, 'binding');
  const addon = [
    ...common,
    '-DNAPI_VERSION=8',
    '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    '-DBUILDING_NODE_EXTENSION',
    `-I${path.join(root, 'node_modules/node-api-headers/include')}`,
    `-I${binding}`,
    ...['-include', path.join(root, 'scripts/addon/ownMemory.h')],
    ...fs
      .readdirSync(binding)
      .filter((name) => name.endsWith('.cc'))
      .map((name) => path.join(binding, name)),
  ];
  const result = ['-o', path.join(output, 'tfjs_binding.node')];
  if (mac) return [[...addon, ...against, `-Wl,-rpath,${library}`, ...result]]; // not yet run on a Mac
  const quiet = [
    ...common,
    path.join(root, 'scripts/addon/quietStart.cc'),
    `-L${library}`,
    `-l:${libraryNames.framework}`,
    `-Wl,-rpath,${library}`,
    '-Wl,-z,initfirst',
    '-o',
    path.join(output, 'libquiet_start.so'),
  ];
  const withQuiet = ['-Wl,--no-as-needed', `-L${output}`, '-lquiet_start', '-Wl,-rpath,$ORIGIN'];
  return [quiet, [...addon, ...withQuiet, ...against, `-Wl,-rpath,${library}`, ...result]];
}
