/**
 * TensorBoard's event files: records of TensorFlow's Event message (event.proto, summary.proto), each framed by its
 * length and masked CRC-32C checksums (lib/io/record_writer.h).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** One number of a curve. */
export interface ScalarEvent {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
}

/** What a run was given, for the HParams dashboard (hparams/plugin_data.proto). */
export interface RunSettings {
  readonly settings: Readonly<Record<string, string | number>>;
  /** Runs of one group differ in their seeds only; the dashboard averages over them. */
  readonly group: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly succeeded: boolean;
}

type Write = (writer: BinaryWriter) => void;

const message = (write: Write): Uint8Array => {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
};
const part = (writer: BinaryWriter, field: number, write: Write) =>
  writer.tag(field, WireType.LengthDelimited).bytes(message(write));
const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const double = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Bit64).double(value);
const integer = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Varint).int64(value);

/** An event file's content: the version, the run's settings, then the scalars in order. */
export function encodeEvents(scalars: readonly ScalarEvent[], run: RunSettings): Uint8Array {
  return Buffer.concat([firstEvents(run), ...scalars.map(scalarRecord), lastEvent(run)]);
}

/** What an event file begins with: the version and the run's settings. */
export function firstEvents(run: Pick<RunSettings, 'settings' | 'group' | 'startedAt'>): Uint8Array {
  return Buffer.concat([
    recordOf(event(run.startedAt, 0, (w) => text(w, 3, 'brain.Event:2'))),
    recordOf(
      settingsEvent(run.startedAt, '_hparams_/session_start_info', (w) => part(w, 3, sessionStart(run))),
    ),
  ]);
}

/** One number, as it is appended to an event file while the run goes on. */
export function scalarRecord({ tag, step, value, wallTime }: ScalarEvent): Uint8Array {
  return recordOf(
    event(wallTime, step, (w) => part(w, 5, (summary) => part(summary, 1, scalar(tag, value)))),
  );
}

/** What the event file of a run that is over ends with. */
export function lastEvent({ endedAt, succeeded }: Pick<RunSettings, 'endedAt' | 'succeeded'>): Uint8Array {
  return recordOf(
    settingsEvent(endedAt, '_hparams_/session_end_info', (w) =>
      part(w, 4, (session) => {
        integer(session, 1, succeeded ? 1 : 2);
        double(session, 2, endedAt);
      }),
    ),
  );
}

function event(wallTime: number, step: number, what: Write): Uint8Array {
  return message((w) => {
    double(w, 1, wallTime);
    integer(w, 2, step);
    what(w);
  });
}

/** simple_value with the scalars plugin's name and data class, as the readers of both TensorBoard formats accept it. */
function scalar(tag: string, value: number): Write {
  return (w) => {
    text(w, 1, tag);
    w.tag(2, WireType.Bit32).float(value);
    part(w, 9, (metadata) => {
      part(metadata, 1, (plugin) => text(plugin, 1, 'scalars'));
      integer(metadata, 4, 1);
    });
  };
}

/** The HParams plugin keeps its data in a summary's metadata; the tensor beside it is an empty one. */
function settingsEvent(wallTime: number, tag: string, data: Write): Uint8Array {
  const emptyFloats: Write = (tensor) => {
    integer(tensor, 1, 1);
    part(tensor, 2, (shape) => part(shape, 2, (dimension) => integer(dimension, 1, 0)));
  };
  return event(wallTime, 0, (w) =>
    part(w, 5, (summary) =>
      part(summary, 1, (value) => {
        text(value, 1, tag);
        part(value, 8, emptyFloats);
        part(value, 9, (metadata) =>
          part(metadata, 1, (plugin) => {
            text(plugin, 1, 'hparams');
            part(plugin, 2, data);
          }),
        );
      }),
    ),
  );
}

function sessionStart({
  settings,
  group,
  startedAt,
}: Pick<RunSettings, 'settings' | 'group' | 'startedAt'>): Write {
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

function recordOf(data: Uint8Array): Uint8Array {
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
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest;
});

/** CRC-32C, rotated and shifted so that checksums of checksums are no trap (record_writer.h). */
function maskedChecksum(data: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of data) rest = checksumTable[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  const crc = ~rest >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
