import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, expect } from 'vitest';
import { loadDataset, type TextDataset } from '../../src/data/dataset';
import { LabError } from '../../src/errors';
import { ownFolder } from './mirror';

export interface WrittenCards {
  /** The folder of the test that runs. */
  folder(): string;
  /** Writes files and a card beside them, and loads it. */
  load(files: Record<string, string | Uint8Array>, card: object): Promise<TextDataset>;
  /** The sentence with which they are refused. */
  refusal(files: Record<string, string | Uint8Array>, card: object): Promise<string>;
}

/** Cards of a test file's own, each test's in a folder of its own. Dev and test are not cut unless a card says so. */
export function writtenCards(): WrittenCards {
  const root = ownFolder();
  let count = 0;
  let folder = '';
  beforeEach(() => {
    folder = path.join(root, `cards-${count++}`);
    fs.mkdirSync(folder);
  });
  const load = (files: Record<string, string | Uint8Array>, card: object) => {
    for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content);
    const whole = {
      name: 'mine',
      task: 'text-classification',
      files: Object.keys(files).map((file) => ({ path: file })),
      splits: { fractions: { dev: 0, test: 0 } },
      ...card,
    };
    fs.writeFileSync(path.join(folder, 'card.json'), JSON.stringify(whole));
    return loadDataset(path.join(folder, 'card.json'));
  };
  return {
    folder: () => folder,
    load,
    async refusal(files, card) {
      const error = await load(files, card).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LabError);
      expect((error as Error).message.split('\n')).toHaveLength(1);
      return (error as Error).message;
    },
  };
}
