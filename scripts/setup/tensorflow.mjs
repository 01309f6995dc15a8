// @ts-check
/**
 * The step that fetches TensorFlow's native library: taken out of the wheel that PyPI serves, whose Python part is
 * never imported, so the wheel's Python version need not be the user's.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupFailure } from './failure.mjs';
import { environmentPython } from './python.mjs';
import { keyOf } from './stamps.mjs';

/** The version everything is measured with. */
export const tensorflowVersion = '2.21.0';

/** Wheels that carry the library. Checked: linux-x64. The other two were seen to hold the files, not run. */
const wheels = {
  'linux-x64': { cpu: 'tensorflow-cpu', gpu: 'tensorflow', tag: 'manylinux_2_27_x86_64' },
  'linux-arm64': { cpu: 'tensorflow', tag: 'manylinux_2_27_aarch64' },
  'darwin-arm64': { cpu: 'tensorflow', tag: 'macosx_12_0_arm64' },
};
const platform = `${process.platform}-${process.arch}`;
/** @type {{ cpu: string, gpu?: string, tag: string } | undefined} */
export const wheelHere = wheels[/** @type {keyof typeof wheels} */ (platform)];

const suffix = (/** @type {string} */ name) =>
  process.platform === 'darwin' ? `${name}.2.dylib` : `${name}.so.2`;
export const libraryNames = {
  main: suffix('libtensorflow_cc'),
  framework: suffix('libtensorflow_framework'),
};

/** An NVIDIA driver, seen without starting a program: Linux itself, or Windows' Linux subsystem. */
export function gpuSeen() {
  return (
    process.platform === 'linux' &&
    (fs.existsSync('/proc/driver/nvidia/version') || fs.existsSync('/usr/lib/wsl/lib/libcuda.so.1'))
  );
}

/** Whether a folder holds both libraries and the headers, as the folder `tensorflow` of a wheel does. */
export function isLibraryFolder(/** @type {string} */ folder) {
  return [libraryNames.main, libraryNames.framework, 'include/tensorflow/c/c_api.h'].every((name) =>
    fs.existsSync(path.join(folder, name)),
  );
}

/**
 * @typedef {{ kind: 'cpu' | 'gpu', wish: string | null } | { kind: 'folder', folder: string, wish: string }} Choice
 *   wish: what the user asked for, null where the choice was ours
 *
 * Which library to use: LAB_TENSORFLOW=cpu|gpu|auto|<folder>; without it what was chosen so before, else the CUDA
 * library where an NVIDIA GPU is seen and the CPU library elsewhere.
 * @param {string | undefined} wish value of LAB_TENSORFLOW
 * @param {Record<string, unknown> | undefined} recorded facts of the step's stamp
 * @returns {Choice}
 * @throws {SetupFailure} if the folder is none of TensorFlow's, or there is no GPU library for this platform
 */
export function chooseLibrary(wish, recorded) {
  if (!wish && typeof recorded?.wish === 'string') {
    try {
      return chooseLibrary(recorded.wish, undefined);
    } catch {
      // the recorded folder is gone: choose afresh
    }
  }
  if (!wish || wish === 'auto') {
    return { kind: gpuSeen() && wheelHere?.gpu ? 'gpu' : 'cpu', wish: null };
  }
  if (wish === 'cpu') return { kind: 'cpu', wish };
  if (wish === 'gpu') {
    if (wheelHere?.gpu) return { kind: 'gpu', wish };
    throw new SetupFailure(
      `LAB_TENSORFLOW=gpu: TensorFlow has no CUDA wheel for ${platform}; use LAB_TENSORFLOW=cpu.`,
    );
  }
  const folder = [wish, path.join(wish, 'tensorflow')].map((one) => path.resolve(one)).find(isLibraryFolder);
  if (folder) return { kind: 'folder', folder, wish: folder };
  throw new SetupFailure(
    `LAB_TENSORFLOW=${wish} is neither cpu, gpu, auto nor a folder with ${libraryNames.main}, ${libraryNames.framework} and include/: name the folder \`tensorflow\` of an installed wheel.`,
  );
}

/** Where the chosen library lies once the step is done. */
export function libraryFolder(/** @type {string} */ folder, /** @type {Choice} */ choice) {
  return choice.kind === 'folder' ? choice.folder : path.join(folder, 'tensorflow/tensorflow');
}

/** Whether the engine was downloaded ready-made, for want of a compiler or Python. */
export const usesPrebuilt = (/** @type {import('./stamps.mjs').Stamps} */ stamps) =>
  stamps.read('toolchain')?.facts.engine === 'prebuilt';

/** What determines the library. */
export function libraryKey(/** @type {Choice} */ choice) {
  if (choice.kind !== 'folder') return keyOf('tensorflow', tensorflowVersion, choice.kind, platform);
  const library = fs.statSync(path.join(choice.folder, libraryNames.main));
  return keyOf('tensorflow', choice.folder, library.size, Math.floor(library.mtimeMs));
}

/**
 * @param {string} folder
 * @param {() => Choice} choose
 * @returns {import('./runner.mjs').Step}
 */
export function tensorflowStep(folder, choose) {
  return {
    id: 'tensorflow',
    title: `TensorFlow ${tensorflowVersion} native library`,
    key: () => libraryKey(choose()),
    present: (stamp, stamps) =>
      stamp.facts.skipped ? usesPrebuilt(stamps) : isLibraryFolder(libraryFolder(folder, choose())),
    async run({ children, stamps }) {
      const choice = choose();
      if (usesPrebuilt(stamps)) return { skipped: 'the prebuilt engine brings its own' };
      if (choice.kind === 'folder') return choice;
      if (!wheelHere) {
        throw new SetupFailure(
          `TensorFlow ${tensorflowVersion} has no wheel for ${platform}: use Linux (x64, arm64; on Windows in WSL 2) or macOS on Apple silicon, or set LAB_TENSORFLOW to a folder with the library.`,
        );
      }
      await fetchWheels(folder, choice.kind, wheelHere, children);
      return choice;
    },
  };
}

/**
 * The lines of tensorflow.txt that ask for a package, with the SHA-256 of its wheels.
 * @param {string} name
 */
export function hashedRequirement(name) {
  const text = fs.readFileSync(new URL('tensorflow.txt', import.meta.url), 'utf8');
  const start = text.indexOf(`\n${name}==${tensorflowVersion} `) + 1;
  if (start === 0)
    throw new SetupFailure(
      `scripts/setup/tensorflow.txt lacks ${name} ${tensorflowVersion}: restore it from git.`,
    );
  const [lines = ''] = text.slice(start).match(/^(?:.*\\\n)*.*/) ?? [];
  return `${lines}\n`;
}

/**
 * @param {string} folder
 * @param {'cpu' | 'gpu'} kind
 * @param {{ cpu: string, gpu?: string, tag: string }} wheel
 * @param {import('./children.mjs').Children} children
 */
async function fetchWheels(folder, kind, wheel, children) {
  const python = environmentPython(folder);
  const downloads = path.join(folder, 'tensorflow.download');
  const unpacked = path.join(folder, 'tensorflow.partial');
  const old = path.join(folder, 'tensorflow.old');
  for (const one of [downloads, unpacked, old]) fs.rmSync(one, { recursive: true, force: true });
  const failure = `TensorFlow's ${kind === 'gpu' ? 'CUDA' : 'CPU'} wheel could not be fetched or unpacked: it needs the Python package index and ${kind === 'gpu' ? 8 : 3} GB of free disk; the same command tries again.`;
  const fetch = (/** @type {string[]} */ wanted, /** @type {string[]} */ tags) =>
    children.run(
      python,
      [
        '-m',
        'pip',
        'download',
        '--no-input',
        '--disable-pip-version-check',
        '--no-deps',
        '--only-binary=:all:',
        '--python-version',
        '3.12',
        ...tags.flatMap((tag) => ['--platform', tag]),
        '--dest',
        downloads,
        ...wanted,
      ],
      { failure },
    );
  const script = fileURLToPath(new URL('extractWheels.py', import.meta.url));
  const requirement = path.join(folder, 'tensorflow.requirement.txt');
  fs.writeFileSync(requirement, hashedRequirement(/** @type {string} */ (wheel[kind])));
  await fetch(['--require-hashes', '--requirement', requirement], [wheel.tag]);
  fs.rmSync(requirement);
  if (kind === 'gpu') {
    // Seen to install, link and look for a GPU; not yet run on a machine that has one. The library finds CUDA by
    // paths relative to its own folder
    // (../nvidia/*/lib), which the unpacked folder keeps.
    const [tensorflow] = fs.readdirSync(downloads);
    const listed = await children.run(python, [script, 'requirements', path.join(downloads, tensorflow)], {
      failure,
    });
    const older = [
      'manylinux_2_27_x86_64',
      'manylinux_2_17_x86_64',
      'manylinux2014_x86_64',
      'manylinux_2_5_x86_64',
      'manylinux1_x86_64',
    ];
    await fetch(listed.split('\n').filter(Boolean), older);
  }
  const files = fs.readdirSync(downloads).map((name) => path.join(downloads, name));
  await children.run(python, [script, 'extract', unpacked, ...files], { failure });
  if (!isLibraryFolder(path.join(unpacked, 'tensorflow'))) {
    throw new SetupFailure(
      `The wheel of TensorFlow ${tensorflowVersion} for ${platform} lacks its native library.`,
    );
  }
  const target = path.join(folder, 'tensorflow');
  if (fs.existsSync(target)) fs.renameSync(target, old);
  fs.renameSync(unpacked, target);
  for (const one of [downloads, old]) fs.rmSync(one, { recursive: true, force: true });
}
