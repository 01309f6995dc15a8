import { fingerprintHash } from '../../src/engine/fingerprintHash';
import type { TuningRecord } from '../../src/runner/tuningRecord';
import type { Edit } from './edit';

export interface TuningEdit extends Edit {
  readonly change: (sound: TuningRecord) => TuningRecord;
  readonly told?: RegExp;
  /** What 'lab verify --tuning' comes to; default false, null where it cannot be told from another machine's. */
  readonly verified?: null;
}

const tuningAgain = 'lab verify --tuning: tried again';
const tuningDefinition = 'lab verify, with or without --tuning: the definition';

export const tuningEdits: readonly TuningEdit[] = [
  {
    what: 'one score of a tuning',
    caughtBy: tuningAgain,
    change: (sound) => ({
      ...sound,
      scores: sound.scores.map((score, k) => (k === 1 ? { ...score, value: score.value + 1e-9 } : score)),
    }),
    told: /^still at 2, seed 101, slope 0\.05: 0\.\d+ recorded, 0\.\d+ recomputed$|recorded/,
  },
  {
    what: 'the scores of two settings swapped, so that another one is chosen',
    caughtBy: tuningAgain,
    change: (sound) => ({
      ...sound,
      scores: sound.scores.map((score) => ({
        ...score,
        candidate: { slope: 0.1 - (score.candidate.slope as number) },
      })),
    }),
  },
  {
    what: 'settings that were tried left out of a tuning',
    caughtBy: tuningDefinition,
    change: (sound) => ({
      ...sound,
      scores: sound.scores.filter(
        ({ arm, level, candidate }) => !(arm === 'still' && level === 2 && candidate.slope === 0.05),
      ),
    }),
    told: /^its tuning of still at 2 lacks or repeats a trial of \{"slope":0\.05\}$/,
  },
  {
    what: 'a seed left out of a tuning',
    caughtBy: tuningDefinition,
    change: (sound) => ({
      ...sound,
      seeds: [101],
      scores: sound.scores.filter(({ seed }) => seed === 101),
    }),
    told: /^the seeds of its tuning is not what the study says$/,
  },
  {
    what: 'the grid of a tuning narrowed afterwards',
    caughtBy: tuningDefinition,
    change: (sound) => ({
      ...sound,
      grid: { slope: { ...sound.grid.slope!, values: [0.09] } } as never,
      scores: sound.scores.filter(({ candidate }) => candidate.slope === 0.09),
    }),
    told: /^the grid of its tuning is not what the study says$/,
  },
  {
    what: 'another metric of a tuning',
    caughtBy: tuningDefinition,
    change: (sound) => ({ ...sound, metric: 'macroF1' }),
    told: /^the metric of its tuning/,
  },
  {
    what: 'the worst settings taken for the best',
    caughtBy: tuningDefinition,
    change: (sound) => ({ ...sound, higherIsBetter: false }),
    told: /^the higherIsBetter of its tuning/,
  },
  {
    what: 'settings added that no grid leads to',
    caughtBy: tuningDefinition,
    change: (sound) => ({
      ...sound,
      scores: [
        ...sound.scores,
        ...[101, 102].map((seed) => ({ ...sound.scores[0]!, seed, candidate: { slope: 7 }, value: 0.99 })),
      ],
    }),
    told: /holds settings that the grid does not lead to$/,
  },
  {
    what: 'a tuned arm left out of a tuning',
    caughtBy: tuningDefinition,
    change: (sound) => ({ ...sound, scores: sound.scores.filter(({ arm }) => arm !== 'still') }),
    told: /^its tuning of still at 2 lacks or repeats a trial/,
  },
  {
    what: 'a fact of a tuning’s environment',
    caughtBy: tuningDefinition,
    change: (sound) => ({
      ...sound,
      environment: {
        ...sound.environment,
        facts: { ...sound.environment.facts, cpuModel: 'Laptop of 2015' },
      },
    }),
    told: /^the facts of the environment of its tuning/,
  },
  {
    what: 'a tuning’s environment, with its hash',
    caughtBy: 'lab verify --tuning: OTHER ENVIRONMENT, never VERIFIED',
    verified: null,
    change: (sound) => {
      const facts = { ...sound.environment.facts, cpuModel: 'Laptop of 2015' };
      return { ...sound, environment: { facts, hash: fingerprintHash(facts) } };
    },
  },
];

/** Edits of what the lab keeps for itself, of data and of code: each has a test of its own in state.test.ts. */
export const stateEdits = {
  remembered: {
    what: 'a digit of the remembered hash of prepared data',
    caughtBy: 'its checksum: data are prepared again',
  },
  rememberedSealed: {
    what: 'the remembered hash of prepared data, with its checksum',
    caughtBy: 'lab run: data are compared with the hash that run ids carry',
  },
  kept: {
    what: 'a digit of a prepared dataset that is kept',
    caughtBy: 'its checksum: it is prepared again',
  },
  keptSealed: {
    what: 'a label in a prepared dataset that is kept, with its checksum',
    caughtBy: 'the data’s hash, which is part of every run’s id',
  },
  unpacked: {
    what: 'a word in a file that was unpacked',
    caughtBy: 'the list of checksums beside it: it is unpacked again',
  },
  unpackedSealed: {
    what: 'a word in a file that was unpacked, with its checksum',
    caughtBy: 'the data’s hash, which is part of every run’s id',
  },
  file: { what: 'a word in a file of a dataset', caughtBy: 'the SHA-256 on its card' },
  fileSealed: {
    what: 'a word in a file of a dataset, and the SHA-256 on its card',
    caughtBy: 'the data’s hash, which is part of every run’s id',
  },
  cardSplit: {
    what: 'the cut of the splits on a card',
    caughtBy: 'the data’s hash, which is part of every run’s id',
  },
  cardLabel: { what: 'a label on a card', caughtBy: 'the data’s hash, which is part of every run’s id' },
  cardWords: {
    what: 'the licence on a card',
    caughtBy: 'nothing: no number depends on it; git shows it for the cards that come with the lab',
    caught: false,
  },
  run: { what: 'a digit of a score in the store', caughtBy: 'its checksum: the run is computed again' },
  runSealed: {
    what: 'a score in the store, with its checksum',
    caughtBy: 'lab rerun, and lab verify of a record made from it',
  },
  runSettings: {
    what: 'the settings of a run in the store, with its checksum',
    caughtBy: 'its id: the run is computed again',
  },
  artefact: {
    what: 'a weight of a pretrained model in the store',
    caughtBy: 'its checksum: the run is computed again',
  },
  artefactSealed: {
    what: 'a weight of a pretrained model in the store, with all its checksums',
    caughtBy: 'lab verify: computed again, from nothing',
  },
  constant: { what: 'a constant of a study of one’s own', caughtBy: 'the code in run ids' },
  recipe: { what: 'a line of a recipe', caughtBy: 'the code in run ids' },
  imported: { what: 'a line of a module that a recipe imports', caughtBy: 'the code in run ids' },
  comment: {
    what: 'a comment or white space in code',
    caughtBy: 'nothing, on purpose: no number depends on it',
    caught: false,
  },
} as const satisfies Record<string, Edit>;
