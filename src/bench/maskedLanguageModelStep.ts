/** The project's own masked-language-model training step, as the flagship runs it, on random tokens. */
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { compile, type Precision } from '../engine/program';
import { randomness } from '../engine/randomness';
import { transformerEncoder } from '../models/transformerEncoder';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import { adamW } from '../training/adamW';
import { maskProbability, type TextStepSizes } from './protocol';
import type { TimedStep } from './timedStep';

const specialTokens = { padding: 0, mask: 4 };
const learningRate = 1e-3;

/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
export function maskedLanguageModelStep(sizes: TextStepSizes, precision: Precision, xla = false): TimedStep {
  const { vocabularySize, layers, width, heads, batch, time, dropoutRate } = sizes;
  const encoder = transformerEncoder({ vocabularySize, layers, width, heads, maxLength: time, dropoutRate });
  const objective = maskedLanguageModel({ tokenizer: { vocabularySize, specialTokens }, maskProbability });
  const parameters = { ...encoder.parameters, ...objective.parameters() };
  const optimizer = adamW(parameters, { clipNorm: 1 });
  const random = randomness(1);
  interface Batch {
    tokens: tf.Tensor;
    positions: tf.Tensor;
    targets: tf.Tensor;
    weights: tf.Tensor;
    rate: tf.Tensor;
  }
  const program = compile({
    precision,
    xla,
    state: { ...parameters, ...optimizer.state, ...random.state },
    functions: {
      train: ({ rate, ...inputs }: Batch) => {
        const { loss } = optimizer.step(() => objective.loss(encoder, inputs, random), rate);
        random.advance();
        return { loss };
      },
    },
  });

  const draw = seededRandom(5);
  const ordinary = specialTokens.mask + 1;
  const rows = Array.from({ length: batch }, () =>
    Int32Array.from({ length: time }, () => ordinary + draw.integer(vocabularySize - ordinary)),
  );
  const predictions = objective.predictionsIn(batch, time);
  return {
    flops: 3 * encoder.forwardFlops(batch, time) + 6 * predictions * vocabularySize * width,
    run() {
      const corrupted = objective.corrupt(rows, time, draw);
      const started = performance.now();
      const inputs = {
        tokens: tf.tensor2d(corrupted.tokens, [batch, time], 'int32'),
        positions: tf.tensor1d(corrupted.positions, 'int32'),
        targets: tf.tensor1d(corrupted.targets, 'int32'),
        weights: tf.tensor1d(corrupted.weights),
      };
      const { loss } = program.train({ ...inputs, rate: learningRate });
      loss.dataSync();
      tf.dispose([loss, ...Object.values(inputs)]);
      return performance.now() - started;
    },
  };
}
