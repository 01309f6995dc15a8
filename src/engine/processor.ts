/** What the processor offers to numerical kernels, and what TensorFlow makes of it. */
import * as fs from 'node:fs';

const numerical = /^(avx.*|fma|f16c|amx_.*|sse4_[12]|asimd.*|sve.*|bf16|i8mm|fphp)$/;

/** The vector extensions of this processor that choose among numerical kernels, sorted; empty where unknown. */
export function processorFeatures(file = '/proc/cpuinfo'): string[] {
  try {
    const line = /^(?:flags|Features)\s*:\s*(.+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? '';
    return [...new Set(line.split(/\s+/))].filter((name) => numerical.test(name)).sort();
  } catch {
    return [];
  }
}

/**
 * Whether TensorFlow uses oneDNN: TF_ENABLE_ONEDNN_OPTS decides; unset, Linux on x64 has it on where the processor has
 * extensions for neural networks (the rule of tensorflow/core/util/util.cc, read at version 2.21).
 */
export function oneDnn(
  setting: string | undefined,
  features: readonly string[],
): 'on' | 'off' | 'on by default' | 'off by default' {
  const said = setting?.toLowerCase();
  if (said === '1' || said === 'true') return 'on';
  if (said === '0' || said === 'false') return 'off';
  const forNeuralNetworks = ['avx512_vnni', 'avx512_bf16', 'avx_vnni', 'amx_tile', 'amx_int8', 'amx_bf16'];
  return features.some((name) => forNeuralNetworks.includes(name)) ? 'on by default' : 'off by default';
}
