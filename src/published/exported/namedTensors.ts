/** What transformers loads: a configuration and tensors by its names. */
import { tf } from '../../engine/native';
import type { HostTensor } from '../../training/safetensors';

export interface ExportedModel {
  /** 'GPT2LMHeadModel'. */
  readonly architecture: string;
  /** Its config.json, as text: 1.0 written as 1 is refused by transformers. */
  readonly config: string;
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** What its preprocessor_config.json says, where it reads images. */
  readonly preprocessor?: object;
}

/** Of the lab's normalisation (engine/kernels/layerNormalization.ts). */
export const ownEpsilon = 1e-5;

/** A configuration of the lab's own making. */
export function configured(
  architecture: string,
  settings: object,
): Pick<ExportedModel, 'architecture' | 'config'> {
  return { architecture, config: JSON.stringify({ architectures: [architecture], ...settings }, null, 2) };
}

/** A tensor as it is. */
export function asStored(values: tf.Tensor): HostTensor {
  return { dtype: 'float32', shape: values.shape, values: values.dataSync().slice() as Float32Array };
}

/** A matrix [from, to] as torch's Linear keeps it, [to, from]. */
export function asOutIn(matrix: tf.Tensor): HostTensor {
  const turned = tf.tidy(() => matrix.transpose());
  const stored = asStored(turned);
  turned.dispose();
  return stored;
}

/** Column blocks of a matrix or parts of a vector, as many as are asked for. */
export function parts(joined: tf.Tensor, count: number): tf.Tensor[] {
  return tf.split(joined, count, joined.rank - 1);
}

export function zeros(shape: readonly number[]): HostTensor {
  return {
    dtype: 'float32',
    shape,
    values: new Float32Array(shape.reduce((product, side) => product * side, 1)),
  };
}
