import { StoppedError } from './errors';
import { requireMemory } from './memory';

const controller = { current: new AbortController() };

/** Asks all long work to stop at its next safe point. */
export function requestStop(): void {
  controller.current.abort();
}

/** Forgets an earlier request, so that new work can start in the same process (a notebook's next cell). */
export function clearStop(): void {
  controller.current = new AbortController();
}

let told: (() => void) | undefined;

/** Has `listener` called at every safe point of long work, in the work's own asynchronous context. */
export function onSafePoint(listener: () => void): void {
  told = listener;
}

/**
 * The safe point of long work: lets timers, signals and displays run, then throws if a stop was requested.
 * @throws StoppedError after {@link requestStop}
 * @throws LabError if the memory for JavaScript is nearly used up
 */
export async function breathe(): Promise<void> {
  told?.();
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (controller.current.signal.aborted) throw new StoppedError();
  requireMemory();
}
