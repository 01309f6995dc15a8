import { LabError } from '../errors';
import { seededRandom } from './seededRandom';

/** Which sequences make a batch, and the length [time] that they are padded to. */
export interface LengthBatch {
  readonly indices: number[];
  readonly length: number;
}

export interface LengthBatchOptions {
  /** Sequences in a batch; the last batch of a bucket may hold fewer. */
  readonly batchSize: number;
  /** Padded lengths to choose from, in any order: few lengths, few compiled shapes. */
  readonly lengths: readonly number[];
  readonly seed: number;
  /** Epochs counted from 0: each has its own order. */
  readonly epoch: number;
}

/**
 * One epoch of batches. A sequence goes to the smallest length that holds it, so that short texts are not padded
 * to the longest; one longer than every length goes to the longest, where the caller truncates it. Each index
 * comes exactly once. Members of a batch and the order of batches depend on (seed, epoch) alone.
 * @throws LabError when batchSize or a length is not a whole number above zero
 */
export function lengthBucketedBatches(
  sequences: readonly { readonly length: number }[],
  options: LengthBatchOptions,
): LengthBatch[] {
  const { batchSize, seed, epoch } = options;
  const lengths = [...new Set(options.lengths)].sort((first, second) => first - second);
  for (const size of [batchSize, ...lengths]) {
    if (!Number.isInteger(size) || size < 1) {
      throw new LabError(`Batches need whole numbers above zero as batchSize and lengths, not ${size}.`);
    }
  }
  if (lengths.length === 0) throw new LabError('Batches need at least one length to pad to.');
  const random = seededRandom(`batches/${seed}/${epoch}`);
  const buckets = new Map<number, number[]>(lengths.map((length) => [length, []]));
  sequences.forEach((sequence, index) => {
    const bucket = lengths.find((length) => length >= sequence.length) ?? lengths[lengths.length - 1]!;
    buckets.get(bucket)!.push(index);
  });
  const batches: LengthBatch[] = [];
  for (const [length, indices] of buckets) {
    random.shuffle(indices);
    for (let start = 0; start < indices.length; start += batchSize) {
      batches.push({ indices: indices.slice(start, start + batchSize), length });
    }
  }
  return random.shuffle(batches);
}
