/** What one file of weights holds, whatever its format. */
export interface WeightFile {
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** A tensor's numbers as float32, row-major. */
  read(name: string): Float32Array;
}
