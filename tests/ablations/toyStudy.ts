import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll } from 'vitest';
import { type Ablation, type AblationDefinition, defineAblation } from '../../src/ablations/ablation';
import { classification } from '../../src/ablations/task';
import { toyDefinition } from './toy';

interface ToySettings {
  milliseconds: number;
  failing: string[];
}

/** The toy study, with some of its definition replaced. */
export function toyAblation(
  changes: Partial<AblationDefinition> = {},
  toy: Partial<ToySettings> = {},
): Ablation {
  const definition = toyDefinition({ classification });
  for (const tier of Object.values(definition.tiers) as unknown as { config: { toy: ToySettings } }[]) {
    tier.config = { ...tier.config, toy: { ...tier.config.toy, ...toy } };
  }
  return defineAblation({ ...definition, ...changes } as never) as Ablation;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own for one test, removed after the file's last one. */
export function freshFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-study-'));
  folders.push(folder);
  return folder;
}
