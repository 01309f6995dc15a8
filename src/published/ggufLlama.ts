/** A Llama in a GGUF file, told as transformers tells it: configuration, names of tensors, order of rotated pairs, tokenizer. */
import { LabError } from '../errors';
import type { GgufFact, GgufFile } from './ggufFile';
import type { TokenizerJson } from './specialTokenFrame';
import type { WeightFile } from './weightFile';

/** llama.cpp's names of a block's parts. */
const partNames: { readonly [part: string]: string } = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};
const wholeNames: { readonly [part: string]: string } = {
  token_embd: 'embed_tokens',
  output_norm: 'norm',
  output: 'lm_head',
};

/** Words that a tokenizer of the kind 'gpt2' is cut into before its pairs are merged, by the name that the file gives. */
const preTokenizers: { readonly [name: string]: object } = {
  'gpt-2': byteLevel(),
  smollm: { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel()] },
};

function byteLevel(): object {
  return { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
}

export class GgufLlama {
  constructor(
    private readonly file: GgufFile,
    private readonly named: string,
  ) {
    const architecture = file.facts.get('general.architecture');
    if (architecture !== 'llama')
      throw new LabError(
        `${named} holds a model of the architecture '${String(architecture)}', and only llama is read.`,
      );
  }

  /** As config.json of transformers has it. */
  config(): Record<string, unknown> {
    const fact = (name: string) => this.fact(`llama.${name}`);
    return {
      ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], hidden_act: 'silu' },
      hidden_size: fact('embedding_length'),
      num_hidden_layers: fact('block_count'),
      num_attention_heads: fact('attention.head_count'),
      num_key_value_heads: fact('attention.head_count_kv'),
      intermediate_size: fact('feed_forward_length'),
      max_position_embeddings: fact('context_length'),
      rms_norm_eps: fact('attention.layer_norm_rms_epsilon'),
      rope_theta: this.file.facts.get('llama.rope.freq_base') ?? 10_000,
      vocab_size: this.file.shapes.get('token_embd.weight')?.[0],
      eos_token_id: this.file.facts.get('tokenizer.ggml.eos_token_id'),
    };
  }

  weights(): WeightFile {
    const places = new Map([...this.file.shapes.keys()].map((name) => [publishedName(name), name] as const));
    const heads = {
      attn_q: this.fact('llama.attention.head_count'),
      attn_k: this.fact('llama.attention.head_count_kv'),
    };
    return {
      shapes: new Map([...places].map(([name, place]) => [name, this.file.shapes.get(place)!])),
      read: (name) => {
        const place = places.get(name)!;
        const values = this.file.read(place);
        const part = /^blk\.\d+\.(attn_[qk])\.weight$/.exec(place)?.[1] as keyof typeof heads | undefined;
        return part ? halvesOfHeads(values, Number(heads[part]), this.file.shapes.get(place)![1]!) : values;
      },
    };
  }

  tokenizer(): TokenizerJson {
    const kind = this.fact('tokenizer.ggml.model');
    const before = String(this.file.facts.get('tokenizer.ggml.pre') ?? 'gpt-2');
    if (kind !== 'gpt2' || !Object.hasOwn(preTokenizers, before))
      throw new LabError(
        `${this.named} has a tokenizer of the kind '${String(kind)}, ${before}', which is not read: put its tokenizer.json beside it.`,
      );
    const tokens = this.fact('tokenizer.ggml.tokens') as readonly string[];
    const kinds = this.fact('tokenizer.ggml.token_type') as readonly number[];
    const merges = this.fact('tokenizer.ggml.merges') as readonly string[];
    /** llama.cpp's number of control tokens. */
    const control = 3;
    const special = tokens.flatMap((content, id) => (kinds[id] === control ? [{ id, content }] : []));
    const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    return {
      version: '1.0',
      ...{
        truncation: null,
        padding: { pad_id: Number(this.file.facts.get('tokenizer.ggml.padding_token_id') ?? 0) },
      },
      added_tokens: special.map((token) => ({ ...token, ...plain })),
      ...{ normalizer: null, pre_tokenizer: preTokenizers[before], post_processor: null },
      decoder: byteLevel(),
      model: { type: 'BPE', vocab: Object.fromEntries(tokens.map((token, id) => [token, id])), merges },
    } as TokenizerJson;
  }

  private fact(name: string): GgufFact {
    const found = this.file.facts.get(name);
    if (found === undefined) throw new LabError(`${this.named} lacks the fact '${name}': fetch it again.`);
    return found;
  }
}

function publishedName(name: string): string {
  const block = /^blk\.(\d+)\.(\w+)\.weight$/.exec(name);
  if (block && Object.hasOwn(partNames, block[2]!))
    return `layers.${block[1]}.${partNames[block[2]!]}.weight`;
  const whole = /^(\w+)\.weight$/.exec(name)?.[1];
  return whole !== undefined && Object.hasOwn(wholeNames, whole) ? `${wholeNames[whole]}.weight` : name;
}

/** llama.cpp keeps the two numbers of a rotated pair side by side; transformers keeps them half a head apart. */
function halvesOfHeads(values: Float32Array, heads: number, columns: number): Float32Array {
  const moved = new Float32Array(values.length);
  const headRows = values.length / columns / heads;
  for (let head = 0; head < heads; head++)
    for (let row = 0; row < headRows; row++) {
      const from = (head * headRows + row) * columns;
      const to = (head * headRows + (row % 2) * (headRows / 2) + Math.floor(row / 2)) * columns;
      moved.set(values.subarray(from, from + columns), to);
    }
  return moved;
}
