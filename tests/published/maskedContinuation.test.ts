/** Continued masked pretraining of a published model: its loss by hand, what moves and what stays, and what it refuses. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { loadPublishedText } from '../../src/published/loadPublished';
import { continuePublished } from '../../src/published/maskedContinuation';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad', 'film', 'food', 'day', 'very'];
let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'continuation-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function tokenizerOf(vocabulary: readonly string[]): PublishedTokenizer {
  const at = (word: string): [string, number] => [word, vocabulary.indexOf(word)];
  fs.writeFileSync(
    path.join(folder, 'tokenizer.json'),
    JSON.stringify({
      ...{ version: '1.0', added_tokens: [], normalizer: null, decoder: null },
      pre_tokenizer: { type: 'WhitespaceSplit' },
      post_processor: { type: 'BertProcessing', cls: at('[CLS]'), sep: at('[SEP]') },
      model: {
        ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
      },
    }),
  );
  return PublishedTokenizer.read(folder);
}

const fixture = (name: string) => loadPublishedText(path.join(__dirname, 'fixtures', name));
const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());

describe('continuePublished', () => {
  it('begins at the loss that loops over the states give', async () => {
    const model = fixture('bert');
    const tokenizer = tokenizerOf(words);
    const text = 'very good film very bad food very good day';
    const ids = Int32Array.from(tokenizer.ids(text).ids);
    const [maxLength, seed, maskProbability] = [ids.length, 3, 0.4];
    const table = model.parameters['embeddings.word_embeddings.weight']!;
    const [vocabularySize, width] = table.shape as [number, number];
    const objective = maskedLanguageModel({
      tokenizer: { vocabularySize, specialTokens: { padding: 0, mask: 4 } },
      maskProbability,
      firstOrdinaryToken: 4,
    });
    const mean = (step: number) => {
      const batch = objective.corrupt([ids], maxLength, seededRandom(`masking/${seed}/${step}`));
      const states = values(
        model.forward({ tokens: tf.tensor2d(batch.tokens, [1, maxLength], 'int32') }).states,
      );
      const rows = values(table);
      let [sum, count] = [0, 0];
      for (const [k, weight] of batch.weights.entries()) {
        if (weight === 0) continue;
        const scores = Array.from({ length: vocabularySize }, (_, token) => {
          let score = 0;
          for (let i = 0; i < width; i++)
            score += states[batch.positions[k]! * width + i]! * rows[token * width + i]!;
          return score;
        });
        const largest = Math.max(...scores);
        const total = scores.reduce((all, score) => all + Math.exp(score - largest), 0);
        sum += Math.log(total) + largest - scores[batch.targets[k]!]!;
        count++;
      }
      return sum / count;
    };
    const first: number[] = [];
    const expected = mean(0);
    const { seen, steps } = await continuePublished(model, tokenizer, [text], {
      ...{ steps: 1, batchSize: 1, maxLength, maskProbability, seed },
      onStep: (_, loss) => first.push(loss),
    });
    expect(steps).toBe(1);
    expect(seen).toBe(ids.length);
    expect(first[0]).toBeCloseTo(expected, 4);
    objective.dispose();
    model.dispose();
  });

  it('learns, repeats itself, and leaves alone what no state depends on', async () => {
    const texts = Array.from({ length: 8 }, (_, k) => (k % 2 ? 'very good film day' : 'very bad food day'));
    const once = async () => {
      const model = fixture('bert');
      const still = Object.keys(model.parameters).filter((name) => name.startsWith('pooler'));
      const before = still.map((name) => values(model.parameters[name]!));
      const table = values(model.parameters['embeddings.word_embeddings.weight']!);
      const { losses } = await continuePublished(model, tokenizerOf(words), texts, {
        ...{ steps: 100, batchSize: 4, maxLength: 8, learningRate: 3e-3, seed: 1 },
      });
      expect(still.length).toBeGreaterThan(0);
      expect(still.map((name) => values(model.parameters[name]!))).toEqual(before);
      expect(values(model.parameters['embeddings.word_embeddings.weight']!)).not.toEqual(table);
      model.dispose();
      return losses.map(({ value }) => value);
    };
    const losses = await once();
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
    expect(await once()).toEqual(losses);
  });

  it('refuses models that read one way, tokenizers without [MASK], and texts with nothing to hide', async () => {
    const options = { steps: 1, batchSize: 1, maxLength: 8, seed: 1 };
    const gpt = fixture('gpt2-lm');
    await expect(continuePublished(gpt, tokenizerOf(words), ['good'], options)).rejects.toThrow(
      "A model of the family 'gpt2' cannot name hidden tokens here: take one of bert, roberta, distilbert.",
    );
    gpt.dispose();
    const model = fixture('bert');
    const unmasked = tokenizerOf(words.filter((word) => word !== '[MASK]'));
    await expect(continuePublished(model, unmasked, ['good'], options)).rejects.toThrow("no token '[MASK]'");
    await expect(continuePublished(model, tokenizerOf(words), ['', ''], options)).rejects.toThrow(
      'The texts have no token that could be hidden: give texts with words in them.',
    );
    model.dispose();
  });
});
