"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeEvents = encodeEvents;
/**
 * TensorBoard's event files: records of TensorFlow's Event message (event.proto, summary.proto), each framed by its
 * length and masked CRC-32C checksums (lib/io/record_writer.h).
 */
const wire_1 = require("@bufbuild/protobuf/wire");
const message = (write) => {
    const writer = new wire_1.BinaryWriter();
    write(writer);
    return writer.finish();
};
const part = (writer, field, write) => writer.tag(field, wire_1.WireType.LengthDelimited).bytes(message(write));
const text = (writer, field, value) => writer.tag(field, wire_1.WireType.LengthDelimited).string(value);
const double = (writer, field, value) => writer.tag(field, wire_1.WireType.Bit64).double(value);
const integer = (writer, field, value) => writer.tag(field, wire_1.WireType.Varint).int64(value);
/** An event file's content: the version, the run's settings, then the scalars in order. */
function encodeEvents(scalars, run) {
    const events = [
        event(run.startedAt, 0, (w) => text(w, 3, 'brain.Event:2')),
        settingsEvent(run.startedAt, '_hparams_/session_start_info', (w) => part(w, 3, sessionStart(run))),
        ...scalars.map(({ tag, step, value, wallTime }) => event(wallTime, step, (w) => part(w, 5, (summary) => part(summary, 1, scalar(tag, value))))),
        settingsEvent(run.endedAt, '_hparams_/session_end_info', (w) => part(w, 4, (session) => {
            integer(session, 1, run.succeeded ? 1 : 2);
            double(session, 2, run.endedAt);
        })),
    ];
    return Buffer.concat(events.map(recordOf));
}
function event(wallTime, step, what) {
    return message((w) => {
        double(w, 1, wallTime);
        integer(w, 2, step);
        what(w);
    });
}
/** simple_value with the scalars plugin's name and data class, as the readers of both TensorBoard formats accept it. */
function scalar(tag, value) {
    return (w) => {
        text(w, 1, tag);
        w.tag(2, wire_1.WireType.Bit32).float(value);
        part(w, 9, (metadata) => {
            part(metadata, 1, (plugin) => text(plugin, 1, 'scalars'));
            integer(metadata, 4, 1);
        });
    };
}
/** The HParams plugin keeps its data in a summary's metadata; the tensor beside it is an empty one. */
function settingsEvent(wallTime, tag, data) {
    const emptyFloats = (tensor) => {
        integer(tensor, 1, 1);
        part(tensor, 2, (shape) => part(shape, 2, (dimension) => integer(dimension, 1, 0)));
    };
    return event(wallTime, 0, (w) => part(w, 5, (summary) => part(summary, 1, (value) => {
        text(value, 1, tag);
        part(value, 8, emptyFloats);
        part(value, 9, (metadata) => part(metadata, 1, (plugin) => {
            text(plugin, 1, 'hparams');
            part(plugin, 2, data);
        }));
    })));
}
function sessionStart({ settings, group, startedAt }) {
    return (w) => {
        for (const [name, value] of Object.entries(settings)) {
            part(w, 1, (entry) => {
                text(entry, 1, name);
                part(entry, 2, (any) => (typeof value === 'number' ? double(any, 2, value) : text(any, 3, value)));
            });
        }
        text(w, 4, group);
        double(w, 5, startedAt);
    };
}
function recordOf(data) {
    const record = Buffer.alloc(data.length + 16);
    record.writeBigUInt64LE(BigInt(data.length));
    record.writeUInt32LE(maskedChecksum(record.subarray(0, 8)), 8);
    record.set(data, 12);
    record.writeUInt32LE(maskedChecksum(data), 12 + data.length);
    return record;
}
const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    // The Castagnoli polynomial, reflected.
    for (let bit = 0; bit < 8; bit++)
        rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
    return rest;
});
/** CRC-32C, rotated and shifted so that checksums of checksums are no trap (record_writer.h). */
function maskedChecksum(data) {
    let rest = 0xffffffff;
    for (const byte of data)
        rest = checksumTable[(rest ^ byte) & 0xff] ^ (rest >>> 8);
    const crc = ~rest >>> 0;
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
//# sourceMappingURL=eventFile.js.map