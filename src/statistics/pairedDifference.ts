/** The difference of two arms at one level, seed by seed. */
import { type Contrast, contrast, type Term } from './contrast';
import type { Level, Observation } from './observation';

/** Two arms; the difference is treatment - reference. */
export interface ArmPair {
  readonly treatment: string;
  readonly reference: string;
}

/** Two arms, and perhaps two others whose difference is taken off theirs. */
export interface Comparison extends ArmPair {
  readonly moreThan?: ArmPair;
}

export interface PairedDifference extends Contrast, Comparison {
  readonly level: Level;
}

/**
 * Pairs two arms' trials by seed at one level and describes the differences. With `moreThan`, each seed's difference is how
 * much more the pair differs than the other pair does.
 * @throws LabError for two observations of one trial
 */
export function pairedDifference(
  observations: readonly Observation[],
  { treatment, reference, moreThan, level }: Comparison & { readonly level: Level },
  options: { readonly confidence?: number } = {},
): PairedDifference {
  const comparison = { treatment, reference, ...(moreThan && { moreThan }) };
  const found = contrast(observations, differenceTerms(comparison, level), {
    ...options,
    seed: `${treatment} - ${reference} at ${level}`,
  });
  return { ...comparison, level, ...found };
}

/** The cells of a comparison at one level, with their signs. */
export function differenceTerms({ treatment, reference, moreThan }: Comparison, level: Level): Term[] {
  const pair = (arms: ArmPair, weight: number): Term[] => [
    { arm: arms.treatment, level, weight },
    { arm: arms.reference, level, weight: -weight },
  ];
  return [...pair({ treatment, reference }, 1), ...(moreThan ? pair(moreThan, -1) : [])];
}
