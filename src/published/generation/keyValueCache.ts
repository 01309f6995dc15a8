/** Keys and values of what was read already, so that a token costs the same wherever it stands. */
import { gathered } from '../../engine/kernels/gathered';
import { tf } from '../../engine/native';
import type { State } from '../../engine/program';
import type { Recall } from '../../models/parts/headAttention';

export interface CacheSizes {
  readonly layers: number;
  readonly batch: number;
  readonly heads: number;
  readonly headWidth: number;
  /** Positions that are kept. */
  readonly capacity: number;
}

interface LayerCache {
  /** [capacity, batch, heads, width of a head]. */
  readonly keys: tf.Variable;
  readonly values: tf.Variable;
}

export class KeyValueCache {
  private readonly layers: readonly LayerCache[];

  constructor(
    private readonly name: string,
    { layers, batch, heads, headWidth, capacity }: CacheSizes,
  ) {
    const empty = () => tf.tidy(() => tf.variable(tf.zeros([capacity, batch, heads, headWidth])));
    this.layers = Array.from({ length: layers }, () => ({ keys: empty(), values: empty() }));
  }

  /** What a compiled program must know of. */
  get state(): State {
    return Object.fromEntries(
      this.layers.flatMap(({ keys, values }, layer) => [
        [`${this.name}.${layer}.keys`, keys],
        [`${this.name}.${layer}.values`, values],
      ]),
    );
  }

  /**
   * Writes the states at hand to their positions, and recalls all.
   * @param positions int32 [time]
   * @param order int32 [batch]: which row each row goes on with. Default: its own
   */
  extended(positions: tf.Tensor, order?: tf.Tensor): (layer: number) => Recall {
    const places = positions.reshape([positions.shape[0]!, 1]);
    const extend = (kept: tf.Variable, fresh: tf.Tensor) => {
      const before = order ? gathered(kept as tf.Tensor, order, 1) : kept;
      const all = tf.tensorScatterUpdate(before, places, fresh.transpose([2, 0, 1, 3])) as tf.Tensor;
      kept.assign(all as tf.Tensor4D);
      return all.transpose([1, 2, 0, 3]);
    };
    return (layer) => (make) => {
      const { key, value } = make();
      const { keys, values } = this.layers[layer]!;
      return { key: extend(keys, key), value: extend(values, value) };
    };
  }

  /** Keeps what is made, which fills it. */
  filled(layer: number): Recall {
    return (make) => {
      const made = make();
      const { keys, values } = this.layers[layer]!;
      keys.assign(made.key.transpose([2, 0, 1, 3]) as tf.Tensor4D);
      values.assign(made.value.transpose([2, 0, 1, 3]) as tf.Tensor4D);
      return made;
    };
  }

  /** Recalls what was kept, and makes nothing. */
  kept(layer: number): Recall {
    return () => {
      const { keys, values } = this.layers[layer]!;
      return { key: keys.transpose([1, 2, 0, 3]), value: values.transpose([1, 2, 0, 3]) };
    };
  }

  dispose(): void {
    tf.dispose(this.layers.flatMap(({ keys, values }) => [keys, values]));
  }
}
