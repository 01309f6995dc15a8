/**
 * The one door to the native engine: every other file imports `tf` from here, so that the addon is loaded once,
 * with its log level and flags set before TensorFlow reads them.
 */
import './nodeCompatibility';
import * as tf from '@tensorflow/tfjs-node-gpu';
export { tf };
/** Whether the lab's own kernels (kernelLibrary.ts) are in use; else TensorFlow's, composed to the same functions. */
export declare let nativeKernels: boolean;
/** Runs `body` with the compositions in place of the lab's own kernels, to compare the two. */
export declare function withoutNativeKernels<T>(body: () => T): T;
