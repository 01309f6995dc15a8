import { type Ablation, defineAblation } from '../../src/ablations/ablation';
import { classification } from '../../src/ablations/task';

const claim = {
  sentence: 's',
  source: { paper: 'p', version: 'v', where: 'w', number: 'n', protocol: 'q' },
  expected: 'e',
};
const tier = { minutes: 1, labelsPerClass: [2, 8], seeds: 2, config: { encoder: { width: 8 }, rate: 0.1 } };
const ledger = { trainableParameters: 1, trainingFlops: 1, seconds: 1, steps: 1 };

// What does not make sense must not compile: each `@ts-expect-error` fails the type check where no error is found.
export const valid: Ablation<'scratch' | 'tuned'> = defineAblation({
  id: 'x',
  title: 'X',
  claim,
  file: __filename,
  task: classification('d', { metrics: ['accuracy', 'macroF1'] }),
  data: {
    cards: [],
    modules: [],
    prepare: async ({ config }) => ({ width: config.encoder.width }),
    hash: (data) => String(data.width),
  },
  stages: {
    first: { title: 'First', modules: [] },
    second: { title: 'Second', from: 'first', uses: ['rate'], modules: [] },
  },
  arms: {
    scratch: { kind: 'baseline', title: 'Scratch', modules: [] },
    tuned: { kind: 'pretrained', title: 'Tuned', from: 'second', modules: [] },
  },
  verdict: { treatment: 'tuned', reference: 'scratch', expects: 'better' },
  tiers: { quick: tier, laptop: tier, full: { ...tier, restricted: { tuned: { seeds: 1 } } } },
  limits: [],
  pretraining: async ({ stage, data }) => {
    const name: 'first' | 'second' = stage;
    return { ledger, facts: { name, width: data.width } };
  },
  trial: async ({ arm, config, data, artefact }) => {
    const name: 'scratch' | 'tuned' = arm;
    if (name === 'tuned') artefact('second');
    // @ts-expect-error there is no such stage
    if (name === 'tuned') artefact('third');
    return { metrics: { accuracy: config.rate * data.width }, ledger };
  },
});

const data = { cards: [], modules: [], prepare: () => 1, hash: String };
const rest = { id: 'x', title: 'X', claim, file: __filename, data, limits: [] };
const functions = {
  pretraining: async () => ({ ledger }),
  trial: async () => ({ metrics: { accuracy: 1 }, ledger }),
};
const task = classification('d', { metrics: ['accuracy'] });
const tiers = { quick: tier, laptop: tier, full: tier };
const scratch = { kind: 'baseline', title: 'Scratch', modules: [] } as const;
const tuned = { kind: 'pretrained', title: 'Tuned', from: 'masked', modules: [] } as const;
const masked = { title: 'Masked', modules: [] } as const;
const verdict = { treatment: 'tuned', reference: 'scratch', expects: 'better' } as const;
const parts = { ...rest, ...functions, task, tiers, stages: { masked }, verdict };

defineAblation({ ...parts, arms: { scratch, tuned } });

// @ts-expect-error no baseline arm
defineAblation({ ...parts, arms: { scratch: { ...scratch, kind: 'control' }, tuned } });

// @ts-expect-error the arm starts from a stage that does not exist
defineAblation({ ...parts, arms: { scratch, tuned: { ...tuned, from: 'nothing' } } });

// @ts-expect-error the stage starts from a stage that does not exist
defineAblation({ ...parts, stages: { masked: { ...masked, from: 'nothing' } }, arms: { scratch, tuned } });

// @ts-expect-error the verdict names an arm that does not exist
defineAblation({ ...parts, verdict: { ...verdict, reference: 'nobody' }, arms: { scratch, tuned } });

// @ts-expect-error the arm uses a section that the configuration lacks
defineAblation({ ...parts, arms: { scratch, tuned: { ...tuned, uses: ['decoder'] } } });

// @ts-expect-error a tier is missing
defineAblation({ ...parts, tiers: { quick: tier, laptop: tier }, arms: { scratch, tuned } });

// @ts-expect-error selection on the test split
classification('d', { metrics: ['accuracy'], selectOn: 'test' });

// @ts-expect-error a metric that does not fit the task
classification('d', { metrics: ['perplexity'] });

// @ts-expect-error no metric
classification('d', { metrics: [] });
