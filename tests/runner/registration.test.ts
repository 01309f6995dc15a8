import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Study } from '../../src/form/study';
import { planStudy } from '../../src/runner/plan';
import {
  readRegistration,
  register,
  registeredScope,
  registrationFile,
  registrationOf,
  registrationStatus,
} from '../../src/runner/registration';
import type { StudyResults } from '../../src/runner/results';
import { inventedResults } from './inventedResults';
import { freshFolder, toyStudy } from './toyStudy';

/** A repository of its own in the place of the project's, with the program beside it. */
const { root } = vi.hoisted(() => ({
  root: `${process.getBuiltinModule('node:os').tmpdir()}/lab-registered-${process.pid}`,
}));
vi.mock('../../src/paths', async (original) => ({
  ...(await original<typeof import('../../src/paths')>()),
  projectRoot: root,
}));
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@y', ...words], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
fs.mkdirSync(root);
fs.symlinkSync(path.resolve('src'), path.join(root, 'src'));
git('init', '--quiet');
afterAll(() => fs.rmSync(root, { recursive: true }));
/** A registration is removed by a commit: each test starts without one. */
afterEach(() => {
  fs.rmSync(path.join(root, 'notebooks'), { recursive: true, force: true });
  committed();
});

/** Commits all that stands there; its id. */
function committed(): string {
  git('add', '--all', '--', ':!src');
  git('commit', '--quiet', '--allow-empty', '--message', 'x');
  return git('rev-parse', 'HEAD');
}
const asked = { tier: 'laptop' } as const;

/** Results whose runs say that these commits computed them, in turn. */
async function computedBy(commits: readonly (string | null)[], options = {}): Promise<StudyResults> {
  const results = inventedResults(await planStudy(toyStudy(), options, freshFolder()));
  const mark = <Run extends object>(run: Run, k: number) => ({
    ...run,
    commit: commits[k % commits.length]!,
  });
  return { ...results, pretraining: results.pretraining.map(mark), trials: results.trials.map(mark) };
}

describe('a registration', () => {
  it('says what will be run: definition, levels, seeds, arms, and the settings of all runs as one hash', () => {
    const found = registrationOf(toyStudy(), asked, '2026-01-05');
    expect(found).toMatchObject({
      ...{ format: 1, registered: '2026-01-05', tier: 'laptop', levels: [2, 8, 32], seeds: 3, firstSeed: 1 },
      arms: ['still', 'wound', 'pushed'],
      study: {
        ...{ id: 'toy', limits: ['Toys are not children.'] },
        claim: { expected: 'Wound up is ahead at every budget.' },
        verdict: { treatment: 'wound', reference: 'still', expects: 'better' },
      },
    });
    expect(found.settings).toMatch(/^[0-9a-f]{64}$/);
    expect(registrationOf(toyStudy(), asked, '2026-01-05')).toEqual(found);
  });

  it('has another hash for everything that is done otherwise, and another settings hash for other settings', () => {
    const { tiers, verdict, claim, arms } = toyStudy();
    const laptop = (change: object) => ({ tiers: { ...tiers, laptop: { ...tiers.laptop, ...change } } });
    const slope = { settings: { ...tiers.laptop.settings, head: { slope: 0.06 } } };
    const of = (study: Study, more = {}) => registrationOf(study, { ...asked, ...more }, '2026-01-05');
    const usual = of(toyStudy());
    const others = [
      of(toyStudy(), { seeds: 4 }),
      of(toyStudy(), { firstSeed: 11 }),
      of(toyStudy(), { everywhere: true }),
      of(toyStudy(), { arms: ['still', 'pushed'] }),
      of(toyStudy({ verdict: { ...verdict, expects: 'worse' } })),
      of(toyStudy({ claim: { ...claim, expected: 'Nothing.' } })),
      of(toyStudy({ limits: [] })),
      of(toyStudy(laptop({ levels: [2, 8] }))),
      of(toyStudy(laptop(slope))),
      of(toyStudy(laptop({ omits: ['pushed'] }))),
      of(toyStudy({ arms: { ...arms, still: { ...arms.still!, options: { named: 'stand' } } } })),
      registrationOf(toyStudy(), asked, '2026-01-06'),
    ];
    expect(new Set([usual, ...others].map(({ hash }) => hash)).size).toBe(1 + others.length);
    expect(of(toyStudy(laptop(slope))).settings).not.toBe(usual.settings);
    expect(of(toyStudy({ limits: [] })).settings).toBe(usual.settings);
  });

  it('is written once: the same again is the same file, whatever the day', () => {
    const folder = freshFolder();
    const file = register(registrationOf(toyStudy(), asked, '2026-01-05'), folder);
    expect(file).toBe(path.join(folder, 'toy.laptop.json'));
    const text = fs.readFileSync(file, 'utf8');
    expect(register(registrationOf(toyStudy(), asked, '2026-02-05'), folder)).toBe(file);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
    expect(readRegistration(file).registered).toBe('2026-01-05');
  });

  it('is not changed after the fact: what differs is named, and nothing is written', () => {
    const folder = freshFolder();
    const file = register(registrationOf(toyStudy(), asked), folder);
    const text = fs.readFileSync(file, 'utf8');
    const { verdict } = toyStudy();
    const other = toyStudy({ verdict: { ...verdict, expects: 'worse' } });
    expect(() => register(registrationOf(other, { ...asked, seeds: 4 }), folder)).toThrow(
      `${file} registers something else (study, seeds, settings): a registration is not changed after the fact. Remove it in a commit that says why, or choose other seeds with --first-seed.`,
    );
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
  });

  it('of a replication stands beside the first', () => {
    const folder = freshFolder();
    register(registrationOf(toyStudy(), asked), folder);
    const file = register(registrationOf(toyStudy(), { ...asked, seeds: 5, firstSeed: 11 }), folder);
    expect(path.basename(file)).toBe('toy.laptop.from-11.json');
    expect(fs.readdirSync(folder)).toHaveLength(2);
  });

  it('says what a replication of these seeds runs: seeds, arms, and whether at all levels', () => {
    const folder = freshFolder();
    const scope = { seeds: 5, firstSeed: 11, arms: ['still', 'pushed'], everywhere: true };
    register(registrationOf(toyStudy(), { ...asked, ...scope }), folder);
    expect(registeredScope('toy', { tier: 'laptop', firstSeed: 11 }, folder)).toEqual(scope);
    expect(registeredScope('toy', { tier: 'laptop' }, folder)).toBeUndefined();
    expect(registeredScope('toy', { tier: 'full', firstSeed: 11 }, folder)).toBeUndefined();
  });

  it('that was edited is refused', () => {
    const file = register(registrationOf(toyStudy(), asked), freshFolder());
    const text = fs.readFileSync(file, 'utf8');
    const edits: readonly (readonly [edited: string, why: string])[] = [
      [text.replace('"seeds": 3', '"seeds": 2'), 'its hash does not match its content'],
      [text.replace('at every budget', 'at 8 labels'), 'its hash does not match its content'],
      [text.replace(/"registered": "\d{4}/, '"registered": "2020'), 'its hash does not match its content'],
      [text.slice(0, -20), 'it is not JSON'],
      ['', 'it is not JSON'],
      ['{}', "it lacks 'format'"],
      ['null', "it has null as 'the whole', which must be object"],
    ];
    for (const [edited, why] of edits) {
      expect(edited).not.toBe(text);
      fs.writeFileSync(file, edited);
      expect(() => readRegistration(file)).toThrow(
        `${file} is no registration, or was edited (${why}): restore it from git.`,
      );
    }
  });

  it('stands beside the notebooks unless a folder is named', () => {
    expect(registrationFile('toy', 'full', 1)).toBe(path.join(root, 'notebooks/registrations/toy.full.json'));
  });
});

describe('whether a record was registered before it was run', () => {
  it('is seen from the commits that computed it: each held the registration', async () => {
    committed();
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    const first = committed();
    fs.writeFileSync(path.join(root, 'more'), 'x');
    const second = committed();
    expect(registrationStatus(toyStudy(), await computedBy([first]))).toEqual({
      status: 'before',
      sentence:
        'It was registered on 2026-01-05, before it was run: every commit in its receipts holds the registration.',
      scope: { seeds: 3, firstSeed: 1, arms: ['still', 'wound', 'pushed'], everywhere: false },
    });
    expect(registrationStatus(toyStudy(), await computedBy([first, second])).status).toBe('before');
    // A checkout with changes stands on a commit all the same.
    expect(registrationStatus(toyStudy(), await computedBy([`${first}+`])).status).toBe('before');
  });

  it('is not so where one commit does not hold it', async () => {
    const earlier = committed();
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    const later = committed();
    const found = registrationStatus(toyStudy(), await computedBy([later, later, later, earlier]));
    expect(found).toMatchObject({
      status: 'after',
      sentence:
        'It was registered on 2026-01-05, after at least one of its runs: a commit in its receipts does not hold the registration.',
    });
    expect(registrationStatus(toyStudy(), await computedBy([`${earlier}+`])).status).toBe('after');
  });

  it('is not so where another registration stood there, or it was never committed', async () => {
    register(registrationOf(toyStudy(), { ...asked, seeds: 2 }, '2026-01-05'));
    const other = committed();
    fs.rmSync(registrationFile('toy', 'laptop', 1));
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    expect(registrationStatus(toyStudy(), await computedBy([other])).status).toBe('changed');
    // The same but for its date is not the one that was committed.
    fs.rmSync(registrationFile('toy', 'laptop', 1));
    register(registrationOf(toyStudy(), asked, '2026-01-04'));
    const dated = committed();
    fs.rmSync(registrationFile('toy', 'laptop', 1));
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    expect(registrationStatus(toyStudy(), await computedBy([dated])).status).toBe('changed');
  });

  it('cannot be told where git does not have a commit, or a run names none', async () => {
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    const held = committed();
    const unknown = 'f'.repeat(40);
    for (const commits of [[unknown], [held, unknown], [null], [held, null], ['HEAD'], [`${unknown}+`]]) {
      const { status, sentence } = registrationStatus(toyStudy(), await computedBy(commits));
      expect(status, String(commits)).toBe('unknown');
      expect(sentence).toContain('whether before it was run cannot be told here');
    }
  });

  it('is no question where nothing is registered, nor where something else is', async () => {
    const commit = committed();
    expect(registrationStatus(toyStudy(), await computedBy([commit]))).toEqual({
      status: 'not registered',
      sentence: 'It was not registered before it was run.',
    });
    register(registrationOf(toyStudy(), asked, '2026-01-05'));
    const later = committed();
    const { verdict, tiers } = toyStudy();
    const reversed = toyStudy({ verdict: { ...verdict, expects: 'worse' } });
    expect(registrationStatus(reversed, await computedBy([later]))).toMatchObject({
      status: 'otherwise',
      sentence: 'What was registered on 2026-01-05 is not what the study says now (study).',
    });
    const slope = { settings: { ...tiers.laptop.settings, head: { slope: 0.06 } } };
    const steeper = toyStudy({ tiers: { ...tiers, laptop: { ...tiers.laptop, ...slope } } });
    expect(registrationStatus(steeper, await computedBy([later])).sentence).toContain('(settings)');
  });

  it('is asked of the replication that a record is, by its own seeds', async () => {
    register(registrationOf(toyStudy(), { ...asked, seeds: 5, firstSeed: 11 }, '2026-01-05'));
    const commit = committed();
    const replication = await computedBy([commit], { seeds: 5, firstSeed: 11 });
    expect(registrationStatus(toyStudy(), replication)).toMatchObject({
      status: 'before',
      scope: { seeds: 5, firstSeed: 11, arms: ['still', 'wound', 'pushed'], everywhere: false },
    });
    expect(registrationStatus(toyStudy(), await computedBy([commit])).status).toBe('not registered');
  });

  it('is refused to be said of a registration that was edited', async () => {
    const file = register(registrationOf(toyStudy(), asked));
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('at every budget', 'somewhere'));
    const results = await computedBy([committed()]);
    expect(() => registrationStatus(toyStudy(), results)).toThrow('is no registration, or was edited');
  });
});
