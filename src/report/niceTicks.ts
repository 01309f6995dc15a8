/** Five or so round numbers inside a range; its beginning alone if it is empty. */
export function niceTicks(start: number, end: number): number[] {
  const raw = end / 5 - start / 5;
  if (!(raw > 0)) return [start];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(start / step);
  const count = Math.floor(end / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}
