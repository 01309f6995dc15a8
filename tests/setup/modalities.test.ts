import { describe, expect, it } from 'vitest';
import type { Ablation } from '../../src/ablations/ablation';
import { CodeReader } from '../../src/ablations/codeVersion';
import { contrastiveImages } from '../../src/ablations/contrastiveImages';
import { pretrainingVersusScratch } from '../../src/ablations/pretrainingVersusScratch';

/** Every module that a study's stages and arms execute. */
function executed(ablation: Ablation): string[] {
  const reader = new CodeReader();
  const parts = [
    ...Object.values(ablation.stages).map((stage) => reader.versionOf(ablation, 'pretraining', stage)),
    ...Object.values(ablation.arms).map((arm) => reader.versionOf(ablation, 'trial', arm)),
  ];
  return [...new Set(parts.flatMap((version) => Object.keys(version)))];
}

const ofText =
  /token|text|transformerEncoder|language|word|tfidf|coOccurrence|training\/pretrain$|training\/finetune$/i;
const ofImages = /image|convolution|contrastive|augmentation/i;
describe('Images and text', () => {
  it('share training and engine, and nothing of text runs in a study of images', () => {
    const modules = executed(contrastiveImages).filter((name) => !name.startsWith('contrastive-images'));
    expect(modules).toContain('training/trainingLoop');
    expect(modules).toContain('training/fineTuningLoop');
    expect(modules.filter((name) => ofText.test(name))).toEqual([]);
  });

  it('nothing of images runs in a study of text', () => {
    const modules = executed(pretrainingVersusScratch);
    expect(modules).toContain('training/trainingLoop');
    expect(modules.filter((name) => ofImages.test(name))).toEqual([]);
  });
});
