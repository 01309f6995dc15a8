/** Registrations that were edited by hand and given a hash that fits: what `lab verify` says of each. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { identify } from '../../src/runner/identity';
import { planStudy } from '../../src/runner/plan';
import {
  type Registration,
  readRegistration,
  register,
  registrationOf,
  registrationStatus,
} from '../../src/runner/registration';
import type { StudyResults } from '../../src/runner/results';
import { inventedResults } from '../runner/inventedResults';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { registrationEdits } from './registrationEdits';

/** A repository of its own in the place of the project's, with the program beside it. */
const { root } = vi.hoisted(() => ({
  root: `${process.getBuiltinModule('node:os').tmpdir()}/lab-tampered-${process.pid}`,
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

/** What was registered, committed and then run. */
let file: string;
let text: string;
let results: StudyResults;
beforeAll(async () => {
  fs.mkdirSync(root);
  fs.symlinkSync(path.resolve('src'), path.join(root, 'src'));
  git('init', '--quiet');
  file = register(registrationOf(toyStudy(), { tier: 'laptop' }, '2026-01-05'));
  text = fs.readFileSync(file, 'utf8');
  git('add', 'notebooks');
  git('commit', '--quiet', '--message', 'x');
  const commit = git('rev-parse', 'HEAD');
  const invented = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
  const mark = <Run extends object>(run: Run) => ({ ...run, commit });
  results = {
    ...invented,
    pretraining: invented.pretraining.map(mark),
    trials: invented.trials.map(mark),
  };
});
afterAll(() => fs.rmSync(root, { recursive: true }));
beforeEach(() => fs.writeFileSync(file, text));

/** Writes an edited registration, with its hash and, where only what runs was edited, the settings that follow. */
function forge(edited: object, unhashed = false): void {
  const { hash, ...body } = edited as Registration;
  const again = identify(JSON.parse(JSON.stringify(body)) as object);
  fs.writeFileSync(file, `${JSON.stringify({ ...body, hash: unhashed ? hash : again }, null, 1)}\n`);
}
const said = (of = results) => {
  try {
    return registrationStatus(toyStudy(), of).sentence;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a registration', () => {
  it('is told to have been made before its runs', () => {
    expect(registrationStatus(toyStudy(), results).status).toBe('before');
  });

  it.each(registrationEdits)('with $what edited', ({ change, told, unhashed }) => {
    const sound = readRegistration(file);
    const edited = change(sound) as Registration;
    const { seeds, arms } = edited;
    const scope = seeds !== sound.seeds || arms !== sound.arms;
    const { settings } = registrationOf(toyStudy(), { tier: 'laptop', seeds, arms });
    forge(scope ? { ...edited, settings } : edited, unhashed);
    expect(said()).toMatch(told);
  });

  it('that was committed after the edit is found as well', () => {
    forge({ ...readRegistration(file), registered: '2020-01-05' });
    git('commit', '--quiet', '--all', '--message', 'x');
    expect(said()).toMatch(/was changed after it had been committed/);
  });

  it('excuses no missing seeds of the study’s own unless it was made before the runs', () => {
    const { settings } = registrationOf(toyStudy(), { tier: 'laptop', seeds: 2 });
    forge({ ...readRegistration(file), seeds: 2, settings });
    expect(registrationStatus(toyStudy(), results).scope).toBeUndefined();
  });
});
