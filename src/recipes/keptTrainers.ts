/** Trainers that a study's trials share, so that each program compiles once; the ones not used for longest are freed. */
import { onRelease } from '../form/release';

interface Kept {
  dispose(): void;
}

/** More than a study's arms need at one seed. */
const most = 6;
const kept = new Map<string, Kept>();
onRelease(() => {
  for (const one of kept.values()) one.dispose();
  kept.clear();
});

/**
 * The trainer for these settings, made on first use.
 * @param key everything that the compiled program depends on
 */
export function keptTrainer<Trainer extends Kept>(key: object, make: () => Trainer): Trainer {
  const name = JSON.stringify(key);
  const known = kept.get(name) as Trainer | undefined;
  if (known) {
    kept.delete(name);
    kept.set(name, known);
    return known;
  }
  if (kept.size >= most) {
    const [oldest] = kept.keys();
    kept.get(oldest!)!.dispose();
    kept.delete(oldest!);
  }
  const trainer = make();
  kept.set(name, trainer);
  return trainer;
}
