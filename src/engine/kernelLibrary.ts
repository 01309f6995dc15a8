/**
 * The lab's own kernels (src/engine/native/*.h), compiled by set-up into .lab/kernels. Loading the library registers
 * them with TensorFlow, eagerly and for graphs. They are for the CPU; without them the compositions in kernels/ serve.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from '../paths';
import type { multiplyByTransposed } from './float64Products';
import { processorFeatures } from './processor';

const folder = path.join(projectRoot, '.lab', 'kernels');

/**
 * Whether the library's matrix products are the quicker ones: with AVX2 they are, with AVX-512 oneDNN's are
 * (tests/bench/ENGINE-LOG.md).
 */
export function quickMatrixProducts(features: readonly string[] = processorFeatures()): boolean {
  return features.includes('avx2') && features.includes('fma') && !features.includes('avx512f');
}

/** What the library offers to JavaScript beside the kernels that it registers with TensorFlow. */
export interface KernelLibrary {
  /** @throws RangeError for arrays shorter than the sizes given */
  readonly multiplyByTransposed: typeof multiplyByTransposed;
}

/** Loads the library; undefined where there is none for this machine, or LAB_NATIVE_KERNELS=off. */
export function loadKernelLibrary(): KernelLibrary | undefined {
  if (process.env.LAB_NATIVE_KERNELS === 'off') return undefined;
  const library = path.join(folder, 'kernels.node');
  const facts = path.join(folder, 'kernels.json');
  if (!fs.existsSync(library) || !fs.existsSync(facts)) return undefined;
  const { needs } = JSON.parse(fs.readFileSync(facts, 'utf8')) as { needs: string[] };
  // A project folder may have moved to a machine with an older processor.
  const present = processorFeatures();
  return needs.every((feature) => present.includes(feature))
    ? (require(library) as KernelLibrary)
    : undefined;
}
