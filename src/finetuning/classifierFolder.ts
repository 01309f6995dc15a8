/** A classifier in one folder: its encoder, its head, its labels and, for texts, its tokenizer. */

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseJsonBytes } from '../data/encodings';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { hostTensors, loadTensors, restore, saveTensors, saving } from '../training/checkpoint';
import type { TrainableClassifier } from '../training/classifierTrainer';

const contentsFile = 'classifier.json';
const headFile = 'head.safetensors';

export type ClassifierKind = 'texts' | 'images';

/** What a folder holds. */
export interface SavedClassifier {
  readonly kind: ClassifierKind;
  /** Names of the classes, in label order. */
  readonly classes: readonly string[];
  /** SHA-256 of each other file, so that a mixed or damaged folder is noticed. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Writes the head beside what `writeEncoder` writes, and then the list of all with their hashes: until that is written a
 * folder counts as none.
 * @throws LabError if the folder cannot be written
 */
export function saveClassifier(
  folder: string,
  kind: ClassifierKind,
  classifier: TrainableClassifier,
  writeEncoder: () => void,
): void {
  saving(folder, () => {
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(path.join(folder, contentsFile), { force: true });
    writeEncoder();
    saveTensors(path.join(folder, headFile), {
      tensors: hostTensors(headState(classifier)),
      metadata: { format: 'pretraining-lab' },
    });
    const names = ['config.json', 'model.safetensors', headFile, 'tokenizer.json'].filter((name) =>
      fs.existsSync(path.join(folder, name)),
    );
    const contents: SavedClassifier = {
      ...{ kind, classes: classifier.classes },
      files: Object.fromEntries(names.map((name) => [name, hashOf(path.join(folder, name))])),
    };
    writeDurably(path.join(folder, contentsFile), `${JSON.stringify(contents, null, 2)}\n`);
  });
}

/** @throws LabError if the folder holds no classifier of this kind, or a file of it was changed */
export function readClassifier(folder: string, kind: ClassifierKind): SavedClassifier {
  const file = path.join(folder, contentsFile);
  if (!fs.existsSync(file))
    throw new LabError(`${folder} holds no ${contentsFile}: name a folder that classifier.save wrote.`);
  let saved: Partial<SavedClassifier> | null;
  try {
    saved = parseJsonBytes(fs.readFileSync(file), file) as Partial<SavedClassifier> | null;
  } catch {
    throw new LabError(`${file} is not JSON: save the classifier again.`);
  }
  const { classes, files } = saved ?? {};
  const named =
    Array.isArray(classes) && classes.length >= 2 && classes.every((name) => typeof name === 'string');
  if (!named || typeof files !== 'object' || files === null)
    throw new LabError(
      `${file} does not list the classes and files of a classifier: save the classifier again.`,
    );
  if (saved!.kind !== kind)
    throw new LabError(
      `${folder} holds a classifier of ${String(saved!.kind)}: load it with ${kind === 'texts' ? 'loadImageClassifier' : 'loadClassifier'}.`,
    );
  for (const name of [
    'config.json',
    'model.safetensors',
    headFile,
    ...(kind === 'texts' ? ['tokenizer.json'] : []),
  ]) {
    const part = path.join(folder, name);
    if (!fs.existsSync(part)) throw new LabError(`${folder} lacks ${name}: save the classifier again.`);
    if (hashOf(part) !== files[name])
      throw new LabError(
        `${part} is not the file that was saved with ${contentsFile}: restore it, or save the classifier again.`,
      );
  }
  return { kind, classes: classes as string[], files };
}

/** Puts the saved head into a classifier. @throws LabError naming a tensor that is missing or of another shape */
export function restoreHead(folder: string, classifier: TrainableClassifier): void {
  const file = path.join(folder, headFile);
  restore(headState(classifier), loadTensors(file).tensors, file);
}

/** Head tensors of a saved classifier, as they stand in the file. */
export function savedHead(folder: string) {
  return loadTensors(path.join(folder, headFile)).tensors;
}

function headState({ parameters, constants }: TrainableClassifier) {
  const head = Object.entries(parameters).filter(([name]) => name.startsWith('head.'));
  return { ...Object.fromEntries(head), ...constants };
}

const hashOf = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
