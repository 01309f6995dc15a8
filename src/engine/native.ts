/**
 * The one door to the native engine: every other file imports `tf` from here, so that the addon is loaded once,
 * with its log level and flags set before TensorFlow reads them.
 */
import './nodeCompatibility';
import * as tf from '@tensorflow/tfjs-node-gpu';
import { loadKernelLibrary, quickMatrixProducts } from './kernelLibrary';

export { tf };

const onGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;

/** The lab's own library (kernelLibrary.ts), where there is one. */
export const kernelLibrary = onGpu ? undefined : loadKernelLibrary();

/** Whether its kernels are in use; else TensorFlow's, composed to the same functions. */
export let nativeKernels: boolean = kernelLibrary !== undefined;

const quickProducts = quickMatrixProducts();

/** Whether compiled programs take their float32 products of two matrices from the lab's own kernels, too. */
export const nativeMatrixProducts = (): boolean => nativeKernels && quickProducts;

/** Runs `body` with the compositions in place of the lab's own kernels, to compare the two. */
export function withoutNativeKernels<T>(body: () => T): T {
  const before = nativeKernels;
  nativeKernels = false;
  try {
    return body();
  } finally {
    nativeKernels = before;
  }
}
