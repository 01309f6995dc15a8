"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.qr = qr;
exports.singularValueDecomposition = singularValueDecomposition;
const rawOp_1 = require("./rawOp");
/**
 * Thin QR decomposition of a float32 matrix [m, n], m >= n: `q` [m, n] with orthonormal columns, `r` [n, n] upper
 * triangular, q r = matrix. The signs of r's diagonal are the kernel's.
 */
function qr(matrix) {
    const attributes = { full_matrices: { bool: false }, T: { type: 'float32' } };
    const [q, r] = (0, rawOp_1.rawOps)('Qr', [matrix], attributes, 2);
    return { q, r };
}
/**
 * Thin singular value decomposition of a float32 matrix [m, n], k = min(m, n): matrix = u diag(singularValues) vᵀ
 * with `u` [m, k], `singularValues` [k] descending, `v` [n, k]. Meant for small matrices; cost grows as m n k.
 */
function singularValueDecomposition(matrix) {
    const attributes = {
        compute_uv: { bool: true },
        full_matrices: { bool: false },
        T: { type: 'float32' },
    };
    const [singularValues, u, v] = (0, rawOp_1.rawOps)('Svd', [matrix], attributes, 3);
    return { u: u, singularValues: singularValues, v: v };
}
//# sourceMappingURL=linearAlgebra.js.map