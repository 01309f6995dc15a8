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
  const limit = Math.round(limitBytes / mebibyte);
  throw new LabError(
    `Memory ran out (${limit} MiB for JavaScript): take fewer examples at a time, or give Node more with NODE_OPTIONS=--max-old-space-size=${2 ** Math.ceil(Math.log2(limit) + 0.5)}.`,
  );
}

const usedShare = () => v8.getHeapStatistics().used_heap_size / limitBytes;

/**
 * What objects that stay may take. The heap's limit counts the young generation too (48 MiB in Node 20 and 22, 192 in Node
 * 24), where nothing stays; of a heap whose size was not chosen that is a small part.
 */
const limitBytes = chosenLimit() ?? v8.getHeapStatistics().heap_size_limit - 192 * mebibyte;

/** A flag of the command goes before one of the environment, the last before others. */
function chosenLimit(): number | undefined {
  for (const flags of [process.execArgv.join(' '), process.env.NODE_OPTIONS ?? '']) {
    const megabytes = [...flags.matchAll(/--max[-_]old[-_]space[-_]size[= ](\d+)/g)].at(-1)?.[1];
    if (megabytes !== undefined) return Number(megabytes) * mebibyte;
  }
  return undefined;
}

function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
