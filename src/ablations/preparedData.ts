/** Data of a study: prepared at most once a process, and only if a run has to be computed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably, writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import { cardFolder } from '../paths';
import type { Ablation, Configuration, TierName } from './ablation';
import type { CodeReader } from './codeVersion';
import { declaredSections, usedSections } from './configuration';
import { identify, sha256 } from './identity';

const prepared = new Map<string, Promise<unknown>>();

export interface PreparedData {
  /** Hash of what runs can see of the data. */
  readonly hash: string;
  /** The data itself; prepares it on the first call. */
  load(): Promise<unknown>;
}

/**
 * Finds the hash of a study's data. It is remembered in the store under everything that determines it (cards, code,
 * configuration), so that a finished study is read without preparing any data.
 * @throws LabError if a card is missing
 */
export async function preparedData(
  ablation: Ablation,
  tier: TierName,
  code: CodeReader,
  storeFolder: string,
): Promise<PreparedData> {
  const { file, load, remembered } = locate(ablation, tier, code, storeFolder);
  if (remembered !== undefined) return { hash: remembered, load };
  const hash = ablation.data.hash(await load());
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeDurably(file, `${JSON.stringify({ hash })}\n`);
  } catch (error) {
    throw writeRefusal(file, error);
  }
  return { hash, load };
}

/** The same without preparing anything: undefined where the hash is not remembered. */
export function rememberedData(
  ablation: Ablation,
  tier: TierName,
  code: CodeReader,
  storeFolder: string,
): PreparedData | undefined {
  const { load, remembered } = locate(ablation, tier, code, storeFolder);
  return remembered === undefined ? undefined : { hash: remembered, load };
}

function locate(ablation: Ablation, tier: TierName, code: CodeReader, storeFolder: string) {
  const configuration: Configuration = ablation.tiers[tier].config;
  const { cards, uses } = ablation.data;
  const key = identify({
    ablation: ablation.id,
    tier,
    configuration: usedSections(configuration, uses),
    cards: cards.map(cardHash),
    code: code.versionOf(ablation, 'data', ablation.data),
  });
  const load = () => {
    const known = prepared.get(key);
    if (known) return known;
    const context = { tier, config: declaredSections(configuration, uses, `The data of '${ablation.id}'`) };
    const pending = Promise.resolve(ablation.data.prepare(context));
    prepared.set(key, pending);
    pending.catch(() => prepared.delete(key));
    return pending;
  };
  const file = path.join(storeFolder, ablation.id, `data-${key}.json`);
  return { file, load, remembered: rememberedHash(file) };
}

function cardHash(nameOrPath: string): string {
  const file = nameOrPath.endsWith('.json') ? nameOrPath : path.join(cardFolder, `${nameOrPath}.json`);
  try {
    return sha256(fs.readFileSync(file));
  } catch {
    throw new LabError(`There is no dataset card ${file}: 'lab data list' shows those that exist.`);
  }
}

function rememberedHash(file: string): string | undefined {
  try {
    const { hash } = JSON.parse(fs.readFileSync(file, 'utf8')) as { hash?: unknown };
    return typeof hash === 'string' ? hash : undefined;
  } catch {
    return undefined;
  }
}
