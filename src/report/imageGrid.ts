/** Small images side by side as one picture (PNG, RFC 2083), for notebooks. */
import { crc32, deflateSync } from 'node:zlib';
import type { Displayable, MimeBundle } from './display';

export interface ImageGridOptions {
  /** What the picture shows, row by row: it stands for the picture where none can be drawn. */
  readonly title: string;
  /** Height, width and channels (1 or 3) of each image. */
  readonly shape: readonly [number, number, number];
  /** Images in a row. */
  readonly columns: number;
  /** Screen pixels a side of each image pixel. Default 3. */
  readonly magnification?: number;
}

/** Pixels between two images, before magnification. */
const gap = 1;

/** Images in rows, as a reader meets them. */
export class ImageGrid implements Displayable {
  /** @param values numbers from 0 to 1, [images, height, width, channels] row-major */
  constructor(
    readonly values: ArrayLike<number>,
    readonly options: ImageGridOptions,
  ) {}

  /** The whole picture: width, height and bytes [height, width, 3], gaps white. */
  pixels(): { width: number; height: number; bytes: Uint8Array } {
    const {
      shape: [rows, columnsOfImage, channels],
      columns,
      magnification = 3,
    } = this.options;
    const count = this.values.length / (rows * columnsOfImage * channels);
    const width = (columns * (columnsOfImage + gap) - gap) * magnification;
    const height = (Math.ceil(count / columns) * (rows + gap) - gap) * magnification;
    const bytes = new Uint8Array(width * height * 3).fill(255);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [row, column] = [Math.floor(y / magnification), Math.floor(x / magnification)];
        const [inY, inX] = [row % (rows + gap), column % (columnsOfImage + gap)];
        const image = Math.floor(row / (rows + gap)) * columns + Math.floor(column / (columnsOfImage + gap));
        if (inY >= rows || inX >= columnsOfImage || image >= count) continue;
        for (let k = 0; k < 3; k++) {
          const at = ((image * rows + inY) * columnsOfImage + inX) * channels + (channels === 3 ? k : 0);
          bytes[(y * width + x) * 3 + k] = Math.round(255 * Math.min(1, Math.max(0, this.values[at]!)));
        }
      }
    }
    return { width, height, bytes };
  }

  toDisplay(): MimeBundle {
    return { 'image/png': encodePng(this.pixels()), 'text/plain': `[picture: ${this.options.title}]` };
  }
}

/** Lays images out in rows; give it to `show`. */
export function imageGrid(values: ArrayLike<number>, options: ImageGridOptions): ImageGrid {
  return new ImageGrid(values, options);
}

function encodePng({
  width,
  height,
  bytes,
}: {
  width: number;
  height: number;
  bytes: Uint8Array;
}): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a channel, red-green-blue.
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    lines.set(bytes.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
