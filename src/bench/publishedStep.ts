/** What the lab does with published models, as `finetunePublished`, `sentenceEmbeddings` and `TextGenerator` do it. */
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import type { Precision } from '../engine/program';
import { FinetuningProgram } from '../finetuning/finetuningProgram';
import { CachedDecoding } from '../published/generation/cachedDecoding';
import { likeliest } from '../published/generation/sampling';
import { loadPublishedText } from '../published/loadPublished';
import { LowRankAdapters } from '../published/lowRankAdapters';
import { publishedFeed } from '../published/publishedFeed';
import { PublishedTextClassifier } from '../published/publishedTextClassifier';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { meanStatesOf } from '../published/sentenceEmbeddings';
import type { EmbeddingSizes, FinetuningSizes, GenerationSizes, PublishedSizes } from './protocol';
import type { TimedStep } from './timedStep';

export function publishedStep(sizes: PublishedSizes, precision: Precision): TimedStep {
  if (sizes.objective === 'finetuning') return finetuningStep(sizes, precision);
  return sizes.objective === 'embedding' ? embeddingStep(sizes) : generationStep(sizes);
}

/** Past the special tokens and letters of a large vocabulary; which words it is does not matter. */
const firstWord = (vocabulary: number) => Math.min(2000, vocabulary >> 1);

function randomTexts(lengths: readonly number[], vocabulary: number): Int32Array[] {
  const draw = seededRandom('published benchmark');
  const from = firstWord(vocabulary);
  return lengths.map((length) => Int32Array.from({ length }, () => from + draw.integer(vocabulary - from)));
}

function finetuningStep({ folder, rank, batch, time }: FinetuningSizes, precision: Precision): TimedStep {
  const model = loadPublishedText(folder);
  const classes = ['one', 'other'];
  const classifier = new PublishedTextClassifier(model, {
    ...{ classes, tokenizer: PublishedTokenizer.read(folder), maxLength: time },
    trains: rank === 0 ? 'all' : new LowRankAdapters(model, { rank }),
  });
  const feed = publishedFeed(classifier, { batchSize: batch });
  const program = new FinetuningProgram(classifier, feed, { precision });
  program.restart(1);
  const texts = randomTexts(
    Array.from({ length: 8 * batch }, () => time),
    model.vocabularySize!,
  );
  const labels = Int32Array.from(texts, (_, k) => k % classes.length);
  let steps = 0;
  const forward = feed.forwardFlops(texts, [0]);
  return {
    // Frozen matrices have no gradient of their own, which is a third of a step.
    flops: (rank === 0 ? 3 : 2) * forward,
    run() {
      const from = (steps++ % 8) * batch;
      const chosen = Array.from({ length: batch }, (_, k) => from + k);
      const weights = new Float32Array(batch).fill(1 / batch);
      const started = performance.now();
      program.step(texts, [{ chosen, labels: labels.subarray(from, from + batch), weights }], {
        ...{ encoder: 1e-5, head: 1e-3 },
      });
      return performance.now() - started;
    },
  };
}

/** As in pytorch_published.py: from 8 to 40 tokens. */
const lengthOf = (text: number) => 8 + ((text * 7919) % 33);

function embeddingStep({ folder, texts: count }: EmbeddingSizes): TimedStep {
  const model = loadPublishedText(folder);
  const texts = randomTexts(
    Array.from({ length: count }, (_, k) => lengthOf(k)),
    model.vocabularySize!,
  );
  const matrices = [...model.linears.values()].reduce((sum, { weight }) => sum + weight.size, 0);
  return {
    flops: 2 * matrices * texts.reduce((sum, { length }) => sum + length, 0),
    run() {
      const started = performance.now();
      const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length);
      for (let from = 0; from < count; from += 32) {
        const rows = order.slice(from, from + 32).map((row) => texts[row]!);
        tf.tidy(() => meanStatesOf(model, paddedRows(rows)).dataSync());
      }
      return performance.now() - started;
    },
  };
}

function paddedRows(rows: readonly Int32Array[]): { tokens: tf.Tensor; mask: tf.Tensor } {
  const time = Math.max(...rows.map(({ length }) => length));
  const filled = (of: (row: Int32Array, at: number) => number) =>
    tf.tensor2d(
      Int32Array.from({ length: rows.length * time }, (_, k) => of(rows[Math.floor(k / time)]!, k % time)),
      [rows.length, time],
      'int32',
    );
  return {
    tokens: filled((row, at) => row[at] ?? 0),
    mask: filled((row, at) => Number(at < row.length)),
  };
}

function generationStep({ folder, prompt, tokens }: GenerationSizes): TimedStep {
  const model = loadPublishedText(folder);
  const decoding = new CachedDecoding(model, model.decoder!, {
    ...{ batch: 1, tokens: prompt + tokens, sourceTokens: 0 },
  });
  const ids = Array.from({ length: prompt }, (_, k) => 100 + k);
  const parameters = Object.values(model.parameters).reduce((sum, { size }) => sum + size, 0);
  return {
    flops: 2 * parameters * tokens,
    run() {
      const started = performance.now();
      decoding.restart();
      let next = likeliest(decoding.readPrompt(ids));
      for (let written = 1; written < tokens; written++) next = likeliest(decoding.next([next]));
      return performance.now() - started;
    },
  };
}
