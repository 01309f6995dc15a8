/**
 * Matrix factorisations by TensorFlow's own kernels. tfjs offers `tf.linalg.qr` in JavaScript only (Householder
 * reflections, one op a column: seconds where the kernel takes 0.1 s) and no singular value decomposition.
 */
import type { tf } from './native';
/**
 * Thin QR decomposition of a float32 matrix [m, n], m >= n: `q` [m, n] with orthonormal columns, `r` [n, n] upper
 * triangular, q r = matrix. The signs of r's diagonal are the kernel's.
 */
export declare function qr(matrix: tf.Tensor2D): {
    q: tf.Tensor2D;
    r: tf.Tensor2D;
};
/**
 * Thin singular value decomposition of a float32 matrix [m, n], k = min(m, n): matrix = u diag(singularValues) vᵀ
 * with `u` [m, k], `singularValues` [k] descending, `v` [n, k]. Meant for small matrices; cost grows as m n k.
 */
export declare function singularValueDecomposition(matrix: tf.Tensor2D): {
    u: tf.Tensor2D;
    singularValues: tf.Tensor1D;
    v: tf.Tensor2D;
};
