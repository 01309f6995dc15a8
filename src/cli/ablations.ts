/** Ablations by name or by file, as the commands take them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Ablation } from '../ablations/ablation';
import { parseCards } from '../ablations/cardRoles';
import { nearestName } from '../data/nearestName';
import { LabError } from '../errors';

/** All registered ablations, in reading order. Loaded on demand: `lab --help` needs no engine. */
export async function registeredAblations(): Promise<readonly Ablation[]> {
  const { ablations } = await import('../ablations/index.js');
  return ablations;
}

/**
 * Ablations by id, 'all', or the path of a JavaScript module that exports some (`./my-ablation.js`).
 * @param cards entries role=card, for the study on other data
 * @throws LabError for an unknown name, with the nearest known one, or cards that the study cannot take
 */
export async function findAblations(
  names: readonly string[],
  cards: readonly string[] = [],
): Promise<Ablation[]> {
  const found = await Promise.all(names.map(findSome));
  const different = [...new Map(found.flat().map((ablation) => [ablation.id, ablation])).values()];
  return cards.length > 0 ? different.map((ablation) => onCards(ablation, cards)) : different;
}

function onCards(ablation: Ablation, entries: readonly string[]): Ablation {
  if (!ablation.onCards)
    throw new LabError(`The ablation '${ablation.id}' runs on its own data only: leave out --cards.`);
  return ablation.onCards(parseCards(entries));
}

/** One ablation by id or path, on other cards where some are given. */
export async function findAblation(name: string, cards: readonly string[] = []): Promise<Ablation> {
  const [first, ...others] = await findAblations([name], cards);
  if (!first || others.length > 0) throw new LabError(`Name one ablation instead of '${name}'.`);
  return first;
}

async function findSome(name: string): Promise<readonly Ablation[]> {
  if (/\.[cm]?js$/.test(name)) return fromFile(path.resolve(name));
  const known = await registeredAblations();
  if (name === 'all') return known;
  const match = known.find((ablation) => ablation.id === name);
  if (match) return [match];
  const ids = known.map((ablation) => ablation.id);
  const near = nearestName(name, ids);
  throw new LabError(
    `There is no ablation '${name}'${near ? `; did you mean '${near}'?` : `: ${ids.join(', ')} exist.`}`,
  );
}

async function fromFile(file: string): Promise<Ablation[]> {
  if (!fs.existsSync(file))
    throw new LabError(`There is no file ${file}: give the path of a module that exports an ablation.`);
  const exported = Object.values((await import(file)) as Record<string, unknown>);
  const ablations = exported.filter(
    (value): value is Ablation => typeof (value as Ablation | undefined)?.trial === 'function',
  );
  if (ablations.length === 0)
    throw new LabError(`${file} exports no ablation: export what defineAblation returns.`);
  return [...new Map(ablations.map((ablation) => [ablation.id, ablation])).values()];
}
