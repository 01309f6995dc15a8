import { seededRandom } from '../../src/data/seededRandom';
import type { TensorFile } from '../../src/training/safetensors';

/** 400 KB that tell one version from another. */
export function savedTensors(version: string): TensorFile {
  const random = seededRandom(version);
  const values = Float32Array.from({ length: 100_000 }, () => random.uniform());
  return { tensors: { weights: { dtype: 'float32', shape: [100, 1000], values } }, metadata: { version } };
}
