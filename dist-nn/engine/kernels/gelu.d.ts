import { tf } from '../native';
/**
 * Gaussian error linear unit, tanh form (Hendrycks & Gimpel 2016, section 2):
 * 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). Any shape.
 */
export declare function gelu(x: tf.Tensor): tf.Tensor;
/** gelu(x + bias): `x` [rows, width], `bias` [width]. One pass over memory with the lab's own kernel. */
export declare function biasGelu(x: tf.Tensor, bias: tf.Tensor): tf.Tensor;
