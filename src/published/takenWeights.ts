/** Takes a model's tensors out of published files by name: what is missing, of another shape, or left over is named. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Linear, LowRank, Norm } from '../models/parts/linear';
import { nearestName } from '../nearestName';
import type { HostTensor } from '../training/safetensors';
import { asOutIn, asStored } from './exported/namedTensors';
import type { WeightFiles } from './weightFiles';

/** How a matrix is stored: torch's Linear as [out, in], GPT-2's Conv1D as [in, out]. */
export type Stored = 'outIn' | 'inOut';

export interface TakenOptions {
  /** Prefixes that names may have or lack, as in 'bert.encoder…' of a model with a head. */
  readonly prefixes?: readonly string[];
  /** Tensors of the file that are no parameters, or not of the parts that are loaded. */
  readonly ignored?: RegExp;
  readonly stored?: Stored;
}

/** A linear map of a published model, which an adapter may change. */
export interface AdaptableLinear extends Linear {
  readonly weight: tf.Variable;
  readonly bias?: tf.Variable;
  adapter?: LowRank & { readonly down: tf.Variable; readonly up: tf.Variable };
  /** Its name in the files, prefix included: 'bert.encoder.layer.0.attention.self.query'. */
  readonly place: string;
}

const takenFrom = new WeakMap<WeightFiles, TakenWeights>();

/** Frees what was taken from files whose model turned out not to be readable. */
export function disposeTaken(files: WeightFiles): void {
  takenFrom.get(files)?.dispose();
}

export class TakenWeights {
  /** By the names of the files, without their prefix. */
  readonly parameters: Record<string, tf.Variable> = {};
  /** Its linear maps, by the names of the files without their prefix. */
  readonly linears = new Map<string, AdaptableLinear>();
  /** Name without prefix -> name in the files. */
  private readonly places = new Map<string, string>();
  private readonly taken = new Set<string>();

  constructor(
    private readonly files: WeightFiles,
    private readonly folder: string,
    private readonly options: TakenOptions = {},
  ) {
    takenFrom.set(files, this);
    for (const name of files.names) {
      const prefix = options.prefixes?.find((one) => name.startsWith(one)) ?? '';
      this.places.set(modernName(name.slice(prefix.length)), name);
    }
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** A tensor as it is stored. */
  tensor(name: string, shape: readonly number[]): tf.Variable {
    return this.keep(name, shape, (values) => ({ values, shape }));
  }

  /** A matrix [from, to] with its bias, if the file has one. */
  linear(name: string, from: number, to: number): AdaptableLinear {
    const turned = (this.options.stored ?? 'outIn') === 'outIn';
    const weight = this.keep(`${name}.weight`, turned ? [to, from] : [from, to], (values) => ({
      values: turned ? transposed(values, to, from) : values,
      shape: [from, to],
    }));
    const map: AdaptableLinear = {
      weight,
      ...(this.has(`${name}.bias`) && { bias: this.tensor(`${name}.bias`, [to]) }),
      place: this.places.get(`${name}.weight`)!.slice(0, -'.weight'.length),
    };
    this.linears.set(name, map);
    return map;
  }

  /** A normalisation, with a shift if the file has one. */
  norm(name: string, width: number, epsilon: number): Norm {
    const scale = this.tensor(`${name}.weight`, [width]);
    return this.has(`${name}.bias`)
      ? { scale, epsilon, shift: this.tensor(`${name}.bias`, [width]) }
      : { scale, epsilon };
  }

  /**
   * Tensors that the model's parts do not take are an error: the configuration would be of another model.
   * @throws LabError naming the first of them
   */
  finish(): void {
    const ignored = this.options.ignored;
    const left = [...this.places].find(([name]) => !this.taken.has(name) && !ignored?.test(name));
    if (!left) return;
    this.dispose();
    throw new LabError(
      `${this.folder} has the tensor '${left[1]}', which its config.json does not ask for: the two are not of one model.`,
    );
  }

  /** The tensors that were taken, by the names and in the form of the files, with the numbers that they have now. */
  stored(): Record<string, HostTensor> {
    const turned = new Set([...this.linears.values()].map(({ weight }) => weight));
    const outIn = (this.options.stored ?? 'outIn') === 'outIn';
    return Object.fromEntries(
      Object.entries(this.parameters).map(([name, variable]) => [
        this.places.get(name)!,
        outIn && turned.has(variable) ? asOutIn(variable) : asStored(variable),
      ]),
    );
  }

  dispose(): void {
    for (const [name, variable] of Object.entries(this.parameters)) {
      variable.dispose();
      delete this.parameters[name];
    }
  }

  private keep(
    name: string,
    shape: readonly number[],
    make: (values: Float32Array) => { values: Float32Array; shape: readonly number[] },
  ): tf.Variable {
    const place = this.places.get(name);
    if (place === undefined) {
      this.dispose();
      const near = nearestName(
        name,
        [...this.places.keys()].filter((one) => !this.taken.has(one)),
      );
      throw new LabError(
        `${this.folder} has no tensor '${name}', which its config.json asks for${near ? `; the nearest is '${near}'` : ''}: the two are not of one model.`,
      );
    }
    const found = this.files.shape(place);
    if (found.length !== shape.length || found.some((side, k) => side !== shape[k])) {
      this.dispose();
      throw new LabError(
        `The tensor '${place}' of ${this.folder} has the shape [${found.join(', ')}], and its config.json asks for [${shape.join(', ')}]: the two are not of one model.`,
      );
    }
    const made = make(this.files.read(place));
    const initial = tf.tensor(made.values, [...made.shape], 'float32');
    const variable = tf.variable(initial, true);
    initial.dispose();
    this.taken.add(name);
    this.parameters[name] = variable;
    return variable;
  }
}

/** Early checkpoints call scale and shift of a normalisation gamma and beta. */
function modernName(name: string): string {
  return name.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column]!;
  return turned;
}
