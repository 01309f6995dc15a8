import { tf } from './native';
/** What a forward pass leaves: its value, the tensors that its gradient needs, and the gradient itself. */
export interface Differentiable {
    readonly value: tf.Tensor;
    readonly saved: readonly tf.Tensor[];
    /** Gradient with respect to each input, in order. `dy` has the shape of `value`. */
    readonly gradient: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[];
}
/**
 * An op with an analytic gradient: tf.customGrad with types. Whatever the gradient uses must be in `saved`, since
 * other tensors of the forward pass are gone by then.
 */
export declare function withGradient(inputs: readonly tf.Tensor[], forward: (...inputs: tf.Tensor[]) => Differentiable): tf.Tensor;
