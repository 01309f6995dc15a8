/** The project's own training steps on images, as its studies run them, on random pixels. */
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { compile, type Precision } from '../engine/program';
import { type Randomness, randomness } from '../engine/randomness';
import { convolutionalEncoder } from '../models/convolutionalEncoder';
import type { Parameters } from '../models/parameters';
import { visionTransformer } from '../models/visionTransformer';
import { type Augmentation, augment } from '../objectives/augmentation';
import { contrastive } from '../objectives/contrastive';
import { maskedAutoencoder } from '../objectives/maskedAutoencoder';
import { adamW } from '../training/adamW';
import type { ContrastiveStepSizes, MaskedAutoencoderStepSizes } from './protocol';
import type { TimedStep } from './timedStep';

const learningRate = 1e-3;

/** As in pytorch_images.py. */
const augmentation: Augmentation = {
  ...{ rotation: 20, shift: 0.1, scale: [0.8, 1.25], shear: 0.2, brightness: 0.2, noise: 0.05, cutout: 0.25 },
};

interface Objective {
  readonly parameters: Parameters;
  loss(images: tf.Tensor, random: Randomness): tf.Tensor;
  readonly forwardFlops: number;
}

function contrastiveObjective({
  batch,
  side,
  channels,
  strides,
  temperature,
}: ContrastiveStepSizes): Objective {
  const encoder = convolutionalEncoder({ shape: [side, side, 1], channels, strides });
  const objective = contrastive({ featureWidth: encoder.featureWidth, temperature });
  return {
    parameters: { ...encoder.parameters, ...objective.parameters() },
    loss(images, random) {
      const views = [augment(images, augmentation, random), augment(images, augmentation, random)];
      const [first, second] = tf.split(encoder.features(tf.concat(views, 0)), 2, 0);
      return objective.loss(first!, second!);
    },
    forwardFlops: encoder.forwardFlops(2 * batch) + objective.forwardFlops(batch),
  };
}

function autoencoderObjective(sizes: MaskedAutoencoderStepSizes): Objective {
  const { batch, side, maskRatio, decoder, patch, layers, width, heads } = sizes;
  const encoder = visionTransformer({ shape: [side, side, 1], patch, layers, width, heads });
  const objective = maskedAutoencoder(encoder, { maskRatio, decoder });
  return {
    parameters: { ...encoder.parameters, ...objective.parameters() },
    loss: (images, random) => objective.loss(images, objective.draw(batch, random)),
    forwardFlops: objective.forwardFlops(batch),
  };
}

/** Builds model, optimiser and program; the first `run` compiles them, if the engine is the compiled one. */
export function imageStep(
  sizes: ContrastiveStepSizes | MaskedAutoencoderStepSizes,
  precision: Precision,
): TimedStep {
  const { batch, side } = sizes;
  const { parameters, loss, forwardFlops } =
    sizes.objective === 'contrastive' ? contrastiveObjective(sizes) : autoencoderObjective(sizes);
  const optimizer = adamW(parameters, { clipNorm: 1 });
  const random = randomness(1);
  const program = compile({
    precision,
    state: { ...parameters, ...optimizer.state, ...random.state },
    functions: {
      train: ({ images, rate }: { images: tf.Tensor; rate: tf.Tensor }) => {
        const step = optimizer.step(() => loss(images, random), rate);
        random.advance();
        return { loss: step.loss };
      },
    },
  });
  const draw = seededRandom(5);
  const pixels = Float32Array.from({ length: batch * side * side }, () => draw.uniform());
  return {
    flops: 3 * forwardFlops,
    run() {
      const started = performance.now();
      const images = tf.tensor4d(pixels, [batch, side, side, 1]);
      const result = program.train({ images, rate: learningRate });
      result.loss.dataSync();
      tf.dispose([result.loss, images]);
      return performance.now() - started;
    },
  };
}
