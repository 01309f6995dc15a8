/** A published model's config.json, read setting by setting: what a family does not know how to honour is refused by name. */
import * as fs from 'node:fs';
import { containedPath } from '../containedPath';
import { LabError } from '../errors';
import type { ExportedModel } from './exported/namedTensors';
import { GgufLlama } from './ggufLlama';
import { ggufIn } from './weightFiles';

/** Settings without effect on what is computed here. */
const withoutEffect = new RegExp(
  [
    // Of training, of saving, of generation.
    '^_|dropout|_pdrop$|_token_ids?$|^initializer_|^output_|^drop_path_rate$|^gradient_checkpointing$',
    '^(?:transformers_version|architectures|(?:torch_)?dtype|auto_map|use_cache|task_specific_params|pretraining_tp)$',
    '^(?:label2id|id2label|problem_type|n_ctx|reorder_and_upcast_attn|is_(?:encoder_)?decoder|tie_(?:word_embeddings|weights_))$',
    // Of parts that are not loaded.
    '^summary_|^pooler_(?:act|output_size)$|^decoder_|^mask_ratio$|^norm_pix_loss$|^encoder_stride$|^use_mask_token$',
    '^(?:out_features|out_indices|stage_names|reshape_hidden_states|apply_layernorm)$',
    // Such that the tensors show, or another setting says too.
    '^(?:qkv|attention|mlp)_bias$|^layerscale_value$|^sinusoidal_pos_embds$|^max_position_embeddings$',
    '^(?:is_gated_act|dense_act_fn)$',
  ].join('|'),
);

export class PublishedConfig {
  /** Names that the model's family asked for. */
  private readonly asked = new Set<string>();

  private constructor(
    readonly folder: string,
    private readonly values: Readonly<Record<string, unknown>>,
    /** The file as it stands; undefined where it was made from GGUF. */
    private readonly source?: string,
  ) {}

  /**
   * config.json, or what a GGUF file says in its place.
   * @throws LabError where there is neither, or it is no JSON object
   */
  static read(folder: string): PublishedConfig {
    const file = containedPath(folder, 'config.json', folder);
    if (!fs.existsSync(file)) {
      const gguf = ggufIn(folder);
      if (gguf) return new PublishedConfig(folder, new GgufLlama(gguf, folder).config());
      throw new LabError(`${folder} has no config.json: name the folder of a published model.`);
    }
    const source = fs.readFileSync(file, 'utf8');
    let values: unknown;
    try {
      values = JSON.parse(source);
    } catch {
      throw new LabError(`${file} is not JSON: fetch it again.`);
    }
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      throw new LabError(`${file} is not a JSON object: fetch it again.`);
    return new PublishedConfig(folder, values as Record<string, unknown>, source);
  }

  /** Everything, as the file has it. */
  get all(): Readonly<Record<string, unknown>> {
    return this.values;
  }

  has(name: string): boolean {
    this.asked.add(name);
    return Object.hasOwn(this.values, name) && this.values[name] !== null;
  }

  text(name: string, otherwise?: string): string {
    return this.value(name, otherwise, (one) => typeof one === 'string', 'a text');
  }

  flag(name: string, otherwise: boolean): boolean {
    return this.value(name, otherwise, (one) => typeof one === 'boolean', 'true or false');
  }

  /** A whole number from 1. */
  count(name: string, otherwise?: number): number {
    const valid = (one: unknown) =>
      Number.isSafeInteger(one) && (one as number) > 0 && (one as number) < 2 ** 31;
    return this.value(name, otherwise, valid, 'a whole number above 0');
  }

  number(name: string, otherwise?: number): number {
    return this.value(name, otherwise, (one) => Number.isFinite(one), 'a number');
  }

  /** Ids of tokens: none, one or a list. */
  tokens(name: string): readonly number[] {
    if (!this.has(name)) return [];
    const found = this.values[name];
    const list = Array.isArray(found) ? (found as unknown[]) : [found];
    const wrong = list.find((one) => !(Number.isSafeInteger(one) && (one as number) >= 0));
    if (wrong === undefined) return list as number[];
    throw new LabError(
      `config.json of ${this.folder} has ${name} ${JSON.stringify(found)}, which must be the number of a token or a list of such.`,
    );
  }

  /** The first name that the file has, since families call one thing differently. */
  either<Value>(names: readonly string[], read: (name: string) => Value): Value {
    return read(names.find((name) => this.has(name)) ?? names[0]!);
  }

  /**
   * A setting that is honoured at one value alone.
   * @throws LabError where it has another
   */
  only(name: string, ...allowed: readonly unknown[]): void {
    if (!this.has(name) || allowed.includes(this.values[name])) return;
    throw new LabError(
      `config.json of ${this.folder} has ${name} ${JSON.stringify(this.values[name])}, and only ${allowed.map((one) => JSON.stringify(one)).join(' or ')} is read.`,
    );
  }

  /**
   * The base of rotary wavelengths, wherever it stands.
   * @throws LabError for stretched positions, which are not read
   */
  ropeBase(): number {
    const own = this.has('rope_scaling') ? this.values.rope_scaling : this.values.rope_parameters;
    this.asked.add('rope_parameters');
    const stretched = own as { rope_theta?: unknown; rope_type?: unknown; type?: unknown } | null | undefined;
    const kind = stretched?.rope_type ?? stretched?.type ?? 'default';
    if (kind !== 'default')
      throw new LabError(
        `config.json of ${this.folder} stretches rotary positions ('${String(kind)}'), which is not read.`,
      );
    return typeof stretched?.rope_theta === 'number'
      ? stretched.rope_theta
      : this.number('rope_theta', 10_000);
  }

  /** The names of classes, in order. */
  labels(): string[] | undefined {
    const names = this.values.id2label;
    if (typeof names !== 'object' || names === null) return undefined;
    const list = Object.entries(names).map(([id, name]: [string, unknown]) => {
      if (typeof name === 'string') return [Number(id), name] as const;
      throw new LabError(
        `config.json of ${this.folder} has the class ${JSON.stringify(id)} without a name in id2label: correct it.`,
      );
    });
    return list.sort(([a], [b]) => a - b).map(([, name]) => name);
  }

  /** Settings that no one asked for and that could change what the model computes. */
  unread(): string[] {
    return Object.keys(this.values).filter((name) => !this.asked.has(name) && !withoutEffect.test(name));
  }

  /** The configuration with these tensors. @throws LabError where there was no config.json to begin with */
  exported(tensors: ExportedModel['tensors']): ExportedModel {
    const architecture = this.architecture();
    if (this.source === undefined || architecture === undefined)
      throw new LabError(
        `${this.folder} was not saved by transformers, or does not say of which architecture it is: it cannot be exported.`,
      );
    const config = this.source.replace(/("(?:torch_)?dtype"\s*:\s*")\w+"/g, '$1float32"');
    return { architecture, config, tensors };
  }

  /** 'BertForMaskedLM'. */
  architecture(): string | undefined {
    const [first] = Array.isArray(this.values.architectures) ? (this.values.architectures as unknown[]) : [];
    return typeof first === 'string' ? first : undefined;
  }

  private value<Value>(
    name: string,
    otherwise: Value | undefined,
    valid: (one: unknown) => boolean,
    asked: string,
  ): Value {
    const found = this.has(name) ? this.values[name] : otherwise;
    if (valid(found)) return found as Value;
    throw new LabError(
      `config.json of ${this.folder} has ${this.has(name) ? `${name} ${JSON.stringify(found)}` : `no ${name}`}, which must be ${asked}.`,
    );
  }
}
