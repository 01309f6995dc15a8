import type { Registration } from '../../src/runner/registration';
import type { Edit } from './edit';

export interface RegistrationEdit extends Edit {
  readonly change: (sound: Registration) => object;
  /** Words of the status, or of the refusal. */
  readonly told: RegExp;
  /** Whether the hash was left as it was. */
  readonly unhashed?: true;
}

const definition = 'lab verify: the definition';
const git = 'lab verify: git';
const changed = /was changed after it had been committed/;

export const registrationEdits: readonly RegistrationEdit[] = [
  {
    what: 'the rule of a registration',
    caughtBy: definition,
    change: (sound) => ({
      ...sound,
      study: { ...sound.study, verdict: { ...sound.study.verdict, expects: 'worse' } },
    }),
    told: /is not what the study says now \(study\)/,
  },
  {
    what: 'the expectation of a registration',
    caughtBy: definition,
    change: (sound) => ({
      ...sound,
      study: { ...sound.study, claim: { ...sound.study.claim, expected: 'Nothing.' } },
    }),
    told: /is not what the study says now \(study\)/,
  },
  {
    what: 'the levels of a registration',
    caughtBy: definition,
    change: (sound) => ({ ...sound, levels: [8] }),
    told: /is not what the study says now \(levels\)/,
  },
  {
    what: 'the settings or the grid behind a registration',
    caughtBy: definition,
    change: (sound) => ({ ...sound, settings: 'a'.repeat(64) }),
    told: /is not what the study says now \(settings\)/,
  },
  {
    what: 'the seeds of a registration, and settings that fit them',
    caughtBy: git,
    change: (sound) => ({ ...sound, seeds: 2 }),
    told: changed,
  },
  {
    what: 'the arms of a registration, and settings that fit them',
    caughtBy: git,
    change: (sound) => ({ ...sound, arms: ['still', 'wound'] }),
    told: changed,
  },
  {
    what: 'the day of a registration',
    caughtBy: git,
    change: (sound) => ({ ...sound, registered: '2020-01-05' }),
    told: changed,
  },
  {
    what: 'a registration under another first seed',
    caughtBy: definition,
    change: (sound) => ({ ...sound, firstSeed: 11 }),
    told: /is not what the study says now \(firstSeed/,
  },
  {
    what: 'a registration without its hash made anew',
    caughtBy: 'lab verify: its hash',
    unhashed: true,
    change: (sound) => ({ ...sound, seeds: 2 }),
    told: /is no registration, or was edited/,
  },
];
