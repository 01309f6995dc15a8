/**
 * compile(): an ordinary function of tensors over explicit state becomes one TensorFlow graph.
 *
 * The function runs eagerly once while its kernel calls are recorded (trace.ts); the graph is written as a
 * SavedModel, loaded by TensorFlow, and run as one session call from then on. Same numbers up to rounding, none of the price per op.
 */
import { LabError } from '../errors';
import { nativeBackend } from './binding';
import { beginCall } from './drawSites';
import { keepGraph } from './graphFiles';
import { tf } from './native';
import { acquireSession, type SharedSession } from './session';
import { type Precision, requireTensors, type TracedFunction, Tracer } from './trace';

export { TraceError } from './recorder';
export type { Precision } from './trace';

/** Everything a program remembers between calls: parameters, optimiser moments, counters. Keys are unique names. */
export type State = Readonly<Record<string, tf.Variable>>;

/** A number is passed as a float32 scalar, so that it is an input of the graph and never frozen into it. */
export type Argument = tf.Tensor | number;

export type Engine = 'compiled' | 'eager';

// biome-ignore lint/suspicious/noExplicitAny: a function's own argument type narrows it; inference needs the wide bound
type AnyFunction = (args: any) => Record<string, tf.Tensor>;

/** The type of a call: each argument may be a number instead of a scalar. */
export type Call<F extends AnyFunction> = (
  args: { [K in keyof Parameters<F>[0]]: Parameters<F>[0][K] | number },
) => ReturnType<F>;

export interface ProgramOptions<F extends Record<string, AnyFunction>> {
  /** All tensors that live on between calls. Functions read them, and change them with `assign`. */
  readonly state: State;
  /** Each is pure but for `assign` to the state; takes tensors by name, returns tensors by name. */
  readonly functions: F;
  /** 'eager' runs op by op, for debugging. Default: LAB_ENGINE, else 'compiled'. */
  readonly engine?: Engine;
  /** 'mixed-bfloat16' runs matrix products and convolutions in bfloat16. Eager is always float32. Default 'float32'. */
  readonly precision?: Precision;
  /** Fuse what is not a matrix product with XLA. It costs seconds to compile: worth it for thousands of steps. Default false. */
  readonly xla?: boolean;
  /** How many sets of argument shapes one function may have before it is refused. Default 16. */
  readonly shapeLimit?: number;
}

export interface ProgramControls {
  /** Brings the state's tensors up to date with what the graph has computed. Call before reading or saving the state. */
  synchronize(): void;
  /** Tells the program that the state's tensors were changed from outside (new initial values, a loaded checkpoint). */
  reload(): void;
  /** Frees the graph. The state's tensors stay, up to date. */
  dispose(): void;
  /** Compiled graph as a SavedModel message, for Netron or TensorBoard; undefined when eager or before the first call. */
  graph(): Uint8Array | undefined;
  /** Seconds spent tracing and loading so far, and nodes in the graph. */
  readonly compilation: { readonly seconds: number; readonly nodes: number; readonly bytes: number };
  readonly engine: Engine;
}

export type Program<F extends Record<string, AnyFunction>> = { readonly [K in keyof F]: Call<F[K]> } & {
  readonly program: ProgramControls;
};

function chosenEngine(option: Engine | undefined): Engine {
  const value = option ?? process.env.LAB_ENGINE ?? 'compiled';
  if (value !== 'compiled' && value !== 'eager') {
    throw new LabError(`LAB_ENGINE is '${value}'; set it to 'compiled' or 'eager'.`);
  }
  return value;
}

/**
 * Compiles functions over shared state. Results are new tensors that the caller disposes.
 * @throws LabError when a function cannot be compiled (see TraceError) or meets more argument shapes than `shapeLimit`
 */
export function compile<const F extends Record<string, AnyFunction>>(options: ProgramOptions<F>): Program<F> {
  const implementation =
    chosenEngine(options.engine) === 'eager' ? new EagerProgram(options) : new CompiledProgram(options);
  const calls = Object.fromEntries(
    Object.keys(options.functions).map((name) => [
      name,
      (args: Record<string, Argument>) => {
        const scalars: tf.Tensor[] = [];
        const tensors = Object.fromEntries(
          Object.entries(args).map(([key, value]) => {
            if (typeof value !== 'number') return [key, value];
            const scalar = tf.scalar(value, 'float32');
            scalars.push(scalar);
            return [key, scalar];
          }),
        );
        try {
          return implementation.call(name, tensors);
        } finally {
          tf.dispose(scalars);
        }
      },
    ]),
  );
  return { ...calls, program: implementation } as unknown as Program<F>;
}

class EagerProgram implements ProgramControls {
  readonly engine = 'eager';
  readonly compilation = { seconds: 0, nodes: 0, bytes: 0 };
  constructor(private readonly options: ProgramOptions<Record<string, AnyFunction>>) {}
  call(name: string, args: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
    beginCall();
    return tf.tidy(() => {
      const results = this.options.functions[name](args);
      requireTensors(name, results);
      // New tensors, as a graph gives: what the function returns may be an argument or the state itself.
      return Object.fromEntries(Object.entries(results).map(([key, tensor]) => [key, tensor.clone()]));
    });
  }
  synchronize(): void {}
  reload(): void {}
  dispose(): void {}
  graph(): undefined {
    return undefined;
  }
}

const signature = (args: Readonly<Record<string, tf.Tensor>>) =>
  Object.entries(args)
    .map(([key, tensor]) => `${key}:${tensor.dtype}[${tensor.shape.join()}]`)
    .join(' ');

class CompiledProgram implements ProgramControls {
  readonly engine = 'compiled';
  readonly compilation = { seconds: 0, nodes: 0, bytes: 0 };
  private readonly variables: readonly tf.Variable[];
  private readonly tracer: Tracer;
  private readonly traced = new Map<string, { name: string; function: TracedFunction }>();
  private message: Uint8Array | undefined;
  private session: SharedSession | undefined;
  /** Whether the state's tensors lack something that the graph has computed. */
  private ahead = false;
  private disposed = false;

  constructor(private readonly options: ProgramOptions<Record<string, AnyFunction>>) {
    this.variables = Object.values(options.state);
    this.tracer = new Tracer(options.state, {
      precision: options.precision ?? 'float32',
      xla: options.xla ?? false,
    });
  }

  call(name: string, args: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
    if (this.disposed) throw new LabError(`The program of '${name}' was disposed; compile it again.`);
    const traced = this.tracedFor(name, args);
    const session = this.loaded();
    session.enter(this);
    const ids = nativeBackend().getInputTensorIds(Object.values(args));
    const outputs = session.run(ids, traced.inputs, traced.outputs);
    this.ahead ||= traced.changesState;
    return Object.fromEntries(traced.resultNames.map((key, index) => [key, outputs[index]]));
  }

  private tracedFor(name: string, args: Record<string, tf.Tensor>): TracedFunction {
    const key = `${name}(${signature(args)})`;
    const known = this.traced.get(key);
    if (known) return known.function;
    const limit = this.options.shapeLimit ?? 16;
    const shapes = [...this.traced.values()].filter((t) => t.name === name).length;
    if (shapes >= limit) {
      throw new LabError(
        `Function '${name}' was called with ${shapes + 1} different sets of argument shapes, the last ${signature(args)}, and shapeLimit is ${limit}; pad batches to a few fixed shapes, or raise shapeLimit.`,
      );
    }
    const started = performance.now();
    this.synchronize();
    beginCall();
    const traced = this.tracer.trace(name, shapes, this.options.functions[name], args);
    this.traced.set(key, { name, function: traced });
    // The graph has grown, so the next call loads it anew.
    this.leave();
    this.compilation.seconds += (performance.now() - started) / 1000;
    return traced;
  }

  private loaded(): SharedSession {
    if (!this.session) {
      const started = performance.now();
      this.message = this.tracer.message();
      this.session = acquireSession(this.message, this.tracer);
      keepGraph(
        this,
        [...this.traced.values()].map(({ name }) => name),
        this.message,
      );
      this.compilation.nodes = this.tracer.graph.size;
      this.compilation.bytes = this.message.length;
      this.compilation.seconds += (performance.now() - started) / 1000;
    }
    return this.session;
  }

  /** @internal The session asks for these when another program takes its place. */
  get stateTensors(): readonly tf.Variable[] {
    return this.variables;
  }

  synchronize(): void {
    if (!this.ahead || !this.session) return;
    this.session.readInto(this);
    this.ahead = false;
  }

  reload(): void {
    this.ahead = false;
    this.session?.forget(this);
  }

  private leave(): void {
    this.session?.release(this);
    this.session = undefined;
  }

  dispose(): void {
    if (this.disposed) return;
    this.synchronize();
    this.leave();
    this.disposed = true;
  }

  graph(): Uint8Array | undefined {
    return this.message;
  }
}
