/** The loss of one model trained in float32 and in mixed bfloat16, everything else equal: what lower precision costs. */
import { loadDataset } from '../data/dataset';
import { trainWordPiece } from '../data/tokenizer';
import { tf } from '../engine/native';
import type { Precision } from '../engine/program';
import { transformerEncoder } from '../models/transformerEncoder';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import { pretrain } from '../training/pretrain';
import type { CurvePoint } from '../training/trainingLoop';

export interface LossCurveSizes {
  readonly steps: number;
  readonly width: number;
  readonly layers: number;
  readonly seed: number;
}

export interface LossCurve {
  readonly precision: Precision;
  /** Mean loss in nats a predicted piece over each stretch of 25 steps. */
  readonly losses: readonly CurvePoint[];
  readonly seconds: number;
}

/**
 * Pretrains the masked language model on WordNet's glosses once in each precision, from the same weights, on the same
 * batches with the same masks and dropout.
 * @throws StoppedError on request
 */
export async function lossCurves({ steps, width, layers, seed }: LossCurveSizes): Promise<LossCurve[]> {
  const { pretraining } = await loadDataset('wordnet-glosses');
  const tokenizer = trainWordPiece(pretraining, { vocabularySize: 8192 });
  const sequences = pretraining.texts.map((text) => tokenizer.encode(text));
  const objective = maskedLanguageModel({ tokenizer });
  const curves: LossCurve[] = [];
  for (const precision of ['float32', 'mixed-bfloat16'] as const) {
    const encoder = transformerEncoder({
      ...{ vocabularySize: tokenizer.vocabularySize, layers, width, heads: 4, maxLength: 20, seed },
      ...{ paddingToken: tokenizer.specialTokens.padding, dropoutRate: 0.1 },
    });
    const { losses, seconds } = await pretrain(encoder, {
      ...{ objective, sequences, steps, seed, precision, engine: 'compiled' },
      ...{ batchSize: 128, lengths: [20], learningRate: 2e-3 },
    });
    tf.dispose(Object.values(encoder.parameters));
    curves.push({ precision, losses, seconds });
  }
  return curves;
}
