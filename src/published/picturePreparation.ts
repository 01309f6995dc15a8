/** Pictures as a published model reads them: scaled, cut and normalised as preprocessor_config.json says. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { containedPath } from '../containedPath';
import { decodePicture } from '../data/decodePicture';
import type { ImageCollection } from '../data/images';
import { tf } from '../engine/native';
import { rawOp } from '../engine/rawOp';
import { LabError } from '../errors';
import { schemaClause } from '../schemaClause';

type Size = readonly [height: number, width: number];

/** As transformers writes it; sizes were numbers in older files. */
interface PreprocessorJson {
  readonly image_processor_type?: string;
  readonly feature_extractor_type?: string;
  readonly do_resize?: boolean;
  readonly size?:
    | number
    | { readonly height?: number; readonly width?: number; readonly shortest_edge?: number };
  readonly resample?: number;
  readonly do_center_crop?: boolean;
  readonly crop_size?: number | { readonly height: number; readonly width: number };
  readonly do_rescale?: boolean;
  readonly rescale_factor?: number;
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

const pixelCount = { type: 'integer', minimum: 1, maximum: 10_000 };
const channels = (least: object) => ({
  type: 'array',
  items: { type: 'number', ...least },
  minItems: 3,
  maxItems: 3,
});
const schema = {
  type: 'object',
  properties: {
    ...{ image_processor_type: { type: 'string' }, feature_extractor_type: { type: 'string' } },
    ...{ do_resize: { type: 'boolean' }, do_center_crop: { type: 'boolean' } },
    ...{ do_rescale: { type: 'boolean' }, do_normalize: { type: 'boolean' } },
    size: {
      anyOf: [
        pixelCount,
        {
          type: 'object',
          properties: { height: pixelCount, width: pixelCount, shortest_edge: pixelCount },
          minProperties: 1,
        },
      ],
    },
    crop_size: {
      anyOf: [
        pixelCount,
        {
          type: 'object',
          properties: { height: pixelCount, width: pixelCount },
          required: ['height', 'width'],
        },
      ],
    },
    resample: { enum: [1, 2, 3] },
    rescale_factor: { type: 'number', exclusiveMinimum: 0 },
    image_mean: channels({}),
    image_std: channels({ exclusiveMinimum: 0 }),
  },
};

/** TensorFlow's names of the filters that Python's Pillow has by number. */
const filters: { readonly [resample: number]: string } = { 1: 'lanczos3', 2: 'triangle', 3: 'keyscubic' };

const file = 'preprocessor_config.json';

export class PicturePreparation {
  private constructor(private readonly config: PreprocessorJson) {}

  /**
   * @param folder of the model
   * @throws LabError where it has no preprocessor_config.json, or one with a setting that is not read
   */
  static read(folder: string): PicturePreparation {
    const place = containedPath(folder, file, folder);
    if (!fs.existsSync(place))
      throw new LabError(
        `${folder} has no ${file}, which says how pictures are scaled and normalised: fetch it too.`,
      );
    let config: unknown;
    try {
      config = JSON.parse(fs.readFileSync(place, 'utf8'));
    } catch {
      throw new LabError(`${place} is not JSON: fetch it again.`);
    }
    const clause = schemaClause(schema, config);
    if (clause !== undefined) throw new LabError(`${place} ${clause}: fetch it again.`);
    return new PicturePreparation(config as PreprocessorJson);
  }

  /**
   * Files of pictures, all made the same size.
   * @returns float32 [files, height, width, 3], the caller's to dispose
   * @throws LabError for a file that is no picture, or pictures of several sizes where the configuration scales none
   */
  files(files: readonly string[]): tf.Tensor4D {
    return this.stacked(
      files.map(
        (place) => () => decodePicture(fs.readFileSync(place), path.basename(place)).pixels as tf.Tensor3D,
      ),
    );
  }

  /** Images of a dataset, grey ones as colour. @param rows which of them; returned as {@link files} does */
  images({ pixels, shape, pixelsPerImage }: ImageCollection, rows: readonly number[]): tf.Tensor4D {
    const [height, width, depth] = shape;
    return this.stacked(
      rows.map((row) => () => {
        const bytes = pixels.subarray(row * pixelsPerImage, (row + 1) * pixelsPerImage);
        const image = tf.tensor3d(Float32Array.from(bytes), [height, width, depth]);
        return depth === 1 ? image.tile([1, 1, 3]) : image;
      }),
    );
  }

  private stacked(makers: readonly (() => tf.Tensor3D)[]): tf.Tensor4D {
    if (makers.length === 0) throw new LabError('There is no picture: give at least one.');
    // One at a time: photographs are large, and what is made of them is small.
    const prepared = makers.map((make) => tf.tidy(() => this.prepared(make())));
    const shapes = new Set(prepared.map(({ shape }) => shape.join(' x ')));
    try {
      if (shapes.size > 1)
        throw new LabError(
          `The pictures come out as ${[...shapes].join(' and ')}: ${file} scales none of them, so give pictures of one size.`,
        );
      return tf.stack(prepared) as tf.Tensor4D;
    } finally {
      tf.dispose(prepared);
    }
  }

  /** @param picture [height, width, 3] from 0 to 255 */
  private prepared(picture: tf.Tensor3D): tf.Tensor3D {
    const { do_resize = true, do_center_crop = false, do_rescale = true, do_normalize = true } = this.config;
    let x = picture.cast('float32') as tf.Tensor3D;
    if (do_resize) x = this.scaled(x);
    if (do_center_crop) x = cut(x, this.cropSize(x));
    if (do_rescale) x = x.mul(this.config.rescale_factor ?? 1 / 255);
    const { image_mean: mean = [0.5, 0.5, 0.5], image_std: deviation = [0.5, 0.5, 0.5] } = this.config;
    return do_normalize ? x.sub(tf.tensor1d([...mean])).div(tf.tensor1d([...deviation])) : x;
  }

  /** As Pillow scales: across and then down, and what comes of either is bytes. */
  private scaled(x: tf.Tensor3D): tf.Tensor3D {
    const [height, width] = x.shape;
    const [toHeight, toWidth] = this.sizeFor(height, width);
    const kernel = filters[this.config.resample ?? 2]!;
    return resized(resized(x, [height, toWidth], kernel), [toHeight, toWidth], kernel);
  }

  private sizeFor(height: number, width: number): Size {
    const { size = 224, image_processor_type: type, feature_extractor_type: older } = this.config;
    // These took a lone number for the shorter side; the others for both.
    const byShortest = typeof size === 'number' && /^(?:Bit|CLIP|ConvNext)/.test(type ?? older ?? '');
    const shortest = byShortest
      ? (size as number)
      : typeof size === 'object'
        ? size.shortest_edge
        : undefined;
    if (shortest !== undefined) {
      const longer = Math.trunc((shortest * Math.max(height, width)) / Math.min(height, width));
      return height < width ? [shortest, longer] : [longer, shortest];
    }
    if (typeof size === 'number') return [size, size];
    if (size.height === undefined || size.width === undefined)
      throw new LabError(`${file} has a size with neither height and width nor shortest_edge: correct it.`);
    return [size.height, size.width];
  }

  private cropSize({ shape }: tf.Tensor3D): Size {
    const { crop_size: crop } = this.config;
    if (crop === undefined) return [shape[0], shape[1]];
    return typeof crop === 'number' ? [crop, crop] : [crop.height, crop.width];
  }
}

function resized(x: tf.Tensor3D, [toHeight, toWidth]: Size, kernel: string): tf.Tensor3D {
  const [height, width] = x.shape;
  const scales = tf.tensor1d([toHeight / height, toWidth / width]);
  const values = rawOp(
    'ScaleAndTranslate',
    [x.expandDims(0), tf.tensor1d([toHeight, toWidth], 'int32'), scales, tf.zeros([2])],
    { T: { type: 'float32' }, kernel_type: { string: kernel }, antialias: { bool: true } },
  );
  return values.squeeze([0]).round().clipByValue(0, 255) as tf.Tensor3D;
}

/** The middle of a picture; where it is too small, black around it. */
function cut(x: tf.Tensor3D, [height, width]: Size): tf.Tensor3D {
  const [down, across, depth] = x.shape;
  const [missingRows, missingColumns] = [Math.max(0, height - down), Math.max(0, width - across)];
  const around = (missing: number): [number, number] => [Math.ceil(missing / 2), Math.floor(missing / 2)];
  const padded = tf.pad(x, [around(missingRows), around(missingColumns), [0, 0]]);
  const [tall, wide] = padded.shape;
  return padded.slice(
    [Math.floor((tall - height) / 2), Math.floor((wide - width) / 2), 0],
    [height, width, depth],
  );
}
