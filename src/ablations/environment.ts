/** Where a run happened, as far as it can change numbers or times. */
import * as os from 'node:os';
import type { Json } from './ablation';
import { identify } from './identity';

export interface Environment {
  /** Runs with equal hashes are expected to agree bit for bit. */
  readonly hash: string;
  readonly facts: { readonly [name: string]: Json };
}

let current: Environment | undefined;

/** The environment of this process. */
export function currentEnvironment(): Environment {
  if (!current) {
    const facts = { node: process.version, processor: os.cpus()[0]?.model ?? '', architecture: os.arch() };
    current = { hash: identify(facts), facts };
  }
  return current;
}
