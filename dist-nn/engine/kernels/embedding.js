"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.gatherRows = gatherRows;
const customGradient_1 = require("../customGradient");
const native_1 = require("../native");
const rawOp_1 = require("../rawOp");
/**
 * Rows of a table: `table` [rows, width], `indices` int32 of any shape -> [...indices.shape, width].
 * Its gradient sums the incoming rows by index. Out-of-range indices are the caller's fault: unlike tf.gather nothing
 * is read back to check them, so that the op can be compiled.
 */
function gatherRows(table, indices) {
    const [rows, width] = table.shape;
    const gathered = (0, customGradient_1.withGradient)([table, indices.reshape([-1])], (source, flat) => ({
        value: (0, rawOp_1.rawOp)('GatherV2', [source, flat, native_1.tf.scalar(0, 'int32')], {
            batch_dims: { int: 0 },
            Tparams: { type: 'float32' },
            Tindices: { type: 'int32' },
            Taxis: { type: 'int32' },
        }),
        saved: [flat],
        gradient: (dy, [index]) => [
            native_1.nativeKernels
                ? (0, rawOp_1.rawOp)('LabSumRowsByIndex', [dy, index], { rows: { int: rows } })
                : (0, rawOp_1.rawOp)('UnsortedSegmentSum', [dy, index, native_1.tf.scalar(rows, 'int32')], {
                    T: { type: 'float32' },
                    Tindices: { type: 'int32' },
                    Tnumsegments: { type: 'int32' },
                }),
            native_1.tf.zerosLike(index),
        ],
    }));
    return gathered.reshape([...indices.shape, width]);
}
//# sourceMappingURL=embedding.js.map