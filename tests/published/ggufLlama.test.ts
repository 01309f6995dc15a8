/** A Llama as llama.cpp stores it computes what the same Llama computes from safetensors. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { modelFacts } from '../../src/cli/modelFacts';
import { tf } from '../../src/engine/native';
import { loadPublishedText } from '../../src/published/loadPublished';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';
import { openSafetensors } from '../../src/published/safetensorsFile';
import { freshFolder } from '../runner/toyStudy';
import { type GgufTensor, gguf } from './ggufBytes';

const fixture = path.join(__dirname, 'fixtures/llama-lm');
const ggmlNames: readonly (readonly [RegExp, string])[] = [
  ...([
    [/^model\.embed_tokens/, 'token_embd'],
    [/^model\.norm/, 'output_norm'],
    [/^model\.layers\.(\d+)\./, 'blk.$1.'],
    [/input_layernorm/, 'attn_norm'],
  ] as const),
  ...([
    [/post_attention_layernorm/, 'ffn_norm'],
    [/self_attn\.([qkv])_proj/, 'attn_$1'],
    [/self_attn\.o_proj/, 'attn_output'],
    [/mlp\.(gate|up|down)_proj/, 'ffn_$1'],
  ] as const),
];

/** As llama.cpp's converter moves the rows of queries and keys: pairs half a head apart come side by side. */
function sideBySide(values: Float32Array, headRows: number, columns: number): Float32Array {
  const moved = new Float32Array(values.length);
  const rows = values.length / columns;
  for (let row = 0; row < rows; row++) {
    const [head, within] = [Math.floor(row / headRows), row % headRows];
    const from = head * headRows + (within % 2) * (headRows / 2) + Math.floor(within / 2);
    for (let column = 0; column < columns; column++)
      moved[row * columns + column] = values[from * columns + column]!;
  }
  return moved;
}

it('in numbers and in the pieces of texts', () => {
  const folder = freshFolder();
  const source = openSafetensors(path.join(fixture, 'model.safetensors'));
  const config = JSON.parse(fs.readFileSync(path.join(fixture, 'config.json'), 'utf8'));
  const tensors = [...source.shapes].map(([name, shape]): GgufTensor => {
    const values = source.read(name);
    const turned = /[qk]_proj/.test(name) ? sideBySide(values, config.head_dim, shape[1]!) : values;
    const ggml = ggmlNames.reduce((text, [pattern, word]) => text.replace(pattern, word), name);
    return { name: ggml, shape, type: 0, bytes: new Uint8Array(turned.buffer) };
  });
  const pieces = Array.from({ length: 120 }, (_, id) =>
    id < 3 ? `<${id}>` : String.fromCharCode(0x4e00 + id),
  );
  const facts = {
    'general.architecture': { text: 'llama' },
    'llama.embedding_length': { unsigned: config.hidden_size },
    'llama.block_count': { unsigned: config.num_hidden_layers },
    'llama.attention.head_count': { unsigned: config.num_attention_heads },
    'llama.attention.head_count_kv': { unsigned: config.num_key_value_heads },
    'llama.feed_forward_length': { unsigned: config.intermediate_size },
    'llama.context_length': { unsigned: config.max_position_embeddings },
    'llama.attention.layer_norm_rms_epsilon': { float: config.rms_norm_eps },
    'tokenizer.ggml.model': { text: 'unheard' },
    'tokenizer.ggml.tokens': { texts: pieces },
  };
  fs.writeFileSync(path.join(folder, 'model.gguf'), gguf(tensors, facts));
  const tokens = tf.tensor2d([[5, 17, 33, 90, 4]], [1, 5], 'int32');
  const logits = (place: string) => loadPublishedText(place).forward({ tokens }).logits!;
  const wanted = logits(fixture);
  const off = logits(folder).sub(wanted).abs().max().dataSync()[0]! / wanted.abs().max().dataSync()[0]!;
  // The epsilon comes as a float of 32 bits.
  expect(off).toBeLessThan(1e-6);
  expect(() => PublishedTokenizer.read(folder)).toThrow(
    "a tokenizer of the kind 'unheard, gpt-2', which is not read",
  );
  const tokenizer = {
    'tokenizer.ggml.model': { text: 'gpt2' },
    'tokenizer.ggml.tokens': { texts: [...pieces.slice(0, -3), 'h', 'i', 'hi'] },
    'tokenizer.ggml.token_type': { unsigneds: pieces.map((_, id) => (id < 3 ? 3 : 1)) },
    'tokenizer.ggml.merges': { texts: ['h i'] },
  };
  fs.writeFileSync(path.join(folder, 'model.gguf'), gguf(tensors, { ...facts, ...tokenizer }));
  expect(PublishedTokenizer.read(folder).ids('hi').ids).toEqual([119]);
  expect(modelFacts(folder)).toMatchObject({
    family: 'llama',
    tokenizer: expect.stringContaining("'A cat.' is"),
  });
});
