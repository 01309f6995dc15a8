/** Settings of {@link warmupCosine}. */
export interface ScheduleOptions {
  /** Highest learning rate, reached at the end of the warm-up. */
  readonly peak: number;
  /** Steps of linear rise from peak / warmupSteps. */
  readonly warmupSteps: number;
  /** Steps in all; the cosine ends just after the last one, so that every step has a rate above zero. */
  readonly steps: number;
  /** Share of the peak that is left at the end, in [0, 1]. Default 0. */
  readonly finalShare?: number;
}

/**
 * Linear warm-up, then a half cosine down (Loshchilov & Hutter 2017, eq. 5, without restarts).
 * @param step 0-based
 */
export function warmupCosine(
  step: number,
  { peak, warmupSteps, steps, finalShare = 0 }: ScheduleOptions,
): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
