/** Where a recipe stands: what a run's id must cover follows from the module, or the notebook's cell, that made it. */
import { LabError } from '../errors';
import { callerFile } from './callerFile';

/** A recipe as it is written: where it stands is found out, and one that reads no settings need not say so. */
export type Written<Recipe extends { readonly file: string; readonly uses: unknown }> = Omit<
  Recipe,
  'file' | 'uses'
> &
  Partial<Pick<Recipe, 'uses'>>;

/**
 * A recipe with the file of the caller of the function that calls this.
 * @throws LabError where it was made by code that has no file
 */
export function standingIn<Recipe extends { readonly uses?: readonly string[] }>(
  recipe: Recipe,
): Recipe & { readonly file: string; readonly uses: readonly never[] } {
  const file = callerFile(2);
  if (file !== undefined) return { ...recipe, file, uses: (recipe.uses ?? []) as never };
  throw new LabError(
    'A recipe must be made in a file or in a cell of a notebook, so that the ids of its runs can cover its code.',
  );
}
