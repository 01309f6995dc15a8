/** LoRA (Hu et al. 2021) on published models: thin matrices beside chosen linear maps, which are trained in their place. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { initialValues, ParameterBuilder, type Parameters } from '../models/parameters';
import { nearestName } from '../nearestName';
import type { PublishedModel } from './publishedModel';
import type { AdaptableLinear } from './takenWeights';

export interface LowRankOptions {
  /** Columns of the thin matrices. Default 8. */
  readonly rank?: number;
  /** The change is multiplied by alpha / rank. Default twice the rank. */
  readonly alpha?: number;
  /** Last parts of the names of the maps that are changed: 'query'. Default: those of queries and values. */
  readonly targets?: readonly string[];
  /** Of the initial values. Default 1. */
  readonly seed?: number;
}

/** Maps of queries and values by the names of all families; GPT-2 has them in one with the keys. */
const usualTargets = ['query', 'value', 'q_lin', 'v_lin', 'q_proj', 'v_proj', 'q', 'v', 'c_attn'];

/** One changed map. */
interface Changed {
  readonly linear: AdaptableLinear;
  /** [from, rank]. */
  readonly down: tf.Variable;
  /** [rank, to]. */
  readonly up: tf.Variable;
}

export class LowRankAdapters {
  /** The thin matrices, by 'adapter.MAP.down' and 'adapter.MAP.up'. */
  readonly parameters: Parameters;
  /** Last parts of the names of the changed maps. */
  readonly targets: readonly string[];
  readonly rank: number;
  readonly alpha: number;
  private readonly changed: ReadonlyMap<string, Changed>;
  private merged = false;

  /**
   * Puts adapters on a model, which computes what it computed before until they are trained: `up` begins at zero, `down` at
   * normal numbers of deviation 1 / sqrt(from).
   * @throws LabError for targets that the model does not have, with the nearest, a rank out of range, a model that has adapters
   */
  constructor(
    readonly model: PublishedModel,
    options: LowRankOptions = {},
  ) {
    const { rank = 8, alpha = 2 * rank, seed = 1 } = options;
    if (!(Number.isSafeInteger(rank) && rank > 0))
      throw new LabError(`The rank is ${rank}: choose a whole number above 0.`);
    if (!(Number.isFinite(alpha) && alpha > 0))
      throw new LabError(`alpha is ${alpha}: choose a number above 0.`);
    if ([...model.linears.values()].some(({ adapter }) => adapter))
      throw new LabError('The model has adapters already: merge or remove them first.');
    const builder = new ParameterBuilder('adapter', seed);
    const changed = new Map<string, Changed>();
    this.targets = targetsOf(model, options.targets);
    this.rank = rank;
    this.alpha = alpha;
    for (const [name, map] of model.linears) {
      if (!this.targets.includes(lastPart(name))) continue;
      const [from, to] = map.weight.shape as [number, number];
      const down = builder.add(`${name}.down`, [from, rank], { normal: from ** -0.5 });
      const up = builder.add(`${name}.up`, [rank, to], 'zeros');
      changed.set(name, { linear: map, down, up });
    }
    this.changed = changed;
    this.parameters = builder.build();
    this.attach();
  }

  /** What the product of the thin matrices is multiplied by. */
  get scale(): number {
    return this.alpha / this.rank;
  }

  /** Names of the changed maps, without the prefix of the files. */
  get names(): readonly string[] {
    return [...this.changed.keys()];
  }

  /** Whether the model computes with them: neither merged nor removed. */
  get attached(): boolean {
    return [...this.changed.values()].every(({ linear, down }) => linear.adapter?.down === down);
  }

  /** As they were when they were new, drawn by another seed: the model computes what it computed without them. */
  reset(seed: number): void {
    this.unmerge();
    tf.tidy(() => {
      for (const [name, { down, up }] of this.changed) {
        const [from] = down.shape as [number, number];
        const values = initialValues(down.shape, { normal: from ** -0.5 }, `${seed}/adapter.${name}.down`);
        down.assign(tf.tensor(values, down.shape));
        up.assign(tf.zeros(up.shape));
      }
    });
  }

  /** Adds the change to the matrices themselves: the same outputs, at the cost of a model without adapters. */
  merge(): void {
    if (this.merged) return;
    this.addToMatrices(this.scale);
    for (const { linear } of this.changed.values()) linear.adapter = undefined;
    this.merged = true;
  }

  /** Takes the change out of the matrices again. */
  unmerge(): void {
    if (!this.merged) return;
    this.addToMatrices(-this.scale);
    this.merged = false;
    this.attach();
  }

  /** The model as it was; the thin matrices are freed. */
  remove(): void {
    this.unmerge();
    for (const { linear } of this.changed.values()) linear.adapter = undefined;
    tf.dispose(Object.values(this.parameters));
  }

  private attach(): void {
    for (const { linear, down, up } of this.changed.values())
      linear.adapter = { down, up, scale: this.scale };
  }

  private addToMatrices(scale: number): void {
    tf.tidy(() => {
      for (const { linear, down, up } of this.changed.values())
        linear.weight.assign(
          linear.weight.add(
            tf.matMul(down as unknown as tf.Tensor2D, up as unknown as tf.Tensor2D).mul(scale),
          ),
        );
    });
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function targetsOf(model: PublishedModel, asked: readonly string[] | undefined): readonly string[] {
  const present = [...new Set([...model.linears.keys()].map(lastPart))];
  const targets = asked ?? usualTargets.filter((name) => present.includes(name));
  if (targets.length === 0)
    throw new LabError(`Name at least one target: the model has ${present.join(', ')}.`);
  const missing = targets.find((name) => !present.includes(name));
  if (missing === undefined) return targets;
  const near = nearestName(missing, present);
  throw new LabError(
    `The model has no linear map '${missing}'${near ? `; did you mean '${near}'?` : `: it has ${present.join(', ')}.`}`,
  );
}
