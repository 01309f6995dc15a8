/** Labels that a lexicon gives, and an encoder that learns from them. */
import { afterEach, describe, expect, it } from 'vitest';
import { trainWordPiece } from '../../src/data/tokenizer';
import { releaseKept } from '../../src/form/release';
import type { StageResult } from '../../src/form/result';
import { tokenCounts } from '../../src/models/wordVectors';
import { encodeTexts } from '../../src/recipes/encodedTexts';
import { votesOn } from '../../src/recipes/sentimentTexts';
import { vocabularyOf } from '../../src/recipes/textData';
import { flipped, type WeakLabellingOptions, weakLabelling } from '../../src/recipes/weakLabelling';
import { type WeaklyLabelledData, weaklyLabelledTexts } from '../../src/recipes/weaklyLabelledTexts';
import { loadEncoder } from '../../src/training/savedEncoder';
import { freshFolder } from '../runner/toyStudy';

afterEach(() => releaseKept());

const texts = { vocabularySize: 800, devLimit: 50, testLimit: 50, scaleOn: 40 };
function prepared(votes: object, target = 'sentiment-sentences'): Promise<WeaklyLabelledData> {
  const cards = { target, general: 'sentiment-sentences' };
  const recipe = weaklyLabelledTexts({ cards }).recipe as unknown as {
    prepare(context: object): Promise<WeaklyLabelledData>;
  };
  return recipe.prepare({ cards, settings: { texts, votes }, options: {} });
}

describe('weakly labelled texts', () => {
  it('have the label of their votes, as many of each class, none of dev or test among them', async () => {
    const { weak, dev, test, labels } = await prepared({ atLeast: 3, perClass: 100 });
    expect(labels).toEqual(['negative', 'positive']);
    expect([...weak.labels].filter((label) => label === 0).length).toBe(100);
    expect(weak.labels.length).toBe(200);
    votesOn(weak.texts).forEach((vote, row) => {
      expect(vote * (weak.labels[row] === 1 ? 1 : -1)).toBeGreaterThanOrEqual(3);
    });
    const heldOut = new Set([...dev.texts, ...test.texts]);
    expect(weak.texts.filter((text) => heldOut.has(text))).toEqual([]);
  });

  it('are refused for other classes, and where no text has votes enough', async () => {
    await expect(prepared({ atLeast: 2, perClass: 10 }, 'wordnet-glosses')).rejects.toThrow(
      /A lexicon labels 'negative' and 'positive', and the classes are .*: rename them in the card\./,
    );
    await expect(prepared({ atLeast: 1000, perClass: 10 })).rejects.toThrow(
      "No text has votes of 1000 or more for one of the classes: lower 'votes.atLeast'",
    );
  });
});

describe('pretraining on weak labels', () => {
  it('turns the share of labels that it is told to, the same ones from one seed', () => {
    const labels = Int32Array.from({ length: 2000 }, (_, k) => k % 2);
    const turned = flipped(labels, 0.2, 1);
    const share = turned.filter((label, k) => label !== labels[k]).length / 2000;
    expect(Math.abs(share - 0.2)).toBeLessThan(0.03);
    expect(flipped(labels, 0.2, 1)).toEqual(turned);
    expect(flipped(labels, 0, 1)).toEqual(labels);
  });

  it('learns them, keeps its encoder, and starts from the encoder of another stage', async () => {
    const sentences = Array.from({ length: 64 }, (_, k) =>
      k % 2 ? `good warm day number ${k % 7}` : `bad cold night number ${k % 7}`,
    );
    const tokenizer = trainWordPiece(sentences, { vocabularySize: 100 });
    const weak = encodeTexts(
      { examples: sentences.map((text, k) => ({ text, label: k % 2 })) } as never,
      tokenizer,
    );
    const data = {
      ...{ labels: ['negative', 'positive'], vocabulary: vocabularyOf(tokenizer), weak },
      counts: tokenCounts(weak.examples, tokenizer.vocabularySize),
      scaleOn: weak.examples,
    };
    const settings = {
      encoder: { layers: 1, width: 16, heads: 2, maxLength: 12, dropoutRate: 0 },
      ...{ tokenTable: { norm: 2 }, pooling: { sifConstant: 0.1 } },
      weakLabels: {
        ...{ steps: 60, learningRate: 1e-2, batchSize: 8, lengths: [12], weightDecay: 0, flippedShare: 0 },
      },
    };
    const stage = async (options: WeakLabellingOptions, start?: object, steps = 60) => {
      const folder = freshFolder();
      const { recipe } = weakLabelling({ title: 'Weak', from: undefined as never, ...options });
      const result = await (recipe.run as unknown as (context: object) => Promise<StageResult>)({
        ...{ data, options, start, folder, seed: 1, engine: 'compiled', precision: 'float32' },
        settings: { ...settings, weakLabels: { ...settings.weakLabels, steps } },
      });
      return { ...result, folder };
    };
    const first = await stage({});
    const points = first.curves!.pretrainingLoss!;
    expect(points.map(({ step }) => step)).toEqual([25, 50, 60]);
    expect(points.at(-1)!.value).toBeLessThan(points[0]!.value / 2);
    expect(first.facts!.weakLabels).toBe(64);
    const tableOf = ({ folder }: { folder: string }) => {
      const encoder = loadEncoder(folder);
      const values = Float32Array.from(encoder.tokenEmbedding.dataSync());
      encoder.dispose();
      return values;
    };
    const apart = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, k) => sum + (v - b[k]!) ** 2, 0);
    const next = await stage({ starts: 'encoder' }, first, 1);
    const fresh = await stage({}, undefined, 1);
    expect(apart(tableOf(first), tableOf(next))).toBeLessThan(apart(tableOf(first), tableOf(fresh)) / 4);
  });
});
