/** Compiled graphs as files, for inspection in Netron: where LAB_GRAPHS names a folder, every program leaves its graph there. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

const written = new WeakMap<object, string>();

/**
 * Writes a program's graph (a SavedModel message) as FUNCTIONS-HASH.pb; a graph that has grown since replaces the one before.
 * @param program whose graph it is
 * @param functions names of the functions compiled so far
 */
export function keepGraph(program: object, functions: readonly string[], message: Uint8Array): void {
  const folder = process.env.LAB_GRAPHS;
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  const hash = createHash('sha256').update(message).digest('hex').slice(0, 8);
  const file = path.join(folder, `${[...new Set(functions)].join('-')}-${hash}.pb`);
  fs.writeFileSync(file, message);
  const before = written.get(program);
  if (before !== undefined && before !== file) fs.rmSync(before, { force: true });
  written.set(program, file);
}
