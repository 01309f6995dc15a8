/** What the compiler cannot see of a tuning that makes no sense. */
import type { Json } from './json';
import type { Refuse } from './refuse';
import type { Study } from './studyShape';
import { isNumeric } from './tier';

export function refuseSenselessTuning(study: Study, refuse: Refuse): void {
  const { tuning, tiers } = study;
  if (!tuning) return;
  const { seeds, grid, only = {}, section = 'finetuning' } = tuning;
  if (seeds.length === 0) refuse('is tuned with no seed');
  const most = Math.max(...Object.values(tiers).map((tier) => tier.seeds));
  const own = seeds.find((seed) => seed <= most);
  if (own !== undefined)
    refuse(`is tuned with seed ${own}, which is one of its own (1 to ${most}): choose seeds above`);
  for (const [arm, names] of Object.entries(only)) {
    const wrong = names?.find((name) => !Object.hasOwn(grid, name));
    if (wrong !== undefined) refuse(`varies '${wrong}' for the arm '${arm}', which is not in its grid`);
  }
  for (const [name, { settings }] of Object.entries(tiers)) {
    const held = settings[section];
    if (held === undefined) refuse(`tunes the section '${section}', which the tier '${name}' does not have`);
    const wrong = Object.keys(grid).find((setting) => !Object.hasOwn(held as object, setting));
    if (wrong !== undefined)
      refuse(`tunes the setting '${section}.${wrong}', which the tier '${name}' does not have`);
  }
  refuseGrid(study, refuse);
}

function refuseGrid({ tuning }: Study, refuse: Refuse): void {
  for (const [setting, dimension] of Object.entries(tuning?.grid ?? {})) {
    const values: readonly Json[] = isNumeric(dimension) ? dimension.values : dimension;
    if (values.length === 0) refuse(`tries no value of '${setting}'`);
    if (!isNumeric(dimension)) {
      if (values.some((value) => typeof value === 'number'))
        refuse(`tries numbers of '${setting}' without saying within which: give values, within and because`);
      continue;
    }
    const [lowest, highest] = dimension.within;
    const rising = dimension.values.every((value, k) => k === 0 || value > dimension.values[k - 1]!);
    const inside = dimension.values.every((value) => value > 0 && value >= lowest && value <= highest);
    if (!rising || !inside)
      refuse(`needs rising numbers above 0 within ${lowest} and ${highest} for '${setting}'`);
    if (!dimension.because) refuse(`does not say why the grid of '${setting}' ends: give 'because'`);
  }
}
