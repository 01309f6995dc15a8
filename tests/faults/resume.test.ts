import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/program';
import { StoppedError } from '../../src/errors';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { clearStop, requestStop } from '../../src/stop';
import { loadTensors } from '../../src/training/checkpoint';
import { pretrain } from '../../src/training/pretrain';
import { tinyEncoder, tinyVocabulary, tokenIds, valuesOf } from '../models/tinyModel';
import { figure, long, times } from './figures';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-resume-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));
beforeEach(() => clearStop());

/** 21 texts: five batches of four an epoch. */
const batchesInEpoch = 5;
const sequences = Array.from({ length: 4 * batchesInEpoch + 1 }, (_, row) => tokenIds(2 + (row % 5), row));

type Weights = Record<string, Float32Array>;

/** Pretrains with dropout, shuffling, schedule, decay and clipping on, stopping and resuming after the given steps. */
async function weightsAfter(steps: number, stops: readonly number[], engine: Engine): Promise<Weights> {
  const file = path.join(folder, `${engine}-${steps}-${stops.join('-')}.safetensors`);
  for (const stop of [...stops, undefined]) {
    const encoder = tinyEncoder({ dropoutRate: 0.2 });
    const objective = maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    const running = pretrain(encoder, {
      objective,
      sequences,
      steps,
      batchSize: 4,
      learningRate: 0.01,
      seed: 3,
      engine,
      checkpoint: { file, everySteps: 10_000 },
      onStep: (step) => step + 1 === stop && requestStop(),
    });
    if (stop === undefined) {
      await running;
      const weights = valuesOf({ ...encoder.parameters, ...objective.parameters() });
      encoder.dispose();
      return weights;
    }
    await expect(running).rejects.toThrow(StoppedError);
    clearStop();
    expect(JSON.parse(loadTensors(file).metadata.progress!).step).toBe(stop);
    encoder.dispose();
  }
  throw new Error('unreachable');
}

/** How many of how many scalars differ. */
function differing(a: Weights, b: Weights): { differ: number; of: number } {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  let [differ, of] = [0, 0];
  for (const name of Object.keys(a)) {
    const [x, y] = [a[name]!, b[name]!];
    for (let k = 0; k < x.length; k++) if (x[k] !== y[k]) differ++;
    of += x.length;
  }
  return { differ, of };
}

describe.each(['compiled', 'eager'] as const)(
  '%s: a stopped pretraining goes on to the same weights',
  (engine) => {
    it('stopped at one step, then 50 more', async () => {
      const points = long ? [1, 5, 50, 200] : [1, 5];
      const more = times(50, 10);
      let of = 0;
      for (const point of points) {
        const whole = await weightsAfter(point + more, [], engine);
        const resumed = await weightsAfter(point + more, [point], engine);
        const found = differing(resumed, whole);
        expect(found.differ, `resumed at ${point}`).toBe(0);
        of = found.of;
      }
      figure(`Resume, ${engine}`, {
        tried: `at step ${points.join(', ')}, then ${more} more; dropout, shuffling, schedule, decay and clipping on`,
        seen: `0 of ${of} weights differ each time`,
      });
    });

    it('stopped twice and three times inside one epoch', async () => {
      // Steps 11 to 15 are the third epoch.
      const whole = await weightsAfter(20, [], engine);
      const changed = await weightsAfter(21, [], engine);
      expect(differing(changed, whole).differ, 'another schedule gives other weights').toBeGreaterThan(1000);
      for (const stops of [
        [11, 13],
        [11, 12, 14],
      ]) {
        expect(Math.ceil(stops[0]! / batchesInEpoch)).toBe(Math.ceil(stops.at(-1)! / batchesInEpoch));
        expect(differing(await weightsAfter(20, stops, engine), whole).differ, stops.join()).toBe(0);
      }
      figure(`Two and three resumes in one epoch, ${engine}`, {
        tried: 'at steps 11 and 13; at 11, 12 and 14 of 20, five steps an epoch',
        seen: '0 weights differ',
      });
    });
  },
);

describe('a loss that is no number', () => {
  it('stops training, names the step, and leaves the last good checkpoint to go on from', async () => {
    const file = path.join(folder, 'diverged.safetensors');
    const objective = () => maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability: 0.3 });
    const run = async (broken: boolean, checkpoint: boolean) => {
      const encoder = tinyEncoder({ dropoutRate: 0.2 });
      const [own, seed] = [objective(), 3];
      let step = 0;
      const damaged: typeof own = {
        ...own,
        corrupt: (...texts) => {
          const batch = own.corrupt(...texts);
          if (broken && ++step === 8) batch.weights.fill(Number.NaN);
          return batch;
        },
      };
      const options = { sequences, steps: 12, batchSize: 4, learningRate: 0.01, seed };
      const kept = checkpoint ? { checkpoint: { file, everySteps: 3 } } : {};
      await pretrain(encoder, { ...options, ...kept, objective: damaged });
      return valuesOf({ ...encoder.parameters, ...own.parameters() });
    };
    const whole = await run(false, false);
    await expect(run(true, true)).rejects.toThrow(
      `The loss became NaN at step 8 of 12; lower the learning rate (0.01) or check the data. The state before it, as last saved, is kept in ${file}.`,
    );
    const { tensors, metadata } = loadTensors(file);
    expect(JSON.parse(metadata.progress!).step).toBe(6);
    for (const { values } of Object.values(tensors)) expect([...values].every(Number.isFinite)).toBe(true);
    expect(differing(await run(false, true), whole).differ).toBe(0);
    figure('Loss is NaN', {
      tried: 'at step 8 of 12, saved every 3 steps',
      seen: 'stopped and named; the checkpoint of step 6 is kept, and from it 0 weights differ at step 12',
    });
  });
});
