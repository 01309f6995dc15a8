import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageCollection, LabelledImages } from '../../src/data/images';
import { trainWordPiece } from '../../src/data/tokenizer';
import { tf } from '../../src/engine/native';
import { fillMask } from '../../src/inspection/filledMask';
import { imageAttention } from '../../src/inspection/imageAttention';
import { nearestImages } from '../../src/inspection/nearestImages';
import { nearestWords } from '../../src/inspection/nearestWords';
import { stageEncoder } from '../../src/inspection/stageEncoder';
import { textAttention } from '../../src/inspection/textAttention';
import { tokenizerOf } from '../../src/inspection/tokenizerOf';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import type { TransformerEncoder } from '../../src/models/transformerEncoder';
import { visionTransformer } from '../../src/models/visionTransformer';
import type { TextClassificationData } from '../../src/recipes/textData';
import { type LiveStage, type LiveStudy, live } from '../../src/runner/live';
import { contrastiveImages } from '../../src/studies/contrastiveImages';
import { maskingShare } from '../../src/studies/maskingShare';
import { loadEncoder } from '../../src/training/savedEncoder';
import { freshFolder } from '../runner/toyStudy';

describe('a live stage of masked language modelling', () => {
  let study: LiveStudy<TextClassificationData>;
  let stage: LiveStage;
  let encoder: TransformerEncoder;
  beforeAll(async () => {
    study = await live<TextClassificationData>(maskingShare, { tier: 'quick', store: freshFolder() });
    stage = await study.stage('masked', { with: { maskedLanguageModel: { steps: 3 } } });
    encoder = loadEncoder(stage.folder);
  }, 120_000);
  afterAll(() => encoder.dispose());

  it('says with which settings it ran', () => {
    expect(stage.name).toBe('masked');
    expect(stage.settings.maskedLanguageModel).toMatchObject({ steps: 3, maskProbability: 0.15 });
  });

  it('fills a mask with pieces of the vocabulary, the likeliest first', () => {
    const tokenizer = tokenizerOf(study.data.vocabulary);
    const all = fillMask(stage, 'a [MASK] of the sea', tokenizer.vocabularySize);
    expect(all).toHaveLength(tokenizer.vocabularySize - Object.keys(tokenizer.specialTokens).length);
    for (const [k, { piece, probability }] of all.entries()) {
      expect(piece).not.toMatch(/^\[\w+\]$/u);
      if (k > 0) expect(probability).toBeLessThanOrEqual(all[k - 1]!.probability);
    }
    // The special tokens have the rest.
    const sum = all.reduce((total, { probability }) => total + probability, 0);
    expect(sum).toBeLessThan(1);
    expect(sum).toBeGreaterThan(0.9);
    expect(fillMask(stage, 'a [MASK] of the sea', 2)).toEqual(all.slice(0, 2));
  });

  it('refuses a text without a mask, or with two', () => {
    expect(() => fillMask(stage, 'a bird')).toThrow("The text 'a bird' has 0 times [MASK]");
    expect(() => fillMask(stage, '[MASK] [MASK]')).toThrow('2 times [MASK]');
  });

  it('attends: every row of every head shares out one', () => {
    const tokens = tokenizerOf(study.data.vocabulary).encode('a bird of the sea');
    const heads = textAttention(encoder, tokens);
    expect(heads).toHaveLength(encoder.config.heads);
    for (const row of heads.flat()) {
      expect(row).toHaveLength(tokens.length);
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    }
    expect(() => textAttention(encoder, tokens, 7)).toThrow('There is no layer 7: the encoder has 1');
    expect(() => textAttention(encoder, new Int32Array(0))).toThrow('The text has 0 tokens');
  });

  it('has no encoder of images', () => {
    expect(() => stageEncoder(study, 'masked')).toThrow(
      "'masked' is no stage of 'masking-share' that trains a network for images.",
    );
  });
});

it('a live stage on images leaves its encoder, and a name gives the one it started from', async () => {
  const study = await live(contrastiveImages, { tier: 'quick', store: freshFolder() });
  const stage = await study.stage('contrastive', { with: { contrastive: { steps: 2 } } });
  const weightsOf = (of: LiveStage | string) => {
    const encoder = stageEncoder(study, of);
    const values = Object.values(encoder.parameters).map((variable) => [...variable.dataSync()]);
    encoder.dispose();
    return values;
  };
  expect(weightsOf(stage)).toEqual(weightsOf(stage));
  expect(weightsOf('contrastive')).toEqual(weightsOf('contrastive'));
  expect(weightsOf(stage)).not.toEqual(weightsOf('contrastive'));
}, 120_000);

it('attention to images is drawn patch by patch, from the least asked to the most', () => {
  const [side, patch] = [8, 4];
  const encoder = visionTransformer({
    shape: [side, side, 3],
    patch,
    layers: 1,
    width: 8,
    heads: 2,
    seed: 1,
  });
  const pixels = Uint8Array.from({ length: 2 * side * side * 3 }, (_, k) => (k * 37) % 256);
  const images = new ImageCollection(pixels, [side, side, 3]);
  const drawn = imageAttention(encoder, images);
  expect(drawn).toHaveLength(pixels.length);
  const maps = encoder
    .attentionMaps(tf.tensor4d(images.values([0, 1]), [2, side, side, 3]))
    .mean([1, 2])
    .arraySync() as number[][];
  for (const [image, own] of maps.entries()) {
    const [least, most] = [Math.min(...own), Math.max(...own)];
    // The first pixel of each of the four patches, in each channel.
    for (const [place, [y, x]] of [
      [0, 0] as const,
      [0, 4] as const,
      [4, 0] as const,
      [4, 4] as const,
    ].entries())
      for (let channel = 0; channel < 3; channel++)
        expect(drawn[((image * side + y) * side + x) * 3 + channel]).toBeCloseTo(
          (own[place]! - least) / (most - least),
          4,
        );
  }
  encoder.dispose();
});

describe('nearest', () => {
  it('words by the angle of their vectors', () => {
    const tokenizer = trainWordPiece(['sea sea sea', 'river river river', 'tax tax tax'], {
      vocabularySize: 40,
    });
    const angles: Record<string, number> = { sea: 0, river: 0.2, tax: 2 };
    const vectors = new Float32Array(tokenizer.vocabularySize * 2);
    for (let id = 0; id < tokenizer.vocabularySize; id++) {
      const angle = angles[tokenizer.tokenOf(id)] ?? 3;
      vectors.set([5 * Math.cos(angle), 5 * Math.sin(angle)], 2 * id);
    }
    const found = nearestWords(vectors, tokenizer, 'sea', 2);
    expect(found.map(({ piece }) => piece)).toEqual(['river', 'tax']);
    expect(found[0]!.cosine).toBeCloseTo(Math.cos(0.2), 5);
    expect(() => nearestWords(vectors, tokenizer, 'seatax')).toThrow("'seatax' is not one piece");
    expect(() => nearestWords(vectors.subarray(1), tokenizer, 'sea')).toThrow('are no vectors for');
  });

  it('images by their features, each query first', () => {
    const side = 8;
    // Left half bright, right half bright, and nearly the left again.
    const picture = (bright: (x: number) => number) =>
      Array.from({ length: side * side }, (_, k) => Math.round(255 * bright(k % side)));
    const pixels = [
      picture((x) => (x < 4 ? 1 : 0)),
      picture((x) => (x < 4 ? 0 : 1)),
      picture((x) => (x < 4 ? 0.9 : 0)),
    ];
    const images = new LabelledImages(
      Uint8Array.from(pixels.flat()),
      [side, side, 1],
      Int32Array.from([0, 1, 0]),
      ['left', 'right'],
    );
    const encoder = convolutionalEncoder({ shape: [side, side, 1], channels: [4], strides: [2], seed: 1 });
    expect(nearestImages(encoder, images, [0, 2], 2)).toEqual([0, 2, 2, 0]);
    expect(() => nearestImages(encoder, images, [3])).toThrow('There is no image 3');
    encoder.dispose();
  });
});
