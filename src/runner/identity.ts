/** Names that follow from content: canonical JSON and SHA-256. */
import { createHash } from 'node:crypto';
import type { Json } from '../form/json';

/**
 * JSON with sorted keys and no white space, so that equal values have equal texts.
 * @throws TypeError for a number that is not finite: JSON would silently write null
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON cannot carry the number ${value}`);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 in hexadecimal, 64 digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of a value's canonical JSON. */
export function identify(value: Json | object): string {
  return sha256(canonicalJson(value));
}

/** How a run's id is shown where space is short; unique within a store for all practical purposes. */
export function shortId(id: string): string {
  return id.slice(0, 10);
}
