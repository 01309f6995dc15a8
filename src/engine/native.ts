/**
 * The one door to the native engine: every other file imports `tf` from here, so that the addon is loaded once,
 * with its log level and flags set before TensorFlow reads them.
 */
import './nodeCompatibility';
import * as tf from '@tensorflow/tfjs-node-gpu';

export { tf };
