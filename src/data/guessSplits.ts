/** Which of several files hold which split, by how published datasets call them. */
import * as path from 'node:path';

export type NamedSplit = 'pretraining' | 'train' | 'dev' | 'test';

const words: readonly (readonly [NamedSplit, RegExp])[] = [
  ['train', /^(train|training)$/],
  ['dev', /^(dev|devel|development|val|valid|validation|eval)$/],
  ['test', /^(test|testing|heldout)$/],
  ['pretraining', /^(pretrain|pretraining|unlabell?ed|unsupervised|unsup)$/],
];

/** The split that a file's name or a folder in its path states: 'train.csv', 'data/val-00000-of-00001.parquet'. */
export function namedSplit(file: string): NamedSplit | undefined {
  const parts = file.split('/');
  const stem = path.posix.basename(parts.pop()!).replace(/\.[^.]*$/, '');
  // The file's own name goes before its folder's.
  for (const name of [stem, ...parts.reverse()]) {
    const said = name.toLowerCase().split(/[^a-z]+/);
    const found = words.find(([, pattern]) => said.some((word) => pattern.test(word)));
    if (found) return found[0];
  }
  return undefined;
}
