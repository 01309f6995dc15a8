/** What the compiler cannot see of a verdict's rule that makes no sense. */
import type { Level } from './axis';
import type { Refuse } from './refuse';
import type { Study } from './studyShape';

export function refuseSenselessRule({ verdict, tiers }: Study, refuse: Refuse): void {
  const { treatment, reference, moreThan, control, levels = [], trend, multiplier } = verdict;
  const compared = [[treatment, reference], ...(moreThan ? [[moreThan.treatment, moreThan.reference]] : [])];
  for (const [one, other] of compared) if (one === other) refuse(`compares the arm '${one}' with itself`);
  if (control === treatment) refuse(`takes the arm '${control}' as its own control`);
  const known = new Set(Object.values(tiers).flatMap((tier) => tier.levels as readonly Level[]));
  const asked = [
    ...(levels as readonly Level[]),
    ...(trend ? [trend.from, trend.to] : []),
    ...(multiplier ? [multiplier.at] : []),
  ];
  const stray = asked.find((level) => !known.has(level));
  if (stray !== undefined) refuse(`is judged at ${stray}, which no tier has`);
  for (const [name, { omits = [] }] of Object.entries(tiers)) {
    const left = compared.flat().find((arm) => omits.includes(arm!));
    if (left !== undefined) refuse(`leaves out '${left}' at the tier '${name}', although it is judged`);
  }
}
