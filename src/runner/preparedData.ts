/** Data of a study: prepared at most once a process, and only if a run has to be computed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably, writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import type { Settings } from '../form/json';
import { declaredSections, usedSections } from '../form/settings';
import type { Study } from '../form/study';
import { cardFolder } from '../paths';
import { type CodeReader, refuseEditedCode } from './code/codeVersion';
import { ownFolder } from './code/ownFolder';
import { contentHash } from './contentHash';
import { identify, sha256 } from './identity';
import { takeLock } from './runLock';

const prepared = new Map<string, Promise<{ readonly data: unknown; readonly hash: string }>>();

export interface PreparedData {
  /** Hash of what the data hold. */
  readonly hash: string;
  /**
   * The data itself; prepares it on the first call.
   * @throws LabError if it no longer holds what its hash says, as a cache or a file that was edited since
   */
  load(): Promise<unknown>;
}

/**
 * Finds the hash of a study's data. It is remembered in the store under everything that determines it (cards, code,
 * settings), so that a finished study is read without preparing any data.
 * @param settings of the level that the data are for
 * @throws LabError if a card is missing, or what is prepared is not plain
 */
export async function preparedData(
  study: Study,
  settings: Settings,
  code: CodeReader,
  storeFolder: string,
): Promise<PreparedData> {
  const { file, prepare, remembered } = locate(study, settings, code, storeFolder);
  if (remembered !== undefined) return { hash: remembered, load: checked(prepare, remembered, study) };
  const { hash } = await prepare();
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Under a lock, as runs are, so that what a killed process left is told from what another one is writing.
    const lock = takeLock(`${file.slice(0, -'.json'.length)}.lock`);
    try {
      if (lock) writeDurably(file, `${JSON.stringify({ hash, checksum: checksumOf(hash, file) })}\n`);
    } finally {
      lock?.release();
    }
  } catch (error) {
    throw writeRefusal(file, error);
  }
  return { hash, load: async () => (await prepare()).data };
}

/** The same without preparing anything: undefined where the hash is not remembered. */
export function rememberedData(
  study: Study,
  settings: Settings,
  code: CodeReader,
  storeFolder: string,
): PreparedData | undefined {
  const { prepare, remembered } = locate(study, settings, code, storeFolder);
  return remembered === undefined
    ? undefined
    : { hash: remembered, load: checked(prepare, remembered, study) };
}

/** Data that are loaded for a run must be the data that the run's id speaks of. */
function checked(
  prepare: () => Promise<{ readonly data: unknown; readonly hash: string }>,
  remembered: string,
  study: Study,
): () => Promise<unknown> {
  return async () => {
    const { data, hash } = await prepare();
    if (hash === remembered) return data;
    throw new LabError(
      `The data of '${study.id}' hold something else than when they were first prepared, though cards, code and settings are the same: a file under the data folder or its cache was changed. Remove .lab/cache and the folder of its runs' data-*.json, and run the study again.`,
    );
  };
}

function locate(study: Study, settings: Settings, code: CodeReader, storeFolder: string) {
  const { cards, recipe, options } = study.data;
  const { uses, file: module, name } = recipe;
  const used = usedSections(settings, uses);
  const version = code.versionOf([module], ownFolder(study));
  const key = identify({
    ...{ recipe: name, options, settings: used },
    cards: Object.fromEntries(Object.entries(cards).map(([role, card]) => [role, cardHash(card)])),
    code: version,
  });
  const prepare = () => {
    const known = prepared.get(key);
    if (known) return known;
    refuseEditedCode(Object.keys(version), ownFolder(study));
    const context = {
      ...{ cards, options },
      settings: declaredSections(used, `The data of '${study.id}'`),
    };
    const pending = Promise.resolve(recipe.prepare(context as never)).then((data) => ({
      data,
      hash: contentHash(data),
    }));
    prepared.set(key, pending);
    pending.catch(() => prepared.delete(key));
    return pending;
  };
  const file = path.join(storeFolder, study.id, `data-${key}.json`);
  return { file, prepare, remembered: rememberedHash(file) };
}

function cardHash(nameOrPath: string): string {
  const file = nameOrPath.endsWith('.json') ? nameOrPath : path.join(cardFolder, `${nameOrPath}.json`);
  try {
    return sha256(fs.readFileSync(file));
  } catch {
    throw new LabError(`There is no dataset card ${file}: 'lab data list' shows those that exist.`);
  }
}

/** Of a hash under its file's name: a line copied from another file does not hold. */
function checksumOf(hash: string, file: string): string {
  return identify({ hash, file: path.basename(file) });
}

function rememberedHash(file: string): string | undefined {
  try {
    const { hash, checksum } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    return typeof hash === 'string' && checksum === checksumOf(hash, file) ? hash : undefined;
  } catch {
    return undefined;
  }
}
