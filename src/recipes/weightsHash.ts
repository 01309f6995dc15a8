import { createHash } from 'node:crypto';
import type { Parameters } from '../models/parameters';

/** SHA-256 over names, shapes and bytes of parameters: equal hashes mean unchanged weights. */
export function weightsHash(parameters: Parameters): string {
  const hash = createHash('sha256');
  for (const [name, variable] of Object.entries(parameters)) {
    const values = variable.dataSync();
    hash
      .update(`${name}[${variable.shape.join()}]`)
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
