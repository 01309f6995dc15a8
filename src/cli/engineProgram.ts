/**
 * A program of its own, for the doctor: loads the engine and prints the fingerprint, then whether danfo computes with that
 * very engine, one JSON object a line. What ends or hangs in here does not take the doctor with it.
 */
import { createRequire } from 'node:module';
import { environmentFingerprint } from '../engine/fingerprint';
import { tf } from '../engine/native';

process.stdout.write(`${JSON.stringify(environmentFingerprint())}\n`);
const danfo = createRequire(__filename)('danfojs-node') as { tensorflow: typeof tf };
process.stdout.write(`${JSON.stringify({ shared: danfo.tensorflow.backend() === tf.backend() })}\n`);
