/** A hash of what data hold, whatever code made them: what enters a run's id. */
import { createHash, type Hash } from 'node:crypto';
import { LabError } from '../errors';

/**
 * SHA-256 over a value: numbers, texts, typed arrays by their bytes, arrays and objects by their entries (names sorted).
 * Objects of classes count by their own fields; one without any is refused, since what it holds cannot be seen.
 * @throws LabError for a function or a promise, naming its place: prepared data are plain
 */
export function contentHash(value: unknown): string {
  const hash = createHash('sha256');
  feed(hash, value, 'data');
  return hash.digest('hex');
}

function feed(hash: Hash, value: unknown, place: string): void {
  if (typeof value === 'string') feedText(hash, value);
  else if (value === null || typeof value !== 'object') feedPlain(hash, value, place);
  else if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    hash
      .update(`${value.constructor.name}${byteLength}:`)
      .update(new Uint8Array(buffer, byteOffset, byteLength));
  } else if (Array.isArray(value)) {
    hash.update(`[${value.length}`);
    for (const [index, item] of value.entries()) feed(hash, item, `${place}[${index}]`);
  } else if (value instanceof Map || value instanceof Set) {
    const entries = [...value];
    hash.update(`${value.constructor.name}${entries.length}`);
    for (const [index, entry] of entries.entries()) feed(hash, entry, `${place}{${index}}`);
  } else if (value instanceof Promise) {
    throw new LabError(`${place} is a promise: await it in the recipe that prepares the data.`);
  } else {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    if (fields.length === 0 && !isPlain(value))
      throw new LabError(
        `${place} is a ${value.constructor.name}, which keeps what it holds out of sight: give plain values, such as a number for a date or a typed array for a buffer.`,
      );
    hash.update(`{${fields.length}`);
    for (const [name, field] of fields) {
      hash.update(`${name.length}:${name}`);
      feed(hash, field, `${place}.${name}`);
    }
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Half a character is nothing in UTF-8, which would take all of them for the same. */
function feedText(hash: Hash, text: string): void {
  if (/\p{Surrogate}/u.test(text)) hash.update(`u${text.length}:`).update(text, 'utf16le');
  else hash.update(`s${text.length}:`).update(text);
}

function feedPlain(hash: Hash, value: unknown, place: string): void {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new LabError(
      `${place} is a ${typeof value}: prepared data are plain, so give what it works on, and let recipes import the code.`,
    );
  hash.update(`${typeof value}${Object.is(value, -0) ? '-0' : String(value)};`);
}
