/** A training step to repeat: `run` takes the next batch and returns milliseconds, until the loss is read back. */
export interface TimedStep {
    run(): number;
    /** Floating-point operations of the products of a step; the backward pass counts twice the forward. */
    readonly flops: number;
}
