import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { transformerEncoder } from '../../src/models/transformerEncoder';
import { hostTensors, loadTensors, restore, saveTensors } from '../../src/training/checkpoint';
import { loadEncoder, saveEncoder } from '../../src/training/savedEncoder';
import { disturb, tinyEncoder, valuesOf } from '../models/tinyModel';
import { savedTensors } from './savedTensors';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-checkpoint-'));
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  fs.rmSync(folder, { recursive: true, force: true });
});

const message = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a file of tensors', () => {
  it('is written whole and read back', () => {
    const file = path.join(folder, 'state.safetensors');
    saveTensors(file, savedTensors('first'));
    expect(loadTensors(file)).toEqual(savedTensors('first'));
    saveTensors(file, savedTensors('second'));
    expect(loadTensors(file)).toEqual(savedTensors('second'));
    expect(fs.readdirSync(folder)).toEqual(['state.safetensors']);
  });

  it('is named where it is missing or damaged', () => {
    const file = path.join(folder, 'state.safetensors');
    expect(message(() => loadTensors(file))).toContain(`Cannot read the checkpoint ${file}: ENOENT`);
    saveTensors(file, savedTensors('first'));
    fs.truncateSync(file, 1000);
    expect(message(() => loadTensors(file))).toContain(`${file} is not a usable safetensors file`);
  });

  it('is refused in one sentence where it cannot be written', () => {
    for (const file of [path.join(folder, 'absent', 'state'), '/proc/lab-state']) {
      const said = message(() => saveTensors(file, savedTensors('first')));
      expect(said).toMatch(
        new RegExp(
          `^Cannot save ${file}: [^\\n]*; free space or choose another folder, nothing was overwritten\\.$`,
        ),
      );
    }
    // A folder of that name is in the way only once all is written.
    const taken = path.join(folder, 'taken');
    fs.mkdirSync(taken);
    expect(message(() => saveTensors(taken, savedTensors('first')))).toContain(`Cannot save ${taken}`);
    expect(fs.readdirSync(folder)).toEqual(['taken']);
  });
});

/** Runs a TypeScript file of this folder; how it ended, and what it printed. */
function runChild(file: string, args: string[], before = '', options: SpawnOptions = {}) {
  const command = `${before} exec "$0" --require ./tests/typescript.cjs "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, path.join(__dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  let output = '';
  child.stdout!.on('data', (data) => {
    output += data;
  });
  return new Promise<{ signal: string | null; output: string }>((resolve) => {
    child.on('close', (_, signal) => resolve({ signal, output }));
  });
}

/** Root may write anywhere, so it becomes nobody for what must be forbidden; that needs a checkout others may read. */
const asRoot = process.getuid!() === 0;
const nobody = asRoot ? { uid: 65534, gid: 65534 } : {};
const canBeForbidden =
  spawnSync(process.execPath, [path.resolve('node_modules/typescript/lib/typescript.js')], nobody).status ===
  0;
if (!canBeForbidden)
  console.warn('Skipped: root saving as nobody, since this checkout can only be read by its owner.');

describe('a save that is interrupted', () => {
  it('by kill -9 leaves the old file or the new one, whole', async () => {
    const outcomes = {
      'while writing': 'old',
      'before it reaches the disk': 'old',
      'before it takes its name': 'old',
      'after it took its name': 'new',
      'when all is written': 'new',
    };
    const found = await Promise.all(
      Object.keys(outcomes).map(async (moment, index) => {
        const file = path.join(folder, `${index}.safetensors`);
        saveTensors(file, savedTensors('old'));
        const { signal } = await runChild('savingChild.ts', [file, moment]);
        expect(signal, moment).toBe('SIGKILL');
        const content = loadTensors(file);
        expect(content).toEqual(savedTensors(content.metadata.version));
        return [moment, content.metadata.version];
      }),
    );
    expect(Object.fromEntries(found)).toEqual(outcomes);
  });

  it.skipIf(!canBeForbidden)(
    'by a full disk, or a folder that may not be written, leaves the old file and says so',
    async () => {
      const files = ['full', 'forbidden'].map((name) => path.join(folder, name, 'state.safetensors'));
      for (const file of files) {
        fs.mkdirSync(path.dirname(file));
        saveTensors(file, savedTensors('old'));
      }
      for (const [name, mode] of [
        ['.', 0o755],
        ['full', 0o777],
        ['forbidden', 0o555],
      ] as const)
        fs.chmodSync(path.join(folder, name), mode);
      // Files of at most 100 blocks of 1,024 bytes, and no signal for those who try.
      const { output } = await runChild('refusedChild.ts', files, "trap '' XFSZ; ulimit -f 100;", nobody);
      const [full, forbidden] = output.split('\n');
      expect(full).toMatch(
        /^LabError: Cannot save .*full.state\.safetensors: EFBIG.* nothing was overwritten\.$/,
      );
      expect(forbidden).toMatch(
        /^LabError: Cannot save .*forbidden.state.* EACCES.* nothing was overwritten\.$/,
      );
      for (const file of files) {
        expect(loadTensors(file)).toEqual(savedTensors('old'));
        expect(fs.readdirSync(path.dirname(file))).toEqual(['state.safetensors']);
      }
      fs.chmodSync(path.join(folder, 'forbidden'), 0o755);
    },
  );
});

describe('restore', () => {
  const state = () => ({
    weights: tf.variable(tf.zeros([2, 3])),
    counter: tf.variable(tf.tensor1d([1, 2], 'int32'), false),
  });

  it('puts values back, int32 as int32', () => {
    const [source, target] = [state(), state()];
    source.weights.assign(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
    source.counter.assign(tf.tensor1d([7, -8], 'int32'));
    restore(target, hostTensors(source), 'the checkpoint');
    expect([...target.weights.dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...target.counter.dataSync()]).toEqual([7, -8]);
    expect(target.counter.dtype).toBe('int32');
  });

  it('names what does not fit, and changes nothing', () => {
    const target = state();
    const fitting = hostTensors({ ...state(), weights: tf.variable(tf.ones([2, 3])) });
    const attempt = (tensors: typeof fitting) => message(() => restore(target, tensors, 'F'));
    const { counter, weights } = fitting;
    expect(attempt({ weights })).toBe(
      "F lacks the tensor 'counter'; load it into the model that it was saved from.",
    );
    expect(attempt({ weights, counter, left: counter })).toBe(
      "F holds the tensor 'left', which the model does not have; load it into the model that it was saved from.",
    );
    expect(attempt({ weights, counter, constructor: counter })).toContain("holds the tensor 'constructor'");
    expect(attempt({ counter, weights: { ...weights, shape: [3, 2] } })).toBe(
      "The tensor 'weights' is float32 [3, 2] in F but float32 [2, 3] in the model; build the model with the sizes in its config.json.",
    );
    expect(
      attempt({ weights, counter: { dtype: 'float32', shape: [2], values: Float32Array.of(1, 2) } }),
    ).toContain("The tensor 'counter' is float32 [2] in F but int32 [2] in the model");
    expect([...target.weights.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('an encoder in a folder', () => {
  const target = () => path.join(folder, 'encoder');
  const config = () => JSON.parse(fs.readFileSync(path.join(target(), 'config.json'), 'utf8'));
  const change = (changes: object) =>
    fs.writeFileSync(path.join(target(), 'config.json'), JSON.stringify({ ...config(), ...changes }));

  it('comes back with its sizes, weights and tokenizer beside it', () => {
    const encoder = tinyEncoder({ dropoutRate: 0.25, paddingToken: 3 });
    disturb(encoder.parameters, 0.5, 1);
    saveEncoder(target(), encoder, { json: '{}' });
    expect(fs.readdirSync(target()).sort()).toEqual(['config.json', 'model.safetensors', 'tokenizer.json']);
    const loaded = loadEncoder(target());
    expect(loaded.config).toEqual(encoder.config);
    expect(valuesOf(loaded.parameters)).toEqual(valuesOf(encoder.parameters));
  });

  it('is refused, naming the tensor, where sizes and weights do not belong together', () => {
    saveEncoder(target(), tinyEncoder());
    const file = path.join(target(), 'model.safetensors');
    const refusalWith = (changes: object) => {
      const original = config();
      change(changes);
      const tensors = tf.memory().numTensors;
      const said = message(() => loadEncoder(target()));
      expect(tf.memory().numTensors, 'tensors left of a refused encoder').toBe(tensors);
      change(original);
      return said;
    };
    expect(refusalWith({ layers: 3 })).toContain(`${file} lacks the tensor 'encoder.layers.2.expand.weight'`);
    expect(refusalWith({ layers: 1 })).toContain(
      `${file} holds the tensor 'encoder.layers.1.attentionNorm.scale', which the model does not have`,
    );
    expect(refusalWith({ vocabularySize: 18 })).toContain(
      `The tensor 'encoder.tokenEmbedding' is float32 [17, 8] in ${file} but float32 [18, 8] in the model`,
    );
    expect(refusalWith({ heads: 3 })).toContain('width 8 is not divisible by heads 3');
    // Vast sizes are refused before anything is reserved for them.
    expect(refusalWith({ vocabularySize: 10_000_000, width: 80_000 })).toContain(
      `The tensor 'encoder.tokenEmbedding' is float32 [17, 8] in ${file} but float32 [10000000, 80000] in the model`,
    );
  });

  it.each([
    ['layers', 0],
    ['width', -8],
    ['heads', 1.5],
    ['maxLength', '64'],
    ['vocabularySize', null],
    ['feedForwardWidth', 'wide'],
    ['paddingToken', -1],
    ['dropoutRate', 1],
  ])('is refused where its config has %s = %o', (key, value) => {
    saveEncoder(target(), tinyEncoder());
    change({ [key]: value });
    expect(message(() => loadEncoder(target()))).toContain(
      `config.json has ${key} = ${JSON.stringify(value)}`,
    );
  });

  it('is refused without a usable config.json', () => {
    expect(message(() => loadEncoder(target()))).toContain('point to a folder that saveEncoder wrote');
    saveEncoder(target(), tinyEncoder());
    change({ kind: 'recurrent' });
    expect(message(() => loadEncoder(target()))).toContain(
      "describes a 'recurrent', not a transformerEncoder",
    );
    for (const text of ['{', 'null', '[]']) {
      fs.writeFileSync(path.join(target(), 'config.json'), text);
      expect(
        message(() => loadEncoder(target())),
        text,
      ).toContain('config.json');
    }
  });

  it('cannot be saved where a file is in the way: one sentence', () => {
    fs.writeFileSync(target(), 'a file');
    expect(message(() => saveEncoder(target(), tinyEncoder()))).toMatch(/^Cannot save .*encoder: [^\n]*\.$/);
  });

  it('accepts the sizes that were left to their defaults', () => {
    const encoder = transformerEncoder({ vocabularySize: 9, layers: 1, width: 4, heads: 1, maxLength: 3 });
    saveEncoder(target(), encoder);
    expect(loadEncoder(target()).config).toEqual({
      ...encoder.config,
      dropoutRate: 0.1,
      feedForwardWidth: 16,
      paddingToken: 0,
    });
  });
});
