/** Studies by name or by file, as the commands take them. */

import { LabError } from '../errors';
import { baseOf, onCards, onCardsOfId, parseCards } from '../form/onCards';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { nearestName } from '../nearestName';
import { registeredScope, type Scope } from '../runner/registration';

/** All studies of the lab, in reading order. Loaded on demand: `lab --help` needs no engine. */
export async function registeredStudies(): Promise<readonly Study[]> {
  const { studies } = await import('../studies/index.js');
  return studies;
}

/**
 * Studies by id, 'all', or the path of a module that exports some (`./my-study.ts`).
 * @param cards entries role=card, for the study on other data
 * @throws LabError for an unknown name, with the nearest known one, or cards that the study cannot take
 */
export async function findStudies(names: readonly string[], cards: readonly string[] = []): Promise<Study[]> {
  const found = await Promise.all(names.map(findSome));
  const different = [...new Map(found.flat().map((study) => [study.id, study])).values()];
  return cards.length > 0 ? different.map((study) => onCards(study, parseCards(cards))) : different;
}

/** One study by id or path, on other cards where some are given. */
export async function findStudy(name: string, cards: readonly string[] = []): Promise<Study> {
  const [first, ...others] = await findStudies([name], cards);
  if (!first || others.length > 0) throw new LabError(`Name one study instead of '${name}'.`);
  return first;
}

/** What is asked for, of a replication completed by what was registered: its seeds and arms. */
export function asRegistered<Choice extends { tier: TierName; firstSeed?: number }>(
  { id }: Study,
  choice: Choice,
): Choice & Partial<Scope> {
  return choice.firstSeed === undefined ? choice : { ...registeredScope(id, choice), ...choice };
}

async function findSome(name: string): Promise<readonly Study[]> {
  if (/\.[cm]?[jt]s$/.test(name)) return fromFile(name);
  const known = await registeredStudies();
  if (name === 'all') return known;
  const match = known.find((study) => study.id === name);
  if (match) return [match];
  const base = known.find((study) => study.id === baseOf(name));
  const on = base && onCardsOfId(base, name);
  if (on) return [on];
  const ids = known.map((study) => study.id);
  const near = nearestName(name, ids);
  throw new LabError(
    `There is no study '${name}'${near ? `; did you mean '${near}'?` : `: ${ids.join(', ')} exist.`} A study of your own is named by its file: ./my-study.ts.`,
  );
}

async function fromFile(name: string): Promise<Study[]> {
  const { loadOwnModule } = await import('../runner/code/ownModule.js');
  const exported = Object.values(await loadOwnModule(name));
  const studies = exported.filter(isStudy);
  if (studies.length === 0) throw new LabError(`${name} exports no study: export what defineStudy returns.`);
  return [...new Map(studies.map((study) => [study.id, study])).values()];
}

function isStudy(value: unknown): value is Study {
  const { id, arms, tiers } = (value ?? {}) as Partial<Study>;
  return typeof id === 'string' && typeof arms === 'object' && typeof tiers === 'object';
}
