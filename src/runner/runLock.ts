/** One process at a time computes a run. A lock left by a process that died is taken over. */
import { describeHolder, takeProcessLock } from '../processLock';

export interface RunLock {
  release(): void;
}

/**
 * Takes the lock, or returns undefined while a living process holds it.
 * @param onHeld told who holds it: 'process 123 since 12:30:05'
 */
export function takeLock(place: string, onHeld: (holder: string) => void = () => {}): RunLock | undefined {
  const taken = takeProcessLock(place);
  if ('lock' in taken) return taken.lock;
  onHeld(describeHolder(taken.holder));
  return undefined;
}
