/** Contrast of texts, against slow loops; its views; and that it learns. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lengthBatchStream } from '../../src/data/batches';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { contrastive } from '../../src/objectives/contrastive';
import { textViews } from '../../src/objectives/textViews';
import { clearStop, requestStop } from '../../src/stop';
import { meanStates, pretrainTextContrast } from '../../src/training/pretrainTextContrast';
import { slowEncode } from '../models/slowTransformer';
import { disturb, tinyEncoder, tinySizes, valuesOf } from '../models/tinyModel';
import { expectClose } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
});

const { width } = tinySizes;

/** Each text has a word of its own, so that its halves can be told from those of others. */
const sequences = Array.from({ length: 12 }, (_, k) => new Int32Array(4 + (k % 3)).fill(5 + k));

describe('two views of a text', () => {
  const text = Int32Array.of(5, 6, 7, 8, 9, 10);

  it('are the text twice, or what stands before and after a place in its middle third', () => {
    const random = seededRandom(1);
    expect(textViews(text, 'dropout', random)).toEqual([text, text]);
    const places = new Set<number>();
    for (let k = 0; k < 200; k++) {
      const [first, second] = textViews(text, 'halves', random);
      expect([...first, ...second]).toEqual([...text]);
      places.add(first.length);
    }
    expect([...places].sort()).toEqual([2, 3, 4]);
  });

  it('of a text that is too short to cut are the text twice', () => {
    const short = Int32Array.of(5, 6, 7);
    expect(textViews(short, 'halves', seededRandom(1))).toEqual([short, short]);
    const [first, second] = textViews(Int32Array.of(5, 6, 7, 8), 'halves', seededRandom(1));
    expect(Math.min(first.length, second.length)).toBeGreaterThan(0);
  });
});

describe('contrast of texts', () => {
  const objective = () => contrastive({ featureWidth: width, temperature: 0.1, projection: [width, width] });

  it('takes the mean of the states that stand, padding left out', () => {
    const encoder = tinyEncoder({ dropoutRate: 0 });
    disturb(encoder.parameters, 0.3, 1);
    const rows = [
      [5, 9, 16, 7],
      [8, 5, 0, 0],
    ];
    const found = meanStates(encoder, tf.tensor2d(rows, [2, 4], 'int32')).dataSync();
    const slow = rows.flatMap((row) => {
      const { states } = slowEncode(row, valuesOf(encoder.parameters), tinySizes);
      const stand = row.filter((token) => token !== 0).length;
      return Array.from(
        { length: width },
        (_, k) => row.reduce((sum, token, t) => sum + (token === 0 ? 0 : states[t]![k]!), 0) / stand,
      );
    });
    expectClose(found, slow, 1e-4);
  });

  it('begins at the loss that slow loops give, and brings the halves of a text together', async () => {
    const encoder = tinyEncoder({ dropoutRate: 0 });
    disturb(encoder.parameters, 0.2, 1);
    const task = objective();
    const losses: number[] = [];
    const options = {
      objective: task,
      sequences,
      batchSize: 8,
      lengths: [6],
      seed: 3,
      views: 'halves',
    } as const;
    const before = tf.tidy(() => {
      // The first step's loss from the definition, on the batch and views that the seed gives.
      const { nextBatch, views } = firstBatch(options);
      const vectors = (which: 0 | 1) =>
        tf.concat(
          nextBatch.map((_, row) =>
            meanStates(
              encoder,
              tf.tensor2d([...views[row]![which]], [1, views[row]![which].length], 'int32'),
            ),
          ),
          0,
        );
      return task.loss(vectors(0), vectors(1)).dataSync()[0]!;
    });
    const record = await pretrainTextContrast(encoder, {
      ...{ ...options, steps: 80, learningRate: 5e-3 },
      onStep: (_, loss) => losses.push(loss),
    });
    expect(losses[0]).toBeCloseTo(before, 3);
    const mean = (part: number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) / 2);
    expect(record.steps).toBe(80);
    expect(record.trainingFlops).toBe(80 * 3 * (encoder.forwardFlops(16, 6) + task.forwardFlops(8)));
  });

  it('tells two dropouts of a text apart, and is the same again from one seed', async () => {
    const run = async () => {
      const encoder = tinyEncoder({ dropoutRate: 0.2 });
      const record = await pretrainTextContrast(encoder, {
        ...{ objective: objective(), views: 'dropout', sequences, batchSize: 8, lengths: [6] },
        ...{ steps: 30, learningRate: 5e-3, seed: 4 },
      });
      return { losses: record.losses, table: [...encoder.tokenEmbedding.dataSync()] };
    };
    const first = await run();
    expect(first.losses[0]!.value).toBeGreaterThan(0);
    expect(await run()).toEqual(first);
  });

  it('stops on request, and refuses batches that no length fills', async () => {
    const encoder = tinyEncoder();
    const options = {
      objective: objective(),
      views: 'dropout',
      sequences,
      lengths: [6],
      steps: 5,
      seed: 1,
    } as const;
    await expect(pretrainTextContrast(encoder, { ...options, batchSize: 100 })).rejects.toThrow(
      'No length bucket holds a full batch of 100 texts; lower batchSize, or give fewer lengths.',
    );
    requestStop();
    await expect(pretrainTextContrast(encoder, { ...options, batchSize: 8 })).rejects.toMatchObject({
      name: 'StoppedError',
    });
  });
});

function firstBatch({
  batchSize,
  lengths,
  seed,
}: {
  batchSize: number;
  lengths: readonly number[];
  seed: number;
}) {
  const { indices } = lengthBatchStream(sequences, { batchSize, lengths, seed })();
  const random = seededRandom(`views/${seed}/0`);
  return {
    nextBatch: indices,
    views: indices.map((index) => textViews(sequences[index]!, 'halves', random)),
  };
}
