import { tf } from '../engine/native';
import type { Parameters } from '../models/parameters';

/** The weights at the lowest loss seen. */
export class BestWeights {
  private lowest = Number.POSITIVE_INFINITY;
  private copies: tf.Tensor[] = [];

  constructor(private readonly parameters: Parameters) {}

  /** Copies the weights if `loss` is the lowest so far; `synchronize` brings them up to date first. */
  offer(loss: number, synchronize: () => void): void {
    if (!(loss < this.lowest)) return;
    this.lowest = loss;
    synchronize();
    tf.dispose(this.copies);
    this.copies = Object.values(this.parameters).map((variable) => variable.clone());
  }

  /** Puts the copied weights back; false if there are none. */
  restore(): boolean {
    if (this.copies.length === 0) return false;
    Object.values(this.parameters).forEach((variable, index) => {
      variable.assign(this.copies[index]);
    });
    this.dispose();
    return true;
  }

  dispose(): void {
    tf.dispose(this.copies);
    this.copies = [];
  }
}
