/**
 * What do skip connections do for depth?
 *
 * Claim: the deeper the network, the more skip connections add; without them, more layers make it worse.
 * Source: He, Zhang, Ren & Sun 2016, section 4.2. Beside them transformers, where the place of the norm decides.
 * Run: npx lab run skip-connections --tier quick|laptop|full
 */
import { settingAxis } from '../form/axis';
import { defineStudy } from '../form/study';
import {
  plainNetwork,
  plainNormalised,
  postNormTransformer,
  preNormTransformer,
  residualNetwork,
  residualNormalised,
} from '../recipes/deepNetwork';
import { labelledImages } from '../recipes/imageData';
import { trainedImages } from '../recipes/trainedImages';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/skipConnections';

/** The study; see the head of this file. */
export const skipConnections = defineStudy({
  id: 'skip-connections',
  title: 'Skip connections and depth',
  claim: {
    sentence: 'The deeper a network is, the more it gains by skip connections.',
    source: {
      paper: 'He, Zhang, Ren & Sun, Deep Residual Learning for Image Recognition',
      version: 'CVPR 2016',
      where: 'section 4.2, figure 6',
      number:
        'on CIFAR-10, plain networks get worse from 20 layers to 56 in training and in test error, and residual ones better to 110',
      protocol: 'batch normalisation, 64,000 steps, augmented images, momentum; no interval',
    },
    expected:
      'Normalised networks: no difference at 2 blocks, a lead of skips at 16 and more, in training loss too. Without normalisation the deep plain network learns nothing. The transformer that normalises after its sums is behind at the deepest level.',
  },
  data: labelledImages({ cards: { target: 'mnist-digits' } }),
  task: classification({ metrics: ['accuracy', 'loss'] }),
  axis: settingAxis({
    ...{ name: 'blocks', title: 'blocks', scale: 'log' },
    set: (blocks) => ({ deepNetwork: { blocks }, deepTransformer: { blocks } }),
  }),
  stages: {},
  arms: {
    plain: trainedImages({ title: 'Plain, normalised', network: plainNormalised }),
    residual: trainedImages({ title: 'Residual, normalised', kind: 'control', network: residualNormalised }),
    plainUnnormalised: trainedImages({ title: 'Plain, not normalised', network: plainNetwork }),
    residualUnnormalised: trainedImages({
      ...{ title: 'Residual, not normalised', kind: 'control', network: residualNetwork },
    }),
    preNorm: trainedImages({
      ...{ title: 'Transformer, norm before the branch', kind: 'control', network: preNormTransformer },
    }),
    postNorm: trainedImages({
      ...{ title: 'Transformer, norm after the sum', kind: 'control', network: postNormTransformer },
    }),
  },
  verdict: {
    ...{ treatment: 'residual', reference: 'plain', expects: 'better' },
    trend: { from: 2, to: 24 },
  },
  tiers: {
    quick: {
      ...{ minutes: 0.5, levels: [2, 24], seeds: 2, amount: 10, settings: quick },
      // Each depth of each kind is compiled once, which takes longer than the few steps.
      fewer: {
        ...{ plainUnnormalised: { levels: [2] }, residualUnnormalised: { levels: [2] } },
        ...{ preNorm: { levels: [2] }, postNorm: { levels: [2] } },
      },
    },
    laptop: { minutes: 20, levels: [2, 8, 16, 24], seeds: 5, amount: 100, settings: laptop, tuned: true },
    full: { minutes: 600, levels: [2, 8, 16, 24, 48], seeds: 10, amount: 'all', settings: full, tuned: true },
  },
  tuning: {
    arms: ['plain', 'residual', 'plainUnnormalised', 'residualUnnormalised', 'preNorm', 'postNorm'],
    seeds: [101],
    grid: {
      learningRate: {
        ...{ values: [1e-3, 4e-3], within: [6e-5, 6.4e-2] },
        because: 'rates beyond are outside what AdamW is used with',
      },
    },
  },
  limits: [
    'Groups of channels are normalised, where the source normalises batches; AdamW trains, where the source takes momentum.',
    'Small grey digits and networks of few channels: depth is of no use here even where it does no harm.',
    'Rates were chosen on dev for every arm and depth by one grid; steps, batch and decay were set by hand, alike for all.',
    'A block of a transformer has more layers than one of two convolutions; depths are compared within a kind.',
    'The full tier has not been run, and its minutes are an estimate.',
  ],
});
