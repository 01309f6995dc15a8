import { describe, expect, it } from 'vitest';
import type { Study } from '../../src/form/study';
import { planOutline } from '../../src/runner/plan';
import { contrastiveImages } from '../../src/studies/contrastiveImages';
import { pretrainingVersusScratch } from '../../src/studies/pretrainingVersusScratch';

/** Stage or arm -> every module that a run of it executes; quoted in its id. */
function executed(study: Study): Map<string, string[]> {
  const { stages, trials } = planOutline(study, { tier: 'full', seeds: 1 });
  return new Map(
    [...stages, ...trials].map(({ determinants }) => [determinants.name, Object.keys(determinants.code)]),
  );
}
const all = (study: Study) => [...new Set([...executed(study).values()].flat())];

const ofText =
  /^(?:data\/(?:tokenizer|texts|wordPiece)|models\/(?:transformerEncoder|textClassifier|tfidf|ngram|word)|objectives\/(?:maskedLanguage|causal|coOccurrence|token)|training\/(?:pretrain$|textFeed|textTrainer|tokenIds|checkedPretraining)|finetuning\/finetuneTexts)/;
const ofImages =
  /^(?:data\/image|models\/(?:image|convolutional|residual|vision)|objectives\/(?:contrastive|madeWith|augmentation|rotation|maskedAuto)|training\/(?:image|pretrainContrastive|pretrainMasked|pretrainRot|pretrainSup|checkedImage)|finetuning\/finetuneImages)/;

describe('images and text', () => {
  it('share training and engine, and nothing of text runs in a study of images', () => {
    const modules = all(contrastiveImages);
    for (const shared of ['training/trainingLoop', 'training/classifierTrainer', 'recipes/probeThenFinetune'])
      expect(modules).toContain(shared);
    expect(modules.filter((name) => ofText.test(name))).toEqual([]);
    expect(modules.filter((name) => ofImages.test(name)).length).toBeGreaterThan(5);
  });

  it('nothing of images runs in a study of text', () => {
    const modules = all(pretrainingVersusScratch);
    for (const shared of ['training/trainingLoop', 'training/classifierTrainer', 'recipes/probeThenFinetune'])
      expect(modules).toContain(shared);
    expect(modules.filter((name) => ofImages.test(name))).toEqual([]);
    expect(modules.filter((name) => ofText.test(name)).length).toBeGreaterThan(5);
  });
});

describe('the ids of the flagship’s runs', () => {
  const modules = executed(pretrainingVersusScratch);
  /** Stages and arms whose ids change with a module. */
  const stale = (module: string) =>
    [...modules]
      .filter(([, names]) => names.includes(module))
      .map(([name]) => name)
      .sort();
  const trials = Object.keys(pretrainingVersusScratch.arms).sort();
  const neural = trials.filter((name) => !['tfidf', 'wordVectors'].includes(name));

  it('change with the transformer where it runs, and nowhere else', () => {
    expect(stale('models/transformerEncoder')).toEqual(['maskedLanguageModel', ...neural].sort());
  });

  it('change with a classical model for the arm that uses it', () => {
    expect(stale('models/tfidf')).toEqual(['tfidf']);
  });

  it('change with a pretraining objective for its stage, and through its id for all that starts from it', () => {
    expect(stale('objectives/maskedLanguageModel')).toEqual(['maskedLanguageModel']);
    expect(stale('objectives/coOccurrence')).toContain('coOccurrence');
    expect(stale('objectives/coOccurrence')).not.toContain('maskedLanguageModel');
    expect(pretrainingVersusScratch.arms.pretrained.from).toBe('maskedLanguageModel');
  });

  it('change with what draws labels, scores answers and fits probes for every trial', () => {
    for (const module of ['data/labelBudget', 'tasks/classification', 'metrics/classification'])
      expect(stale(module), module).toEqual(expect.arrayContaining(trials));
    expect(stale('models/logisticRegression')).toEqual(expect.arrayContaining(trials));
  });

  it('do not change with what only tells: errors, progress, reports, commands', () => {
    for (const told of [/^errors$/, /^progress$/, /^report\//, /^cli\//, /^kernel\//])
      expect([...modules.values()].flat().filter((name) => told.test(name))).toEqual([]);
  });
});
