"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeSafetensors = encodeSafetensors;
exports.decodeSafetensors = decodeSafetensors;
/**
 * The safetensors format (huggingface/safetensors, format description): 8 bytes of header length, little-endian; a JSON
 * header of name -> { dtype, shape, data_offsets }; then the tensors, without holes.
 */
const node_crypto_1 = require("node:crypto");
const errors_1 = require("../errors");
const formatNames = { float32: 'F32', int32: 'I32' };
/** Headers above this are refused, as in the reference implementation. */
const headerLimit = 100_000_000;
const checksumKey = 'checksum';
/** Also says what it is, so that it is missed where damage has hit its key. */
const checksumPattern = /^sha256:[0-9a-f]{64}$/;
/** Checksum over every tensor's name, type, shape and bytes and the other metadata. */
function checksum(header, data) {
    return `sha256:${(0, node_crypto_1.createHash)('sha256').update(JSON.stringify(header)).update(data).digest('hex')}`;
}
/** Encodes tensors in the given order; metadata carries a SHA-256 so that damage is found on loading. */
function encodeSafetensors({ tensors, metadata }) {
    const entries = {};
    const parts = [];
    let offset = 0;
    for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
        const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
        entries[name] = { dtype: formatNames[dtype], shape, data_offsets: [offset, offset + bytes.length] };
        offset += bytes.length;
        parts.push(bytes);
    }
    const data = Buffer.concat(parts);
    const unsigned = { __metadata__: metadata, ...entries };
    const signed = { __metadata__: { ...metadata, [checksumKey]: checksum(unsigned, data) }, ...entries };
    let header = Buffer.from(JSON.stringify(signed));
    // Padded with spaces so that the data is aligned for its readers.
    header = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')]);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, data]);
}
/**
 * Decodes and checks a file.
 * @param what how to name the file in an error
 * @throws LabError if it is truncated, damaged, has holes or duplicate names, or a type other than F32 and I32
 */
function decodeSafetensors(file, what) {
    const refuse = (reason) => {
        throw new errors_1.LabError(`${what} is not a usable safetensors file: ${reason}; restore it from a copy, or delete it so that it is made again.`);
    };
    const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    if (buffer.length < 8)
        refuse('it ends before its header');
    const headerLength = buffer.readBigUInt64LE(0);
    if (headerLength > BigInt(headerLimit))
        refuse(`its header claims ${headerLength} bytes, and ${headerLimit} is the limit`);
    const start = 8 + Number(headerLength);
    if (start > buffer.length)
        refuse('it ends inside its header');
    const header = parseHeader(buffer.toString('utf8', 8, start), refuse);
    const { __metadata__: metadata = {}, ...entries } = header;
    if (!isTextByName(metadata))
        return refuse('its metadata is not an object of texts');
    const data = buffer.subarray(start);
    const tensors = {};
    let expected = 0;
    for (const [name, entry] of Object.entries(entries).sort((a, b) => startOf(a[1]) - startOf(b[1]))) {
        const { dtype, values } = decodeTensor(name, entry, data, expected, refuse);
        expected = entry.data_offsets[1];
        tensors[name] = { dtype, shape: entry.shape, values };
    }
    if (expected !== data.length)
        refuse(expected > data.length ? 'it ends inside its tensors' : 'bytes follow its last tensor');
    const { [checksumKey]: recorded, ...rest } = metadata;
    const displaced = recorded === undefined && Object.values(rest).some((text) => checksumPattern.test(text));
    if (displaced ||
        (recorded !== undefined && recorded !== checksum({ __metadata__: rest, ...entries }, data)))
        refuse('its checksum does not match, so it was damaged');
    return { tensors, metadata: rest };
}
function isTextByName(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return false;
    return Object.values(value).every((text) => typeof text === 'string');
}
const startOf = (entry) => Array.isArray(entry?.data_offsets) ? Number(entry.data_offsets[0]) : 0;
function parseHeader(text, refuse) {
    let header;
    try {
        header = JSON.parse(text);
    }
    catch {
        refuse('its header is not JSON');
    }
    if (typeof header !== 'object' || header === null || Array.isArray(header))
        refuse('its header is not an object');
    const names = topLevelKeys(text);
    if (new Set(names).size !== names.length)
        refuse('its header names a tensor twice');
    return header;
}
/** Keys of the outermost object of valid JSON, duplicates included (JSON.parse keeps only the last). */
function topLevelKeys(text) {
    const keys = [];
    let depth = 0;
    for (let i = 0; i < text.length; i++) {
        const character = text[i];
        if (character === '{' || character === '[')
            depth++;
        else if (character === '}' || character === ']')
            depth--;
        else if (character === '"') {
            const start = i;
            for (i++; text[i] !== '"'; i++)
                if (text[i] === '\\')
                    i++;
            if (depth === 1 && /^\s*:/.test(text.slice(i + 1, i + 64)))
                keys.push(JSON.parse(text.slice(start, i + 1)));
        }
    }
    return keys;
}
function decodeTensor(name, entry, data, expected, refuse) {
    const found = Object.entries(formatNames).find(([, format]) => format === entry?.dtype);
    if (!found)
        return refuse(`tensor '${name}' has type ${JSON.stringify(entry?.dtype)}, and only F32 and I32 are read`);
    const dtype = found[0];
    const { shape, data_offsets: offsets } = entry;
    const whole = (value) => Number.isSafeInteger(value) && value >= 0;
    if (!Array.isArray(shape) || !shape.every(whole))
        return refuse(`tensor '${name}' has no valid shape`);
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole))
        return refuse(`tensor '${name}' has no valid data_offsets`);
    const [from, to] = offsets;
    const size = shape.reduce((product, side) => product * side, 1);
    if (from !== expected)
        return refuse(`tensor '${name}' leaves a hole or overlaps another`);
    if (to - from !== size * 4)
        return refuse(`tensor '${name}' of shape [${shape.join()}] does not fill its ${to - from} bytes`);
    if (to > data.length)
        return refuse('it ends inside its tensors');
    // A copy, since the data need not be aligned in the file's buffer.
    const bytes = Uint8Array.from(data.subarray(from, to));
    return {
        dtype,
        values: dtype === 'float32' ? new Float32Array(bytes.buffer) : new Int32Array(bytes.buffer),
    };
}
//# sourceMappingURL=safetensors.js.map