import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { CachedDecoding } from '../../src/published/generation/cachedDecoding';
import { generateText, TextGenerator } from '../../src/published/generation/generateText';
import { loadPublishedText } from '../../src/published/loadPublished';
import type { PublishedModel, TextInput } from '../../src/published/publishedModel';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';
import { freshFolder } from '../runner/toyStudy';

const loaded = (family: string) => loadPublishedText(path.join(__dirname, 'fixtures', family));

/** Words w0, w1, … that are the tokens themselves. */
function words(vocabulary: number): PublishedTokenizer {
  const folder = freshFolder();
  const vocab = Object.fromEntries(Array.from({ length: vocabulary }, (_, id) => [`w${id}`, id]));
  const json = {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null },
    ...{ post_processor: null, pre_tokenizer: { type: 'WhitespaceSplit' }, decoder: null },
    model: { type: 'WordLevel', vocab, unk_token: 'w0' },
  };
  fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(json));
  return PublishedTokenizer.read(folder);
}

const row = (ids: readonly number[]) => tf.tensor2d([[...ids]], [1, ids.length], 'int32');

/** Logits of what follows, by the whole text in one pass. */
function slowly(
  model: PublishedModel<TextInput>,
  source: readonly number[],
  written: readonly number[],
): number[] {
  const { startToken } = model.decoder!;
  return tf.tidy(() => {
    const { logits } =
      startToken === undefined
        ? model.forward({ tokens: row([...source, ...written]) })
        : model.forward({ tokens: row(source), decoderTokens: row([startToken, ...written]) });
    return (logits!.arraySync() as number[][][])[0]!.at(-1)!;
  });
}

const furthest = (a: ArrayLike<number>, b: readonly number[]) =>
  b.reduce((most, x, k) => Math.max(most, Math.abs(x - a[k]!)), 0);

describe.each(['gpt2-lm', 'llama-lm', 't5-lm'])('%s', (family) => {
  it.each([
    ['read one by one', 7],
    ['read at once', 19],
    ['longer than what is read at once', 70],
  ])('has with kept keys and values the logits of the whole text: a prompt %s', (_, length) => {
    // GPT-2's table has 40 positions, and a text must fit.
    const fitting = Math.min(length, (loaded(family).decoder!.positions ?? 100) - 5);
    const prompt = Array.from({ length: fitting }, (_, k) => 3 + ((7 * k) % 40));
    const model = loaded(family);
    const decoder = model.decoder!;
    const encodes = decoder.startToken !== undefined;
    const decoding = new CachedDecoding(model, decoder, {
      ...{ batch: 2, tokens: length + 10, sourceTokens: encodes ? prompt.length : 0 },
    });
    const vocabulary = model.vocabularySize!;
    for (const round of [1, 2]) {
      decoding.restart();
      const first = encodes
        ? decoding.readSources([prompt], decoder.startToken!)
        : decoding.readPrompt(prompt);
      const expected = slowly(model, prompt, []);
      const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      for (const beam of [0, 1])
        expect(furthest(first.subarray(beam * vocabulary), expected) / scale, `${round}`).toBeLessThan(5e-6);
      let texts: [number[], number[]] = [[5], [9]];
      let logits = decoding.next([5, 9], [0, 1]);
      // Each goes on with the other's past, then both with the same.
      for (const order of [
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        for (const [beam, text] of texts.entries())
          expect(
            furthest(logits.subarray(beam * vocabulary), slowly(model, prompt, text)) / scale,
          ).toBeLessThan(5e-6);
        const tokens = [11 + texts[0].length, 23];
        texts = [
          [...texts[order[0]], tokens[0]!],
          [...texts[order[1]], tokens[1]!],
        ];
        logits = decoding.next(tokens, order);
      }
    }
    decoding.dispose();
    model.dispose();
  });

  it('writes the likeliest token after those before, and the likeliest of all texts with a beam for each token', async () => {
    const model = loaded(family);
    const vocabulary = model.vocabularySize!;
    const tokenizer = words(vocabulary);
    const held = tf.memory().numTensors;
    const ends = new Set(model.decoder!.endTokens);
    const said: string[] = [];
    const text = 'w7 w9';
    const greedy = await generateText(model, tokenizer, text, { maxTokens: 5, onToken: (t) => said.push(t) });
    expect(tf.memory().numTensors).toBe(held);
    const written: number[] = [];
    while (written.length < 5) {
      const logits = slowly(model, [7, 9], written);
      const next = logits.indexOf(Math.max(...logits));
      if (ends.has(next)) break;
      written.push(next);
    }
    const spelt = (ids: readonly number[]) => ids.map((id) => `w${id}`).join(' ');
    expect(greedy).toBe(spelt(written));
    expect(said.at(-1) ?? '').toBe(greedy);

    // All texts of at most two tokens: those that end, and those that are cut.
    const logShares = (ids: readonly number[]) => {
      const logits = slowly(model, [7, 9], ids);
      const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
      return logits.map((x) => x - total);
    };
    const all: { ids: number[]; score: number }[] = [];
    const power = 0.6;
    for (const [a, first] of logShares([]).entries()) {
      if (ends.has(a)) all.push({ ids: [], score: first });
      else
        for (const [b, second] of logShares([a]).entries())
          all.push({ ids: ends.has(b) ? [a] : [a, b], score: (first + second) / 2 ** power });
    }
    const best = all.reduce((x, y) => (y.score > x.score ? y : x));
    const searched = await generateText(model, tokenizer, text, {
      ...{ maxTokens: 2, beams: vocabulary, lengthPenalty: power },
    });
    expect(searched).toBe(spelt(best.ids));
    model.dispose();
  });
});

describe('generation', () => {
  it('is the same for the same seed, stops where it is told to, and takes up changed weights', async () => {
    const model = loaded('gpt2-lm');
    const tokenizer = words(120);
    const generator = new TextGenerator(model, tokenizer);
    const drawn = (seed: number) => generator.write('w7 w9', { maxTokens: 8, temperature: 1, seed });
    expect(await drawn(3)).toBe(await drawn(3));
    expect(await drawn(3)).not.toBe(await drawn(4));
    const greedy = (await generator.write('w7 w9', { maxTokens: 5 })).split(' ');
    const stopped = await generator.write('w7 w9', { maxTokens: 5, stops: [greedy[2]!] });
    expect(stopped.split(' ')).toEqual(greedy.slice(0, greedy.indexOf(greedy[2]!)));
    const table = model.parameters['wte.weight']!;
    table.assign(tf.tidy(() => tf.reverse(table as tf.Tensor, 1) as tf.Tensor2D));
    expect((await generator.write('w7 w9', { maxTokens: 5 })).split(' ')).not.toEqual(greedy);
    generator.dispose();
    model.dispose();
  });

  it('refuses what makes no sense, by name', async () => {
    const model = loaded('gpt2-lm');
    const generator = new TextGenerator(model, words(120));
    const refused = (options: object, message: string) =>
      expect(generator.write('w7', options)).rejects.toThrow(message);
    await refused({ topP: 0 }, 'topP is 0');
    await refused({ topK: 1.5 }, 'topK is 1.5');
    await refused({ temperature: -1 }, 'The temperature is -1');
    await refused({ beams: 0 }, 'beams is 0');
    await refused({ beams: 2, temperature: 1 }, 'leave out the temperature');
    await refused({ lengthPenalty: Number.NaN }, 'lengthPenalty is NaN');
    await refused({ maxTokens: 1e6 }, "longer than the model's");
    await expect(generator.write('', {})).rejects.toThrow('The prompt has no token');
    expect(() => new TextGenerator(loaded('bert'), words(60))).toThrow("family 'bert' writes no text");
    model.dispose();
  });
});
