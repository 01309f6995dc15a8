/** What recipes keep between the trials of a study (compiled trainers, features) is freed when the study is done. */

const releases: (() => void)[] = [];

/** Registers what frees something kept. */
export function onRelease(release: () => void): void {
  releases.push(release);
}

/** Frees all that recipes keep; the next trial makes it anew. */
export function releaseKept(): void {
  for (const release of releases) release();
}
