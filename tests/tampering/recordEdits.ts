import { fingerprintHash } from '../../src/engine/fingerprintHash';
import type { RunOutcome, StudyResults, TrialOutcome } from '../../src/runner/results';
import type { Edit } from './edit';

/** An edit of results that are written as a record again. */
export interface RecordEdit extends Edit {
  readonly change: (sound: StudyResults) => StudyResults;
  /** What 'lab verify' says; default NOT VERIFIED. */
  readonly outcome?: 'AGREES' | 'VERIFIED';
  /** Words of the refusal of a record that is not even read. */
  readonly refused?: RegExp;
  /** Words of the fault, where one is told. */
  readonly told?: RegExp;
}

const reading = 'any command that reads it';
const definition = 'lab verify: the definition';
const recomputation = 'lab verify: computed again';
const plausibility = 'lab verify: what else the record says';

const trials =
  (change: (trial: TrialOutcome, k: number) => TrialOutcome) =>
  (sound: StudyResults): StudyResults => ({ ...sound, trials: sound.trials.map(change) });
const without =
  (gone: (trial: TrialOutcome) => boolean, more: Partial<StudyResults> = {}) =>
  (sound: StudyResults): StudyResults => ({
    ...sound,
    trials: sound.trials.filter((trial) => !gone(trial)),
    ...more,
  });
const head =
  (edit: (record: { -readonly [Field in keyof StudyResults]: StudyResults[Field] }) => void) =>
  (sound: StudyResults): StudyResults => {
    const copy = structuredClone(sound);
    edit(copy as never);
    return copy;
  };
const everyRun =
  (change: <Run extends RunOutcome>(run: Run) => Run) =>
  (sound: StudyResults): StudyResults => ({
    ...sound,
    pretraining: sound.pretraining.map(change),
    trials: sound.trials.map(change),
  });
const scored = (trial: TrialOutcome, accuracy: number): TrialOutcome => ({
  ...trial,
  metrics: { ...trial.metrics, accuracy },
});
const determined = <Run extends RunOutcome>(run: Run, change: object): Run => ({
  ...run,
  determinants: { ...run.determinants, ...change },
});
const quicker = <Run extends RunOutcome>(run: Run): Run => ({
  ...run,
  seconds: run.seconds! / 2,
  ledger: { ...run.ledger!, seconds: run.ledger!.seconds / 2 },
});

export const recordEdits: readonly RecordEdit[] = [
  {
    what: 'a seed dropped, and counted out',
    caughtBy: definition,
    change: without(({ seed }) => seed === 3, { seeds: 2 }),
    told: /^seeds is 2 in the record and 3 in the study$/,
  },
  {
    what: 'a seed dropped',
    caughtBy: definition,
    change: without(({ seed }) => seed === 3),
    told: /^it lacks still, 2, seed 3; /,
  },
  {
    what: 'a trial dropped',
    caughtBy: definition,
    change: without(({ arm, level, seed }) => arm === 'wound' && level === 8 && seed === 2),
    told: /^it lacks wound, 8, seed 2$/,
  },
  {
    what: 'an arm dropped, with its title',
    caughtBy: definition,
    change: (sound) => {
      const { pushed: _pushed, ...arms } = sound.arms;
      return without(({ arm }) => arm === 'pushed', { arms })(sound);
    },
    told: /^arms\.pushed is missing in the record/,
  },
  {
    what: 'a level dropped',
    caughtBy: definition,
    change: without(({ level }) => level === 32, { levels: [2, 8] }),
    told: /^levels is \[2,8\] in the record/,
  },
  {
    what: 'a pretraining stage dropped, and trials that no longer name it',
    caughtBy: definition,
    change: (sound) => ({
      ...sound,
      pretraining: [],
      trials: sound.trials.map((trial) => determined(trial, { parents: {} })),
    }),
    told: /^it lacks stage wind, seed 1; stage oil, seed 1$/,
  },
  {
    what: 'one score altered',
    caughtBy: recomputation,
    change: trials((trial, k) => (k === 0 ? scored(trial, 0.99) : trial)),
  },
  {
    what: 'one score altered in its last digit',
    caughtBy: recomputation,
    change: trials((trial, k) => (k === 4 ? scored(trial, trial.metrics.accuracy! + 1e-15) : trial)),
  },
  {
    what: 'every score of the treatment raised a little',
    caughtBy: recomputation,
    change: trials((trial) =>
      trial.arm === 'wound' ? scored(trial, trial.metrics.accuracy! + 0.004) : trial,
    ),
  },
  {
    what: 'the scores of two arms swapped',
    caughtBy: recomputation,
    change: (sound) =>
      trials((trial) => {
        const other = { still: 'wound', wound: 'still' }[trial.arm];
        const twin = sound.trials.find(
          ({ arm, level, seed }) => arm === other && level === trial.level && seed === trial.seed,
        );
        return twin ? scored(trial, twin.metrics.accuracy!) : trial;
      })(sound),
  },
  {
    what: 'a second metric altered',
    caughtBy: recomputation,
    change: trials((trial) => ({ ...trial, metrics: { ...trial.metrics, macroF1: 0.5 } })),
  },
  {
    what: 'a metric left out',
    caughtBy: reading,
    refused: /a finished trial of 'still' has no macroF1/,
    change: trials(({ metrics: { macroF1: _dropped, ...metrics }, ...trial }) => ({ ...trial, metrics })),
  },
  {
    what: 'a point of a loss curve altered',
    caughtBy: recomputation,
    change: trials((trial, k) =>
      k === 2 ? { ...trial, curves: { validationLoss: [{ step: 0, value: 0.1 }] } } : trial,
    ),
  },
  {
    what: 'the chance level altered',
    caughtBy: recomputation,
    change: trials((trial) => ({ ...trial, facts: { ...trial.facts, 'chanceLevel of accuracy': 0.01 } })),
  },
  {
    what: 'FLOPs halved',
    caughtBy: recomputation,
    change: everyRun((run) => ({ ...run, ledger: { ...run.ledger!, trainingFlops: 1e9 } })),
  },
  {
    what: 'parameters counted otherwise',
    caughtBy: recomputation,
    change: trials((trial) => ({ ...trial, ledger: { ...trial.ledger!, trainableParameters: 10 } })),
  },
  {
    what: 'a bad trial said to have failed',
    caughtBy: recomputation,
    change: trials(({ ledger, ...trial }, k) =>
      k === 0
        ? { ...trial, state: 'failed', metrics: {}, facts: {}, curves: {}, error: 'out of memory' }
        : { ...trial, ...(ledger && { ledger }) },
    ),
  },
  {
    what: 'the rule reversed',
    caughtBy: definition,
    change: head(({ verdict }) => Object.assign(verdict, { expects: 'worse' })),
    told: /^verdict\.expects is "worse" in the record/,
  },
  {
    what: 'another reference',
    caughtBy: definition,
    change: head(({ verdict }) => Object.assign(verdict, { reference: 'pushed' })),
    told: /^verdict\.reference is "pushed"/,
  },
  {
    what: 'treatment and reference changed over',
    caughtBy: definition,
    change: head(({ verdict }) => Object.assign(verdict, { treatment: 'still', reference: 'wound' })),
    told: /^verdict\.treatment is "still"/,
  },
  {
    what: 'a rule about fewer levels',
    caughtBy: definition,
    change: head(({ verdict }) => Object.assign(verdict, { levels: [8] })),
    told: /^verdict\.levels is \[8\]/,
  },
  {
    what: 'a smallest difference that matters added',
    caughtBy: definition,
    change: head(({ verdict }) => Object.assign(verdict, { smallestDifferenceThatMatters: 0.5 })),
    told: /^verdict\.smallestDifferenceThatMatters is 0\.5/,
  },
  {
    what: 'the expectation rewritten',
    caughtBy: definition,
    change: head(({ claim }) => Object.assign(claim, { expected: 'Wound up is ahead at 8.' })),
    told: /^claim\.expected is "Wound up is ahead at 8\."/,
  },
  {
    what: 'the claim rewritten',
    caughtBy: definition,
    change: head(({ claim }) => Object.assign(claim, { sentence: 'Toys run.' })),
    told: /^claim\.sentence is "Toys run\."/,
  },
  {
    what: 'the number of the source altered',
    caughtBy: definition,
    change: head(({ claim }) => Object.assign(claim.source, { number: '40 points' })),
    told: /^claim\.source\.number is "40 points"/,
  },
  {
    what: 'limits deleted',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { limits: [] })),
    told: /^limits is \[\]/,
  },
  {
    what: 'a limit softened',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { limits: ['Toys are almost children.'] })),
    told: /^limits is \["Toys are almost children\."\]/,
  },
  {
    what: 'the titles of two arms swapped',
    caughtBy: definition,
    change: head(({ arms }) => {
      const [still, wound] = [arms.still!.title, arms.wound!.title];
      Object.assign(arms.still!, { title: wound });
      Object.assign(arms.wound!, { title: still });
    }),
    told: /^arms\.still\.title is "Wound up"/,
  },
  {
    what: 'an arm of another kind',
    caughtBy: definition,
    change: head(({ arms }) => Object.assign(arms.pushed!, { kind: 'frozen' })),
    told: /^arms\.pushed\.kind is "frozen"/,
  },
  {
    what: 'an extra arm with trials of its own',
    caughtBy: definition,
    change: (sound) => ({
      ...sound,
      arms: { ...sound.arms, flown: { title: 'Flown', kind: 'baseline' } },
      trials: [
        ...sound.trials,
        ...sound.trials
          .filter(({ arm }) => arm === 'still')
          .map((trial) => ({ ...determined(trial, { name: 'flown' }), arm: 'flown' })),
      ],
    }),
    told: /^arms\.flown is .* in the record and missing in the study$/,
  },
  {
    what: 'a trial duplicated',
    caughtBy: definition,
    change: (sound) => ({ ...sound, trials: [...sound.trials, sound.trials[1]!] }),
    told: /^it holds wound, 2, seed 1, which the study does not ask for$/,
  },
  {
    what: 'a good trial in the place of a bad one',
    caughtBy: definition,
    change: trials((trial) =>
      trial.seed === 3 && trial.level === 2 ? { ...determined(trial, { seed: 4 }), seed: 4 } : trial,
    ),
    told: /^it lacks still, 2, seed 3; wound, 2, seed 3$/,
  },
  {
    what: 'another list of seeds',
    caughtBy: definition,
    change: (sound) => ({
      ...sound,
      trials: sound.trials.map((trial) => ({
        ...determined(trial, { seed: trial.seed + 1 }),
        seed: trial.seed + 1,
      })),
    }),
    told: /^it lacks still, 2, seed 1; /,
  },
  {
    what: 'metrics in another order, so that another one is judged',
    caughtBy: definition,
    change: head(({ task }) => Object.assign(task, { metrics: ['macroF1', 'accuracy'] })),
    told: /^task\.metrics is \["macroF1","accuracy"\]/,
  },
  {
    what: 'scores said to be of another split',
    caughtBy: definition,
    change: head(({ task }) => Object.assign(task, { evaluateOn: 'train' })),
    told: /^task\.evaluateOn is "train"/,
  },
  {
    what: 'other cards',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { cards: { target: 'sst2' } })),
    told: /^cards\.target is "sst2"/,
  },
  {
    what: 'fewer minutes',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { minutes: 0.01 })),
    told: /^minutes is 0\.01/,
  },
  {
    what: 'another precision',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { precision: 'mixed-bfloat16' })),
    told: /^precision is "mixed-bfloat16"/,
  },
  {
    what: 'pretraining said to be repeated for each seed',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { pretrainedPerSeed: true })),
    told: /^pretrainedPerSeed is true/,
  },
  {
    what: 'settings said to be tuned',
    caughtBy: definition,
    change: head((record) => Object.assign(record, { settings: 'tuned' })),
    told: /^settings is "tuned"/,
  },
  {
    what: 'other settings in the receipts',
    caughtBy: definition,
    change: trials((trial) =>
      determined(trial, { settings: { ...trial.determinants.settings, head: { slope: 0.01 } } }),
    ),
    told: /^its runs state other settings of head than the study has$/,
  },
  {
    what: 'other options of an arm in the receipts',
    caughtBy: definition,
    change: trials((trial) =>
      trial.arm === 'still' ? determined(trial, { options: { named: 'carried' } }) : trial,
    ),
    told: /^its runs state other options than the study has$/,
  },
  {
    what: 'other data in the receipts',
    caughtBy: recomputation,
    change: everyRun((run) => determined(run, { data: 'd'.repeat(64) })),
    told: /^its runs state other data than the study has$/,
  },
  {
    what: 'a hash of code in the receipts',
    caughtBy: 'lab verify says which runs come from other code, and lab report refuses them',
    outcome: 'VERIFIED',
    change: trials((trial) => {
      const [module] = Object.keys(trial.determinants.code);
      return determined(trial, { code: { ...trial.determinants.code, [module!]: 'c'.repeat(64) } });
    }),
  },
  {
    what: 'all seconds halved',
    caughtBy: plausibility,
    change: everyRun(quicker),
    told: /^the seconds of its runs do not fit the times at which they started/,
  },
  {
    what: 'the seconds of one arm halved',
    caughtBy: plausibility,
    change: trials((trial) => (trial.arm === 'wound' ? quicker(trial) : trial)),
    told: /^the seconds of arm wound do not fit the times at which its runs started/,
  },
  {
    what: 'training said to take longer than its run',
    caughtBy: plausibility,
    change: trials((trial, k) => (k === 3 ? { ...trial, ledger: { ...trial.ledger!, seconds: 60 } } : trial)),
    told: /trained longer than its run took$/,
  },
  {
    what: 'a fact of the environment altered',
    caughtBy: plausibility,
    change: (sound) => ({
      ...sound,
      environments: sound.environments.map(({ hash, facts }) => ({
        hash,
        facts: { ...facts, cpuModel: 'Laptop of 2015' },
      })),
    }),
    told: /^the facts of its environment [0-9a-f]{8} are not those that the hash stands for$/,
  },
  {
    what: 'another environment, with its hash',
    caughtBy: 'lab verify: AGREES as with a record of another machine, never VERIFIED',
    outcome: 'AGREES',
    change: (sound) => {
      const facts = { ...sound.environments[0]!.facts, cpuModel: 'Laptop of 2015' };
      const environment = fingerprintHash(facts);
      const moved = everyRun((run) => ({ ...run, environment }))(sound);
      return { ...moved, environments: [{ hash: environment, facts }] };
    },
  },
  {
    what: 'an environment added, so that numbers need not be equal',
    caughtBy: plausibility,
    change: (sound) => {
      const facts = { ...sound.environments[0]!.facts, cpuModel: 'Laptop of 2015' };
      return { ...sound, environments: [...sound.environments, { hash: fingerprintHash(facts), facts }] };
    },
    told: /^it holds the environment [0-9a-f]{8}, in which no run of it ran$/,
  },
  {
    what: 'runs said to have started before the code that computed them',
    caughtBy: 'lab verify: git',
    change: everyRun((run) => ({
      ...run,
      startedAt: new Date(Date.parse(run.startedAt!) - 400 * 86_400_000).toISOString(),
    })),
    told: /^its receipts name the commit [0-9a-f]{10}, which was made after they were$/,
  },
  {
    what: 'a commit that is none',
    caughtBy: reading,
    refused: /has "main".*which must match pattern/,
    change: everyRun((run) => ({ ...run, commit: 'main' })),
  },
  {
    what: 'runs said to have started tomorrow',
    caughtBy: plausibility,
    change: everyRun((run) => ({
      ...run,
      startedAt: new Date(Date.parse(run.startedAt!) + 86_400_000).toISOString(),
    })),
    told: /^it was recorded on .*, before its last run started$|^a run of it started at a time that is to come$/,
  },
  {
    what: 'peak memory lowered',
    caughtBy: 'nothing: no run repeats it, and no other number of a record speaks of it',
    caught: false,
    outcome: 'VERIFIED',
    change: everyRun((run) => ({ ...run, peakMemoryBytes: run.peakMemoryBytes! / 2 })),
  },
];
