/** The vector extensions of this processor that choose among numerical kernels, sorted; empty where unknown. */
export declare function processorFeatures(file?: string): string[];
/**
 * Whether TensorFlow uses oneDNN: TF_ENABLE_ONEDNN_OPTS decides; unset, Linux on x64 has it on where the processor has
 * extensions for neural networks (the rule of tensorflow/core/util/util.cc, read at version 2.21).
 */
export declare function oneDnn(setting: string | undefined, features: readonly string[]): 'on' | 'off' | 'on by default' | 'off by default';
