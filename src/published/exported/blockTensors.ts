/** The lab's pre-norm blocks by the names of transformers' encoders, which differ in few of them. */
import { tf } from '../../engine/native';
import type { Parameters } from '../../models/parameters';
import type { HostTensor } from '../../training/safetensors';
import { asOutIn, asStored, parts } from './namedTensors';

export interface BlockNames {
  /** Before query, key and value: 'attention.self'. */
  readonly attention: string;
  readonly firstNorm: string;
  readonly secondNorm: string;
  /** After all blocks. */
  readonly finalNorm: string;
}

/** Tensors of all blocks, and of the normalisation after them. */
export function blockTensors(
  parameters: Parameters,
  layers: number,
  names: BlockNames,
): Record<string, HostTensor> {
  const tensors: Record<string, HostTensor> = {};
  const of = (own: string) => parameters[`encoder.${own}`]!;
  const norm = (name: string, own: string) => {
    tensors[`${name}.weight`] = asStored(of(`${own}.scale`));
    tensors[`${name}.bias`] = asStored(of(`${own}.shift`));
  };
  const matrix = (name: string, own: string) => {
    tensors[`${name}.weight`] = asOutIn(of(`${own}.weight`));
    tensors[`${name}.bias`] = asStored(of(`${own}.bias`));
  };
  for (let layer = 0; layer < layers; layer++) {
    const [theirs, own] = [`encoder.layer.${layer}`, `layers.${layer}`];
    norm(`${theirs}.${names.firstNorm}`, `${own}.attentionNorm`);
    tf.tidy(() => {
      const weights = parts(of(`${own}.queryKeyValue.weight`), 3);
      const biases = parts(of(`${own}.queryKeyValue.bias`), 3);
      for (const [index, part] of (['query', 'key', 'value'] as const).entries()) {
        tensors[`${theirs}.${names.attention}.${part}.weight`] = asOutIn(weights[index]!);
        tensors[`${theirs}.${names.attention}.${part}.bias`] = asStored(biases[index]!);
      }
    });
    matrix(`${theirs}.attention.output.dense`, `${own}.attentionOutput`);
    norm(`${theirs}.${names.secondNorm}`, `${own}.feedForwardNorm`);
    matrix(`${theirs}.intermediate.dense`, `${own}.expand`);
    matrix(`${theirs}.output.dense`, `${own}.contract`);
  }
  norm(names.finalNorm, 'finalNorm');
  return tensors;
}
