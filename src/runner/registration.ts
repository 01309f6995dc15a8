/**
 * Registrations: what will be run is written down, with a hash, and committed before it is run. Whether it was is checked
 * by git: each receipt names the commit that computed it, and that commit must already hold the registration as it is.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { projectRoot } from '../paths';
import { closed, listOf, schemaClause, schemaParts, studyHeadFields } from '../schemaClause';
import { changedSinceCommitted, commitHolds } from './commits';
import { canonicalJson, identify } from './identity';
import { type PlanOptions, planOutline } from './plan';
import { type StudyHead, type StudyResults, studyHead } from './results';

/** Seeds and arms that a replication asks for. */
export interface Scope extends Required<Pick<PlanOptions, 'seeds' | 'firstSeed' | 'arms' | 'everywhere'>> {}

/** What a study says it will run. */
export interface Registration {
  readonly format: 1;
  /** ISO 8601 date. */
  readonly registered: string;
  readonly study: StudyHead;
  readonly tier: TierName;
  readonly levels: readonly Level[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly arms: readonly string[];
  /** Whether arms that the tier gives fewer levels or seeds run at all of them. */
  readonly everywhere: boolean;
  /** SHA-256 over the settings, recipes and options of all runs: what 'lab tune' chose is part of it. */
  readonly settings: string;
  /** SHA-256 over everything above. */
  readonly hash: string;
}

/** Where registrations are: notebooks/registrations, or another folder. */
export function registrationFile(study: string, tier: TierName, firstSeed: number, folder?: string): string {
  const name = firstSeed === 1 ? `${study}.${tier}.json` : `${study}.${tier}.from-${firstSeed}.json`;
  return path.join(folder ?? path.join(projectRoot, 'notebooks', 'registrations'), name);
}

/** What a study would register now. */
export function registrationOf(
  study: Study,
  asked: Partial<Scope> & Pick<PlanOptions, 'records'> & { readonly tier: TierName },
  registered = new Date().toISOString().slice(0, 10),
): Registration {
  const plan = planOutline(study, asked);
  const runs = [...plan.stages, ...plan.trials].map(({ determinants, level }) => {
    const { part, name, seed, amount, recipe, options, settings } = determinants;
    return { part, name, seed, level: level ?? null, amount: amount ?? null, recipe, options, settings };
  });
  const { tier, levels, seeds, firstSeed, arms, everywhere } = plan;
  const body = {
    ...{ format: 1 as const, registered, study: studyHead(study), tier, levels },
    ...{ seeds, firstSeed, arms, everywhere },
    settings: identify(runs as unknown as object),
  };
  return { ...body, hash: identify(JSON.parse(JSON.stringify(body)) as object) };
}

/**
 * Writes a registration, for a commit of its own.
 * @throws LabError where another one stands already: what was registered is not changed, it is registered anew beside it
 */
export function register(registration: Registration, folder?: string): string {
  const { study, tier, firstSeed } = registration;
  const file = registrationFile(study.id, tier, firstSeed, folder);
  if (fs.existsSync(file)) {
    const known = readRegistration(file);
    if (sameContent(known, registration)) return file;
    throw new LabError(
      `${file} registers something else (${unlikeFields(known, registration).join(', ')}): a registration is not changed after the fact. Remove it in a commit that says why, or choose other seeds with --first-seed.`,
    );
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeDurably(file, `${JSON.stringify(registration, null, 1)}\n`);
  return file;
}

/** @throws LabError where the file is no registration or was edited */
export function readRegistration(file: string): Registration {
  const refuse = (why: string): never => {
    throw new LabError(`${file} is no registration, or was edited (${why}): restore it from git.`);
  };
  let content: Registration;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8')) as Registration;
  } catch {
    return refuse('it is not JSON');
  }
  const clause = schemaClause(registrationSchema, content);
  if (clause !== undefined) refuse(`it ${clause}`);
  const { hash, ...body } = content;
  if (identify(body) !== hash) refuse('its hash does not match its content');
  return content;
}

const { count, day, level, name, seed, sha256, tier } = schemaParts;
const registrationSchema = closed({
  ...{ format: { const: 1 }, registered: day, study: closed(studyHeadFields), tier },
  ...{ levels: listOf(level, { minItems: 1 }), seeds: count, firstSeed: seed, arms: listOf(name) },
  ...{ everywhere: { type: 'boolean' }, settings: sha256, hash: sha256 },
});

const sameContent = (a: Registration, b: Registration) => unlikeFields(a, b).length === 0;

function unlikeFields(a: Registration, b: Registration): string[] {
  const names = ['study', 'tier', 'levels', 'seeds', 'firstSeed', 'arms', 'everywhere', 'settings'] as const;
  const plain = (value: unknown) => canonicalJson(JSON.parse(JSON.stringify(value)) as object);
  return names.filter((name) => plain(a[name]) !== plain(b[name]));
}

/** Whether a record was registered before it was run. */
export interface Registered {
  readonly status: 'before' | 'after' | 'changed' | 'otherwise' | 'not registered' | 'unknown';
  /** In a sentence. */
  readonly sentence: string;
  /** What was registered to run. */
  readonly scope?: Scope;
}

/** What a registration says is run; undefined where nothing is registered. */
export function registeredScope(
  study: string,
  { tier, firstSeed = 1 }: { readonly tier: TierName; readonly firstSeed?: number },
  folder?: string,
): Scope | undefined {
  const file = registrationFile(study, tier, firstSeed, folder);
  return fs.existsSync(file) ? scopeOf(readRegistration(file)) : undefined;
}

const scopeOf = ({ seeds, firstSeed, arms, everywhere }: Registration): Scope => ({
  ...{ seeds, firstSeed, arms, everywhere },
});

/**
 * Checks by git whether the commits that computed a record held its registration already. The study's own seeds and arms are
 * those of its tier, unless others were registered before it was run: a registration that was added later excuses nothing.
 */
export function registrationStatus(study: Study, results: StudyResults, folder?: string): Registered {
  const { tier, firstSeed } = results;
  const file = registrationFile(study.id, tier, firstSeed, folder);
  if (!fs.existsSync(file))
    return { status: 'not registered', sentence: 'It was not registered before it was run.' };
  const registration = readRegistration(file);
  const scope = scopeOf(registration);
  const found = statusOf(study, results, registration, file);
  return found.status === 'before' || firstSeed !== 1 ? { ...found, scope } : found;
}

function statusOf(
  study: Study,
  { tier, firstSeed, pretraining, trials }: StudyResults,
  registration: Registration,
  file: string,
): Registered {
  const { registered } = registration;
  const now = registrationOf(study, { tier, ...scopeOf(registration) });
  const otherwise = unlikeFields(registration, { ...now, firstSeed });
  if (otherwise.length > 0)
    return {
      status: 'otherwise',
      sentence: `What was registered on ${registered} is not what the study says now (${otherwise.join(', ')}).`,
    };
  if (changedSinceCommitted(file))
    return {
      status: 'changed',
      sentence: `What was registered on ${registered} was changed after it had been committed, while a registration is only ever removed, in a commit that says why, and made anew.`,
    };
  const commits = [...new Set([...pretraining, ...trials].map(({ commit }) => commit))];
  const held = commits.map((commit) => commitHolds(commit ?? null, file));
  if (held.includes(undefined))
    return {
      status: 'unknown',
      sentence: `It was registered on ${registered}; whether before it was run cannot be told here, since git does not have every commit that its receipts name.`,
    };
  return held.every(Boolean)
    ? {
        status: 'before',
        sentence: `It was registered on ${registered}, before it was run: every commit in its receipts holds the registration.`,
      }
    : {
        status: 'after',
        sentence: `It was registered on ${registered}, after at least one of its runs: a commit in its receipts does not hold the registration.`,
      };
}
