/** The hash of an environment: apart from the fingerprint itself, so that a record can be checked without the engine. */
import { createHash } from 'node:crypto';

/** Left out: the commit and this package's version (what code ran is for the run to say), memory, and the cores beyond those in use. */
const withoutInfluence = ['labVersion', 'gitCommit', 'memoryBytes', 'cores', 'hash'];

/** Hashes those facts of an environment that determine numbers; 16 hexadecimal digits. */
export function fingerprintHash(facts: object): string {
  const sorted = Object.entries(facts)
    .filter(([name]) => !withoutInfluence.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
