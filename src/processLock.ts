/** The lab's one lock (scripts/locks/processLock.cjs, which set-up uses too before anything is compiled), typed. */
import { createRequire } from 'node:module';

/** Who holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was taken, in ISO 8601. */
  readonly since: string;
}

export interface ProcessLock {
  release(): void;
}

interface Locks {
  readonly ProcessLock: abstract new (...given: never[]) => ProcessLock;
  tryLock(place: string): ProcessLock | LockHolder;
  describeHolder(holder: LockHolder): string;
}

let loaded: Locks | undefined;

function locks(): Locks {
  loaded ??= createRequire(__filename)('../scripts/locks/processLock.cjs') as Locks;
  return loaded;
}

/**
 * Takes a lock, or returns who holds it. A lock left by a process that ended is taken over, and one that a full disk or an
 * earlier version left, too. A holder in another container or on another machine counts as living while it renews the lock.
 * @param place the lock, a folder that comes and goes; what is around it must exist
 * @throws the system's error where the lock cannot be written
 */
export function takeProcessLock(
  place: string,
): { readonly lock: ProcessLock } | { readonly holder: LockHolder } {
  const found = locks().tryLock(place);
  return found instanceof locks().ProcessLock ? { lock: found } : { holder: found as LockHolder };
}

/** 'process 123 on host since 12:30:05'. */
export function describeHolder(holder: LockHolder): string {
  return locks().describeHolder(holder);
}
