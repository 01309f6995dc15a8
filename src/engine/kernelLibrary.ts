/**
 * The lab's own kernels (src/engine/native/*.h), compiled by set-up into .lab/kernels. Loading the library registers
 * them with TensorFlow, eagerly and for graphs. They are for the CPU; without them the compositions in kernels/ serve.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from '../paths';
import { processorFeatures } from './processor';

const folder = path.join(projectRoot, '.lab', 'kernels');

/**
 * Whether the library's matrix products are the quicker ones: measured against oneDNN with AVX2; with AVX-512 they were
 * never compared, so TensorFlow's serve there (tests/bench/ENGINE-LOG.md).
 */
export function quickMatrixProducts(features: readonly string[] = processorFeatures()): boolean {
  return features.includes('avx2') && features.includes('fma') && !features.includes('avx512f');
}

/** Loads the library; false where there is none for this machine, or LAB_NATIVE_KERNELS=off. */
export function loadKernelLibrary(): boolean {
  if (process.env.LAB_NATIVE_KERNELS === 'off') return false;
  const library = path.join(folder, 'kernels.node');
  const facts = path.join(folder, 'kernels.json');
  if (!fs.existsSync(library) || !fs.existsSync(facts)) return false;
  const { needs } = JSON.parse(fs.readFileSync(facts, 'utf8')) as { needs: string[] };
  // A project folder may have moved to a machine with an older processor.
  const present = processorFeatures();
  if (!needs.every((feature) => present.includes(feature))) return false;
  require(library);
  return true;
}
