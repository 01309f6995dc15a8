import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabelledImages } from '../../src/data/images';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { finetuneImages, imageClassifier, loadImageClassifier } from '../../src/finetuning/finetuneImages';
import { finetune, loadClassifier } from '../../src/finetuning/finetuneTexts';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { residualEncoder } from '../../src/models/residualEncoder';
import { visionTransformer } from '../../src/models/visionTransformer';
import { cellAugmentation } from '../../src/recipes/imageAugmentation';
import { smallClassifier, usual } from './ownTexts';

vi.setConfig({ testTimeout: 60_000 });
let folder = '';
beforeEach(() => {
  tf.engine().startScope();
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'classifier-')), 'kept');
});
afterEach(() => {
  disposeIdleSessions();
  tf.engine().endScope();
  fs.rmSync(path.dirname(folder), { recursive: true });
});

const held = usual.evaluateOn.examples.map(({ text }) => text);

/** Images of 8 x 8: bright above, or bright below. */
function images(count: number, channels: 1 | 3 = 1): LabelledImages {
  const labels = Int32Array.from({ length: count }, (_, k) => k % 2);
  const pixels = Uint8Array.from({ length: count * 64 * channels }, (_, k) => {
    const [image, row] = [
      Math.floor(k / (64 * channels)),
      Math.floor((k % (64 * channels)) / (8 * channels)),
    ];
    return (row < 4 ? 0 : 1) === labels[image] ? 200 - (image % 5) : 20 + (image % 7);
  });
  return new LabelledImages(pixels, [8, 8, channels], labels, ['above', 'below']);
}

describe('a classifier of texts', () => {
  it('is saved with tokenizer and labels, and answers alike when loaded', async () => {
    const { classifier } = await finetune(smallClassifier(), {
      ...{ ...usual, steps: 10, encoderLearningRate: 0.01 },
    });
    classifier.save(folder);
    expect(fs.readdirSync(folder).sort()).toEqual([
      ...['classifier.json', 'config.json', 'head.safetensors', 'model.safetensors', 'tokenizer.json'],
    ]);
    const loaded = loadClassifier(folder);
    expect(loaded.classes).toEqual(usual.data.labels);
    expect(loaded.probabilities(held)).toEqual(classifier.probabilities(held));
    const [first] = loaded.probabilities(held.slice(0, 1));
    expect(Object.values(first!).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(loaded.predict([])).toEqual([]);
  });

  it('answers with the weights it has now, not those of its first answer', async () => {
    const classifier = smallClassifier();
    const before = classifier.probabilities(held);
    await finetune(classifier, { ...usual, steps: 5, encoderLearningRate: 0.01 });
    expect(classifier.probabilities(held)).not.toEqual(before);
  });

  it('is refused where a file is missing, changed, mixed or none', () => {
    smallClassifier().save(folder);
    const file = (name: string) => path.join(folder, name);
    const weights = fs.readFileSync(file('model.safetensors'));
    weights[weights.length - 1]! ^= 1;
    fs.writeFileSync(file('model.safetensors'), weights);
    expect(() => loadClassifier(folder)).toThrow(
      `${file('model.safetensors')} is not the file that was saved with classifier.json: restore it, or save the classifier again.`,
    );
    fs.rmSync(file('tokenizer.json'));
    weights[weights.length - 1]! ^= 1;
    fs.writeFileSync(file('model.safetensors'), weights);
    expect(() => loadClassifier(folder)).toThrow(
      `${folder} lacks tokenizer.json: save the classifier again.`,
    );
    expect(() => loadImageClassifier(folder)).toThrow(
      `${folder} holds a classifier of texts: load it with loadClassifier.`,
    );
    fs.writeFileSync(file('classifier.json'), '{"kind":"texts","classes":["a"]}');
    expect(() => loadClassifier(folder)).toThrow('does not list the classes and files');
    fs.writeFileSync(file('classifier.json'), '{');
    expect(() => loadClassifier(folder)).toThrow('is not JSON: save the classifier again.');
    fs.rmSync(file('classifier.json'));
    expect(() => loadClassifier(folder)).toThrow(
      `${folder} holds no classifier.json: name a folder that classifier.save wrote.`,
    );
  });

  it('says so where the folder cannot be written', () => {
    fs.writeFileSync(folder, 'a file');
    expect(() => smallClassifier().save(folder)).toThrow(/^Cannot save .*kept: /);
  });

  it('takes a list of texts, not one', () => {
    expect(() => smallClassifier().predict('one text' as never)).toThrow(
      "Give a list of texts: ['…'], not one text.",
    );
  });
});

describe('a classifier of images', () => {
  const shape = [8, 8, 1] as const;
  const networks = {
    convolutional: () => convolutionalEncoder({ shape, channels: [4, 8], strides: [2, 2], seed: 1 }),
    residual: () => residualEncoder({ shape, channels: [8, 16], blocksPerStage: 1, groups: 4, seed: 1 }),
    transformer: () => visionTransformer({ shape, patch: 4, layers: 1, width: 16, heads: 2, seed: 1 }),
  };
  const settings = { data: images(32), evaluateOn: images(16), testOn: images(8), batchSize: 8, seed: 1 };

  it.each(Object.entries(networks))(
    'over a %s network learns, answers, is saved and loaded',
    async (_, make) => {
      const own = imageClassifier(make(), { classes: settings.data.names, unlabelled: settings.data });
      const result = await finetuneImages(own, { ...settings, steps: 25, encoderLearningRate: 0.01 });
      expect(result.accuracy).toBe(1);
      expect(result.testScores!.accuracy).toBe(1);
      expect(result.predict(images(3))).toEqual(['above', 'below', 'above']);
      result.classifier.save(folder);
      const loaded = loadImageClassifier(folder);
      expect(loaded.probabilities(images(4))).toEqual(own.probabilities(images(4)));
      expect(() => loadClassifier(folder)).toThrow('load it with loadImageClassifier');
    },
  );

  it('refuses images of another shape, images without labels, and changes of colours that grey images have not', async () => {
    const own = imageClassifier(networks.convolutional(), {
      ...{ classes: settings.data.names, unlabelled: settings.data },
    });
    const refused = (options: object) => finetuneImages(own, { ...settings, ...options } as typeof settings);
    await expect(refused({ data: images(8, 3) })).rejects.toThrow(
      'The images to train on are 8 x 8 x 3, and the network reads 8 x 8 x 1: fit them with fitImages, or make a network of their shape.',
    );
    expect(() => own.predict(images(2, 3))).toThrow('The images to classify are 8 x 8 x 3');
    await expect(refused({ evaluateOn: { length: 3 } })).rejects.toThrow(
      'The images to evaluate on have no labels',
    );
    await expect(refused({ augmentation: cellAugmentation })).rejects.toThrow(
      'The augmentation changes colours, and the images are grey',
    );
  });
});
