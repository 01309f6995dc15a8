"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readIdx = readIdx;
exports.writeIdx = writeIdx;
const errors_1 = require("../errors");
/**
 * An IDX file of unsigned bytes (LeCun, Cortes & Burges, "The MNIST database", file formats).
 * @throws LabError when it is of another kind or cut off
 */
function readIdx(bytes, file) {
    const rank = bytes[3] ?? 0;
    const headerLength = 4 + 4 * rank;
    if (bytes.length < headerLength || bytes.readUInt16BE(0) !== 0 || bytes[2] !== 0x08 || rank === 0)
        throw new errors_1.LabError(`${file} is no IDX file of bytes: check 'format' in the card.`);
    const shape = Array.from({ length: rank }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
    const values = bytes.subarray(headerLength);
    const expected = shape.reduce((product, size) => product * size, 1);
    if (values.length !== expected)
        throw new errors_1.LabError(`${file} says [${shape.join(', ')}] but holds ${values.length} bytes instead of ${expected}: fetch it again.`);
    return { shape, values };
}
/** An IDX file of the given shape; see {@link readIdx}. */
function writeIdx(shape, values) {
    const header = Buffer.alloc(4 + 4 * shape.length);
    header[2] = 0x08;
    header[3] = shape.length;
    shape.forEach((size, axis) => {
        header.writeUInt32BE(size, 4 + 4 * axis);
    });
    return Buffer.concat([header, values]);
}
//# sourceMappingURL=idx.js.map