/** Values that reference implementations gave (reference/make_references.py), and how closely ours must equal them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';

export interface Recorded {
  /** Python package to version. */
  readonly versions: Readonly<Record<string, string>>;
  /** The cases of one kind. */
  cases<Case>(kind: string): Case[];
}

/** Reads a recorded file; a kind without cases fails, so that no test passes over nothing. */
export function recorded(name: string): Recorded {
  const lines = fs
    .readFileSync(path.join(__dirname, 'reference', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    versions: lines[0].versions as Record<string, string>,
    cases: <Case>(kind: string) => {
      const found = lines.filter((line) => Object.hasOwn(line, kind)).map((line) => line[kind] as Case);
      expect(found.length, `cases of ${kind}`).toBeGreaterThan(15);
      return found;
    },
  };
}

/** A recorded number; 'Infinity' is written as a word. */
export type Value = number | 'Infinity';

/** Asserts that numbers equal recorded ones to 1e-9 of their size (or of 1, below 1). */
export function expectRecorded(
  actual: ArrayLike<number>,
  expected: readonly Value[],
  about: string,
  tolerance = 1e-9,
): void {
  expect(actual.length, about).toBe(expected.length);
  expected.forEach((value, k) => {
    const right = Number(value);
    if (Number.isFinite(right)) {
      const distance = Math.abs(actual[k] - right) / Math.max(1, Math.abs(right));
      expect(distance, `${about}: ${actual[k]} instead of ${right}`).toBeLessThanOrEqual(tolerance);
    } else expect(actual[k], about).toBe(right);
  });
}
