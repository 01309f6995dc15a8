/** What notebooks and studies of one's own reach by `import * as lab from 'pretraining-lab'`. */
import { expect, it } from 'vitest';
import * as lab from '../src/index';

it.each([
  ...['loadDataset', 'loadImages', 'trainWordPiece', 'transformerEncoder', 'pretrain', 'maskedLanguageModel'],
  ...[
    'finetune',
    'finetuneImages',
    'loadClassifier',
    'loadImageClassifier',
    'confusionMatrix',
    'sweep',
    'runs',
    'track',
  ],
  ...[
    'study',
    'storedStudy',
    'recordedOutcome',
    'live',
    'defineStudy',
    'armRecipe',
    'stageRecipe',
    'dataRecipe',
  ],
  ...['labelsPerClass', 'labelledSentences', 'sentencePairs', 'settingAxis', 'categoryAxis'],
  ...['classification', 'tagging', 'translation', 'segmentation', 'languageModelling', 'measurement'],
  ...['selectCorpus', 'selectNearestNeighbours', 'continuePretraining', 'saveEncoder', 'loadEncoder'],
  ...[
    'getModel',
    'loadPublishedText',
    'loadPublishedImages',
    'PublishedTokenizer',
    'generateText',
    'sentenceEmbeddings',
  ],
])('%s is there', (name) => {
  expect(lab).toHaveProperty(name);
});
