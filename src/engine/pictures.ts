/** Pictures that tfjs has no call for: WebP, and PNG with 16 bits a channel. TensorFlow's own decoders do the work. */
import { type NativeBinding, nativeBackend, type OpAttribute } from './binding';
import './native';

/** A picture's values, row-major [height, width, channels]. */
export interface PictureValues {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly values: Int32Array;
}

// tfjs has no tensors of these types, so that results are made int32 before it sees them.
const uint8 = 4;
const uint16 = 17;
const int32 = 3;
const text = 7;

/**
 * A PNG as red, green, blue and alpha from 0 to 65535.
 * @throws Error when it cannot be decoded
 */
export function decodePng16(bytes: Uint8Array): PictureValues {
  return decoded('DecodePng', bytes, 4, uint16);
}

/**
 * A WebP that does not move, as red, green and blue from 0 to 255, and alpha where it has any. Never call it for an animation:
 * TensorFlow 2.21 writes four channels of it into room for three.
 * @throws Error when it cannot be decoded
 */
export function decodeWebp(bytes: Uint8Array): PictureValues {
  try {
    return decoded('DecodeWebP', bytes, 3, uint8);
  } catch (error) {
    if (!/Number of channels/.test((error as Error).message)) throw error;
    return decoded('DecodeWebP', bytes, 4, uint8);
  }
}

function decoded(operation: string, bytes: Uint8Array, channels: number, type: number): PictureValues {
  const { binding } = nativeBackend();
  const made: number[] = [];
  const run = (name: string, attributes: OpAttribute[], input: number) => {
    const output = binding.executeOp(name, attributes, [input], 1)[0]!;
    made.push(output.id);
    return output;
  };
  try {
    const contents = binding.createTensor([], text, [bytes] as unknown as ArrayLike<number>);
    made.push(contents);
    const picture = run(
      operation,
      [count(binding, 'channels', channels), kind(binding, 'dtype', type)],
      contents,
    );
    const cast = [
      kind(binding, 'SrcT', type),
      kind(binding, 'DstT', int32),
      { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
    ];
    const { id, shape } = run('Cast', cast, picture.id);
    const [height, width, depth] = shape.slice(-3) as [number, number, number];
    // Copied: the tensor that it lies in is deleted below.
    return { shape: [height, width, depth], values: Int32Array.from(binding.tensorDataSync(id)) };
  } finally {
    for (const id of made) binding.deleteTensor(id);
  }
}

const count = (binding: NativeBinding, name: string, value: number): OpAttribute => ({
  name,
  type: binding.TF_ATTR_INT,
  value,
});

const kind = (binding: NativeBinding, name: string, value: number): OpAttribute => ({
  name,
  type: binding.TF_ATTR_TYPE,
  value,
});
