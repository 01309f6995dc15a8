// @ts-check
/** Loads the library of kernels named on the command line after the engine, and runs one of them. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const nodeUtil = require('node:util');
nodeUtil.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
nodeUtil.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const tf = require('@tensorflow/tfjs-node-gpu');
require(process.argv[2]);
/** @type {any} the raw door to TensorFlow's kernels, which the types of tfjs leave out */
const backend = tf.backend();
const attribute = { name: 'N', type: backend.binding.TF_ATTR_INT, value: 1 };
const [norm] = backend.executeSingleOutput('LabGlobalNorm', [attribute], [tf.tensor1d([3, 4])]).dataSync();
if (norm !== 5) throw new Error(`the norm of [3, 4] came out as ${norm}`);
