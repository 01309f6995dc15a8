// @ts-check
/** Loads the engine as the lab does, adds two numbers and prints what it is, as JSON. Run in a process of its own. */
import { createRequire } from 'node:module';
import * as util from 'node:util';

const nodeUtil = createRequire(import.meta.url)('node:util');
// Deprecated in Node 22, gone since 23.
nodeUtil.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
nodeUtil.isArray = Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');
const [sum] = tf.add(1, 2).dataSync();
const backend = tf.backend();
if (sum !== 3 || tf.getBackend() !== 'tensorflow') {
  throw new Error(`1 + 2 gave ${util.inspect(sum)} on the backend ${tf.getBackend()}`);
}
process.stdout.write(
  JSON.stringify({
    tensorflow: backend.binding.TF_Version,
    gpu: Boolean(backend.isUsingGpuDevice),
    node: process.version,
  }),
);
