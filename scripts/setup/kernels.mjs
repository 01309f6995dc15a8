// @ts-check
/**
 * The step that compiles the lab's own kernels (src/engine/native) for this processor. They make training faster and
 * are not needed: where they cannot be compiled, set-up says so and goes on.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupFailure, SetupStopped } from './failure.mjs';
import { hashFiles, keyOf } from './stamps.mjs';
import { libraryFolder, libraryKey, libraryNames, usesPrebuilt } from './tensorflow.mjs';

const sources = 'src/engine/native';

/** Instruction sets of x86 processors, best first, with what each needs (names of /proc/cpuinfo). */
const levels = [
  { name: 'x86-64-v4', needs: ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'] },
  { name: 'x86-64-v3', needs: ['avx', 'avx2', 'fma', 'f16c'] },
];

/** The best instruction set of this processor; undefined where the compiler's default has to do. */
export function instructionSet(file = '/proc/cpuinfo', architecture = process.arch) {
  if (architecture !== 'x64' || !fs.existsSync(file)) return undefined;
  const flags = /^flags\s*:\s*(.+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1].split(/\s+/) ?? [];
  return levels.find(({ needs }) => needs.every((flag) => flags.includes(flag)));
}

/**
 * @param {import('./addon.mjs').Setting} setting
 * @returns {import('./runner.mjs').Step}
 */
export function kernelsStep({ root, folder, choose, compiler }) {
  const target = path.join(folder, 'kernels');
  const library = path.join(target, 'kernels.node');
  return {
    id: 'kernels',
    title: "The lab's own kernels (compiled and tried)",
    key: () =>
      keyOf(
        'kernels',
        process.platform,
        process.arch,
        instructionSet() ?? null,
        libraryKey(choose()),
        libraryFolder(folder, choose()),
        hashFiles(root, [sources]),
        hashFiles(path.dirname(fileURLToPath(import.meta.url)), ['kernels.mjs']),
      ),
    // Tried again once another compiler is there.
    present: (stamp) =>
      stamp.facts.skipped ? stamp.facts.seen === (compiler() ?? null) : fs.existsSync(library),
    async run({ children, stamps }) {
      fs.rmSync(target, { recursive: true, force: true });
      const command = compiler();
      if (!command || usesPrebuilt(stamps)) {
        return {
          skipped: "no C++ compiler: TensorFlow's own kernels serve, more slowly",
          seen: command ?? null,
        };
      }
      const partial = `${target}.partial`;
      fs.rmSync(partial, { recursive: true, force: true });
      fs.mkdirSync(partial, { recursive: true });
      const chosen = instructionSet();
      const output = path.join(partial, 'kernels.node');
      const failure = `${command} could not compile the lab's own kernels.`;
      try {
        await children.run(
          command,
          compilation(root, libraryFolder(folder, choose()), chosen?.name, output),
          {
            cwd: root,
            failure,
          },
        );
        fs.writeFileSync(path.join(partial, 'kernels.json'), JSON.stringify({ needs: chosen?.needs ?? [] }));
        const check = fileURLToPath(new URL('checkKernels.mjs', import.meta.url));
        await children.run(process.execPath, [check, output], { cwd: root, failure, timeoutSeconds: 120 });
      } catch (error) {
        fs.rmSync(partial, { recursive: true, force: true });
        if (!(error instanceof SetupFailure) || error instanceof SetupStopped) throw error;
        return { skipped: `${error.message} TensorFlow's own serve, more slowly`, seen: command };
      }
      fs.renameSync(partial, target);
      return { instructionSet: chosen?.name ?? 'default', compiler: command };
    },
  };
}

/**
 * @param {string} root
 * @param {string} library TensorFlow's folder
 * @param {string | undefined} level
 * @param {string} output
 */
function compilation(root, library, level, output) {
  const mac = process.platform === 'darwin';
  const against = mac
    ? [
        path.join(library, libraryNames.main),
        path.join(library, libraryNames.framework),
        '-undefined',
        'dynamic_lookup',
      ]
    : [`-L${library}`, `-l:${libraryNames.main}`, `-l:${libraryNames.framework}`];
  return [
    '-O3',
    '-std=c++17',
    '-shared',
    '-fPIC',
    '-fvisibility=hidden',
    '-fno-math-errno',
    '-fno-trapping-math',
    '-w', // TensorFlow's headers warn by the hundred
    '-DNDEBUG',
    '-DEIGEN_MAX_ALIGN_BYTES=64', // as the library itself was compiled
    ...(level ? [`-march=${level}`] : []),
    `-I${path.join(library, 'include')}`,
    `-I${path.join(root, 'node_modules/node-api-headers/include')}`,
    '-DNAPI_VERSION=8',
    path.join(root, sources, 'registration.cc'),
    path.join(root, sources, 'javascript.cc'),
    ...against,
    `-Wl,-rpath,${library}`,
    '-o',
    output,
  ];
}
