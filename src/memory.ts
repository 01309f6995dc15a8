/** A program whose memory for JavaScript is used up is ended by Node in its own words, with all it holds: this says so before. */
import * as v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LabError } from './errors';

const mebibyte = 2 ** 20;
/** Shares of the limit. Node gives up when collecting garbage takes most of the time, which begins not far above. */
const suspicious = 0.85;
const refused = 0.8;

/**
 * Call it where data or results add up, at most every millisecond or so (it takes 2 µs).
 * @throws LabError when less than a fifth of the memory that Node has for JavaScript is left
 */
export function requireMemory(): void {
  if (usedShare() < suspicious) return;
  collectGarbage();
  if (usedShare() < refused) return;
  const limit = Math.round(v8.getHeapStatistics().heap_size_limit / mebibyte);
  throw new LabError(
    `Memory ran out (${limit} MiB for JavaScript): take fewer examples at a time, or give Node more with NODE_OPTIONS=--max-old-space-size=${2 ** Math.ceil(Math.log2(limit) + 0.5)}.`,
  );
}

/** Without the young generation, which the limit counts but long-lived objects cannot have. */
function usedShare(): number {
  const { used_heap_size, heap_size_limit } = v8.getHeapStatistics();
  return used_heap_size / Math.max(heap_size_limit - youngGeneration, 1);
}
/** Three semi-spaces of 16 MiB, V8's default on 64 bits. */
const youngGeneration = 48 * mebibyte;

function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
