import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError, StoppedError } from '../../src/errors';
import { countParameters } from '../../src/models/parameters';
import { transformerEncoder } from '../../src/models/transformerEncoder';
import { causalLanguageModel } from '../../src/objectives/causalLanguageModel';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { type ProgressOptions, setProgressRenderer } from '../../src/progress';
import { clearStop, requestStop } from '../../src/stop';
import { saveTensors } from '../../src/training/checkpoint';
import { type PretrainOptions, pretrain, startFromVectors } from '../../src/training/pretrain';
import { warmupCosine } from '../../src/training/schedule';
import { tinyEncoder, tinySizes, tinyVocabulary, tokenIds, valuesOf } from '../models/tinyModel';
import { expectClose, normals } from '../numerical';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-pretrain-'));
  tf.engine().startScope();
});
afterEach(() => {
  clearStop();
  setProgressRenderer(() => ({ update() {}, finish() {} }));
  disposeIdleSessions();
  tf.engine().endScope();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** 21 texts of 2 to 8 tokens: five batches of four an epoch, one text left out. */
const sequences = Array.from({ length: 21 }, (_, row) => tokenIds(2 + (row % 7), row));

/** A run with dropout, shuffling, schedule, decay and clipping on; its weights, losses and result. */
async function run(options: Partial<PretrainOptions> = {}, width = 8) {
  const encoder = tinyEncoder({ dropoutRate: 0.2, width });
  const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
  const losses: number[] = [];
  const { onStep } = options;
  const result = await pretrain(encoder, {
    objective,
    sequences,
    steps: 12,
    batchSize: 4,
    learningRate: 0.01,
    seed: 3,
    ...options,
    onStep: (step, loss) => {
      losses.push(loss);
      onStep?.(step, loss);
    },
  });
  return { weights: valuesOf({ ...encoder.parameters, ...objective.parameters() }), losses, result, encoder };
}

/** How many scalars differ, over all tensors. */
function differing(a: Record<string, Float32Array>, b: Record<string, Float32Array>): number {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  let count = 0;
  for (const name of Object.keys(a))
    for (let k = 0; k < a[name].length; k++) if (a[name][k] !== b[name][k]) count++;
  return count;
}

describe('pretrain', () => {
  it('gives the same weights and losses for the same seed, and others for another', async () => {
    const [first, again, other] = [await run(), await run(), await run({ seed: 4 })];
    expect(differing(first.weights, again.weights)).toBe(0);
    expect(again.losses).toEqual(first.losses);
    expect(differing(first.weights, other.weights)).toBeGreaterThan(1000);
  });

  it('gives the losses of the eager engine', async () => {
    const [compiled, eager] = [await run(), await run({ engine: 'eager' })];
    compiled.losses.forEach((loss, step) => {
      expect(Math.abs(loss - eager.losses[step]) / loss).toBeLessThan(1e-5);
    });
  });

  it('learns: where all words of a text are one, the masked ones are known', async () => {
    const texts = Array.from({ length: 16 }, (_, row) => new Int32Array(6).fill(5 + (row % 2)));
    const { losses, result } = await run({ sequences: texts, steps: 100, batchSize: 8 }, 16);
    const mean = (part: number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(losses.slice(0, 3))).toBeGreaterThan(2);
    // Without looking at the neighbours it would stay at log 2.
    expect(mean(losses.slice(-20))).toBeLessThan(0.2);
    // The recorded curve is the mean over each stretch of 25 steps.
    expect(result.losses.map((point) => point.step)).toEqual([25, 50, 75, 100]);
    result.losses.forEach(({ step, value }) => {
      expect(value).toBeCloseTo(mean(losses.slice(step - 25, step)), 6);
    });
  });

  it('masks anew in every step', async () => {
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    const corrupt = vi.spyOn(objective, 'corrupt');
    const same = Array.from({ length: 4 }, () => tokenIds(6, 1));
    await run({ objective, sequences: same, steps: 5, engine: 'eager' });
    const masks = corrupt.mock.results.map(({ value }) => [...value.positions].sort().join());
    expect(new Set(masks).size).toBe(5);
  });

  it('leaves no tensors behind', async () => {
    const encoder = tinyEncoder();
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary });
    const before = tf.memory().numTensors;
    await pretrain(encoder, { objective, sequences, steps: 3, batchSize: 4, seed: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('accounts for tokens, operations and parameters', async () => {
    const { result, encoder } = await run({ steps: 5, lengths: [6] });
    const seen = sequences.map((ids) => Math.min(ids.length, 6));
    const total = seen.reduce((a, b) => a + b, 0);
    // One epoch: all but one of the texts.
    expect(seen.map((left) => total - left)).toContain(result.tokens);
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    const outputLayer = 2 * objective.predictionsIn(4, 6) * 17 * 8;
    expect(result.trainingFlops).toBe(5 * 3 * (encoder.forwardFlops(4, 6) + outputLayer));
    expect(result.trainableParameters).toBe(
      countParameters({ ...encoder.parameters, ...objective.parameters() }),
    );
    expect(result.steps).toBe(5);
    expect(result.seconds).toBeGreaterThan(0);
  });

  it('reports each step to the progress bar', async () => {
    const updates: number[] = [];
    let begun: ProgressOptions | undefined;
    setProgressRenderer((options) => {
      begun = options;
      return { update: (done) => updates.push(done), finish: () => updates.push(-1) };
    });
    await run({ steps: 3 });
    expect(begun).toMatchObject({ total: 3, unit: 'steps' });
    expect(updates).toEqual([1, 2, 3, -1]);
  });
});

describe('another objective', () => {
  it('is pretrained the same way: causal language modelling learns which token follows', async () => {
    const encoder = transformerEncoder({ ...tinySizes, width: 16, attention: 'causal', seed: 5 });
    const texts = Array.from({ length: 12 }, (_, row) =>
      Int32Array.from({ length: 6 }, (__, t) => 5 + ((row + t) % 12)),
    );
    const objective = causalLanguageModel({ tokenizer: tinyVocabulary });
    const losses: number[] = [];
    await pretrain(encoder, {
      objective,
      sequences: texts,
      steps: 100,
      batchSize: 6,
      learningRate: 0.02,
      seed: 1,
      onStep: (_, loss) => losses.push(loss),
    });
    expect(losses[0]).toBeGreaterThan(2);
    expect(losses.at(-1)).toBeLessThan(0.5);
  });
});

describe('length buckets', () => {
  it('pad to the smallest length that holds the texts, one compiled shape each', async () => {
    const encoder = tinyEncoder();
    const encode = vi.spyOn(encoder, 'encode');
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary });
    const texts = [...Array(8)].map((_, row) => tokenIds(row < 4 ? 2 : 6, row));
    await pretrain(encoder, {
      objective,
      sequences: texts,
      steps: 8,
      batchSize: 4,
      lengths: [6, 3],
      seed: 1,
    });
    const shapes = encode.mock.calls.map(([tokens]) => tokens.shape.join());
    expect(shapes.sort()).toEqual(['4,3', '4,6']);
  });

  it('of which none holds a batch are refused', async () => {
    await expect(run({ batchSize: 22 })).rejects.toThrow(
      'No length bucket holds a full batch of 22 texts; lower batchSize, or give fewer lengths.',
    );
    await expect(run({ sequences: [] })).rejects.toThrow(LabError);
  });

  it('beyond the encoder’s positions are refused', async () => {
    await expect(run({ lengths: [8] })).rejects.toThrow('A batch of 8 tokens is longer than maxLength 6');
  });
});

describe('a run that is stopped', () => {
  const file = () => path.join(folder, 'pretrain.safetensors');

  it('on request goes on to exactly the same weights', async () => {
    const whole = await run();
    const checkpoint = { file: file(), everySteps: 100 };
    const stopping = run({ checkpoint, onStep: (step) => step === 4 && requestStop() });
    await expect(stopping).rejects.toThrow(StoppedError);
    expect(fs.existsSync(file())).toBe(true);
    clearStop();
    const resumed = await run({ checkpoint });
    expect(differing(resumed.weights, whole.weights)).toBe(0);
    expect(resumed.losses).toEqual(whole.losses.slice(5));
    expect(resumed.result).toMatchObject({
      tokens: whole.result.tokens,
      trainingFlops: whole.result.trainingFlops,
      steps: 12,
    });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('by a power cut goes on from the last checkpoint, and to a curve without a seam', async () => {
    const whole = await run({ steps: 30 });
    const checkpoint = { file: file(), everySteps: 4 };
    const failing = run({
      steps: 30,
      checkpoint,
      onStep: (step) => {
        if (step === 21) throw new Error('power cut');
      },
    });
    await expect(failing).rejects.toThrow('power cut');
    const resumed = await run({ steps: 30, checkpoint });
    // 20 steps were saved.
    expect(resumed.losses.length).toBe(10);
    expect(differing(resumed.weights, whole.weights)).toBe(0);
    expect(resumed.result.losses).toEqual(whole.result.losses);
  });

  /** Leaves the checkpoint of a run that was stopped after five steps. */
  async function stopped(): Promise<void> {
    const checkpoint = { file: file(), everySteps: 100 };
    await expect(run({ checkpoint, onStep: (step) => step === 4 && requestStop() })).rejects.toThrow(
      StoppedError,
    );
    clearStop();
  }
  const digits = '[0-9a-f]{8}…';

  it.each<[string, Partial<PretrainOptions>, string]>([
    ['seed', { seed: 4 }, 'seed was 3 and is 4'],
    ['steps', { steps: 13 }, 'steps was 12 and is 13'],
    ['data', { sequences: sequences.slice(1) }, `data was ${digits} and is ${digits}`],
    ['batch size', { batchSize: 5 }, 'batchSize was 4 and is 5'],
    ['learning rate', { learningRate: 0.02 }, 'learningRate was 0.01 and is 0.02'],
    ['warm-up', { warmupSteps: 7 }, 'warmupSteps was 1 and is 7'],
    ['weight decay', { weightDecay: 0.5 }, 'weightDecay was default and is 0.5'],
    [
      'seed and rate',
      { seed: 4, learningRate: 0.02 },
      'seed was 3 and is 4, learningRate was 0.01 and is 0.02',
    ],
  ])('does not go on with another %s, which it names', async (_, change, told) => {
    await stopped();
    const before = fs.readFileSync(file());
    const attempt = run({ ...change, checkpoint: { file: file(), everySteps: 100 } });
    await expect(attempt).rejects.toThrow(
      new RegExp(
        `^${file()} belongs to another training \\(${told}\\): go on with what it was started with, or delete it to start again\\.$`,
      ),
    );
    // Nothing is lost: the same training still goes on from it.
    expect(fs.readFileSync(file()).equals(before)).toBe(true);
    const resumed = await run({ checkpoint: { file: file(), everySteps: 100 } });
    expect(resumed.losses.length).toBe(12 - 5);
  });

  it('does not go on with texts of which one token is another', async () => {
    await stopped();
    const [first, ...others] = sequences;
    const changed = Int32Array.from(first!, (id, place) => (place === 0 ? (id === 5 ? 6 : 5) : id));
    const checkpoint = { file: file(), everySteps: 100 };
    await expect(run({ sequences: [changed, ...others], checkpoint })).rejects.toThrow('(data was ');
  });

  it('does not go on from another objective, which it names', async () => {
    const encoder = transformerEncoder({ ...tinySizes, attention: 'causal', seed: 5 });
    const shared = { sequences, steps: 12, batchSize: 4, learningRate: 0.01, seed: 3 };
    const checkpoint = { file: file(), everySteps: 1 };
    await stopped();
    const causal = causalLanguageModel({ tokenizer: tinyVocabulary });
    await expect(pretrain(encoder, { ...shared, objective: causal, checkpoint })).rejects.toThrow(
      /belongs to another training \(training was .* and is .*\): /,
    );
  });

  it('does not go on from another model’s checkpoint, nor leave anything of the attempt', async () => {
    await stopped();
    const encoder = tinyEncoder({ dropoutRate: 0.2, width: 16 });
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    const before = tf.memory().numTensors;
    const attempt = pretrain(encoder, {
      ...{ objective, sequences, steps: 12, batchSize: 4, learningRate: 0.01, seed: 3 },
      checkpoint: { file: file(), everySteps: 1 },
    });
    await expect(attempt).rejects.toThrow(
      `The tensor 'encoder.tokenEmbedding' is float32 [17, 8] in ${file()} but float32 [17, 16] in the model`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('does not go on from a file that says nothing of its training', async () => {
    saveTensors(file(), { tensors: {}, metadata: {} });
    await expect(run({ checkpoint: { file: file(), everySteps: 1 } })).rejects.toThrow(
      `${file()} does not say which training it belongs to: delete it to start again.`,
    );
  });
});

describe('a loss that is no number', () => {
  it('names the step and the learning rate, and leaves nothing behind', async () => {
    const encoder = tinyEncoder();
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary });
    const before = tf.memory().numTensors;
    const steps: number[] = [];
    const failing = pretrain(encoder, {
      objective,
      sequences,
      steps: 10,
      batchSize: 4,
      seed: 1,
      learningRate: 1e38,
      onStep: (step) => steps.push(step),
    });
    const error = await failing.catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(LabError);
    expect((error as Error).message).toMatch(
      new RegExp(
        `^The loss became (NaN|Infinity) at step ${steps.length + 1} of 10; lower the learning rate \\(1e\\+38\\) or check the data\\.$`,
      ),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the schedule', () => {
  it('reaches the optimiser: a first step moves each weight by the first rate at most', async () => {
    const before = valuesOf(tinyEncoder({ dropoutRate: 0.2 }).parameters);
    const { encoder } = await run({ steps: 1, learningRate: 0.01, warmupSteps: 4, weightDecay: 0 });
    const moved = valuesOf(encoder.parameters);
    const rate = warmupCosine(0, { peak: 0.01, warmupSteps: 4, steps: 1 });
    const largest = Math.max(
      ...Object.keys(before).map((name) =>
        Math.max(...moved[name].map((v, k) => Math.abs(v - before[name][k]))),
      ),
    );
    expect(largest / rate).toBeGreaterThan(0.95);
    expect(largest / rate).toBeLessThan(1.001);
  });
});

describe('startFromVectors', () => {
  it('keeps directions and sets the mean length to that of a fresh table', () => {
    const encoder = tinyEncoder();
    const vectors = normals(17 * 8, 'vectors', 7);
    vectors.fill(0, 0, 8);
    startFromVectors(encoder, vectors);
    const table = encoder.tokenEmbedding.dataSync() as Float32Array;
    const lengths = Array.from({ length: 17 }, (_, row) =>
      Math.hypot(...table.subarray(row * 8, row * 8 + 8)),
    );
    expect(lengths[0]).toBe(0);
    expect(lengths.slice(1).reduce((a, b) => a + b, 0) / 16).toBeCloseTo(0.02 * Math.sqrt(8), 6);
    const ratio = table[20] / vectors[20];
    expectClose(
      table,
      vectors.map((value) => value * ratio),
      1e-6,
    );
  });

  it('refuses vectors of another vocabulary or width, and has nothing to scale in zeros', () => {
    expect(() => startFromVectors(tinyEncoder(), new Float32Array(10))).toThrow(
      'The vectors hold 10 numbers, but the token table is [17, 8]; make them with this vocabulary and width.',
    );
    expect(() => startFromVectors(tinyEncoder(), new Float32Array(17 * 8))).toThrow(LabError);
  });
});
