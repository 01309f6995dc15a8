import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';

/** Trainable tensors by name, in a fixed order. Names are paths such as 'encoder.layers.0.attention.query.weight'. */
export type Parameters = Readonly<Record<string, tf.Variable>>;

/** How a new tensor is filled. */
export type Initializer = 'zeros' | 'ones' | { readonly normal: number };

/** Collects a model's tensors; each is filled from its own seeded stream, so adding one does not change the others. */
export class ParameterBuilder {
  private readonly entries: Record<string, tf.Variable> = {};

  constructor(
    private readonly prefix: string,
    private readonly seed: number,
  ) {}

  /** Adds a tensor of the given shape. `normal` is the standard deviation. */
  add(name: string, shape: number[], initializer: Initializer): tf.Variable {
    const full = this.prefix ? `${this.prefix}.${name}` : name;
    const values = initialValues(shape, initializer, `${this.seed}/${full}`);
    const initial = tf.tensor(values, shape, 'float32');
    const variable = tf.variable(initial, true);
    initial.dispose();
    this.entries[full] = variable;
    return variable;
  }

  build(): Parameters {
    return this.entries;
  }
}

/** The values that `add` starts from, row-major. */
export function initialValues(
  shape: readonly number[],
  initializer: Initializer,
  seed: string,
): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  if (initializer === 'ones') values.fill(1);
  else if (initializer !== 'zeros') {
    const random = seededRandom(seed);
    for (let i = 0; i < values.length; i++) values[i] = random.normal() * initializer.normal;
  }
  return values;
}

/** Number of scalars in all tensors. */
export function countParameters(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, variable) => sum + variable.size, 0);
}
