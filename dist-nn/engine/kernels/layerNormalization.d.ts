import { type tf } from '../native';
/**
 * Layer normalisation over the last axis (Ba, Kiros & Hinton 2016, eq. 4): (x - mean) / sqrt(variance + 1e-5) * scale
 * + shift. `x` [rows, width], `scale` and `shift` [width]. One analytic gradient instead of the dozen ops that
 * differentiating each step would make.
 */
export declare function layerNormalization(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor;
