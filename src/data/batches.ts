/** Every place where examples become batches: which indices stand in a batch, in an order that follows from a seed. */
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

/** Settings of {@link lengthBatchStream}. */
export type LengthBatchStreamOptions = Omit<LengthBatchOptions, 'epoch'>;

/**
 * Batches of sequences for ever, epoch after epoch as {@link lengthBucketedBatches} makes them; incomplete ones are left out.
 * @throws LabError on the first call when no length has enough sequences for a whole batch
 */
export function lengthBatchStream(
  sequences: readonly { readonly length: number }[],
  options: LengthBatchStreamOptions,
): () => LengthBatch {
  const { batchSize } = options;
  let epoch = 0;
  let queue: LengthBatch[] = [];
  return () => {
    for (let attempts = 0; queue.length === 0; attempts++) {
      if (attempts > 1)
        throw new LabError(
          `No length bucket holds a full batch of ${batchSize} texts; lower batchSize, or give fewer lengths.`,
        );
      queue = lengthBucketedBatches(sequences, { ...options, epoch: epoch++ }).filter(
        ({ indices }) => indices.length === batchSize,
      );
    }
    return queue.shift()!;
  };
}

/**
 * Batches of indices for ever, every epoch in its own order; what does not fill a batch is left out.
 * @param order names the stream, so that two streams of one seed differ
 * @throws LabError when there are fewer examples than a batch holds
 */
export function epochStream(
  examples: number,
  { batchSize, seed, order }: { readonly batchSize: number; readonly seed: number; readonly order: string },
): () => number[] {
  if (examples < batchSize)
    throw new LabError(`There are ${examples} images for a batch of ${batchSize}; lower batchSize.`);
  let epoch = 0;
  let queue: number[] = [];
  return () => {
    if (queue.length < batchSize)
      queue = seededRandom(`${order}/${seed}/${epoch++}`).shuffle([...Array(examples).keys()]);
    return queue.splice(0, batchSize);
  };
}

/** How many batches {@link exampleStream} draws at once to sort them by size. */
const sortedTogether = 4;

/**
 * Draws batches of indices for ever, every example once before any a second time. Given sizes, the examples of four batches (fewer
 * where there are not so many examples) are sorted by size and cut into batches, which come in random order.
 */
export function exampleStream(
  examples: number,
  batchSize: number,
  seed: number,
  sizeOf?: (example: number) => number,
): () => number[] {
  const random = seededRandom(`examples/${seed}`);
  const together = sizeOf ? Math.max(1, Math.min(sortedTogether, Math.floor(examples / batchSize))) : 1;
  let queue: number[] = [];
  let batches: number[][] = [];
  return () => {
    if (batches.length === 0) {
      const drawn: number[] = [];
      while (drawn.length < together * batchSize) {
        if (queue.length === 0) queue = random.shuffle(Array.from({ length: examples }, (_, index) => index));
        drawn.push(queue.pop() as number);
      }
      if (sizeOf && together > 1) drawn.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);
      for (let start = 0; start < drawn.length; start += batchSize)
        batches.push(drawn.slice(start, start + batchSize));
      if (together > 1) batches = random.shuffle(batches);
    }
    return batches.shift() as number[];
  };
}
