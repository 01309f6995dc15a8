/** What makes a study's data from its cards. Their content, not the code that made them, enters every run's id. */
import type { Json } from './json';
import { standingIn, type Written } from './standing';

/** Which card plays which part: 'target' to a name in datasets/ or the path of a card. */
export type Cards<Role extends string = string> = { readonly [Name in Role]: string };

export interface DataContext<Role extends string, S, Options> {
  readonly cards: Cards<Role>;
  /** The sections that the recipe declared; reading another one throws. */
  readonly settings: S;
  readonly options: Options;
}

export interface DataRecipe<Role extends string, S, Options, Data> {
  /** Tells recipes of one module apart. */
  readonly name: string;
  /** The module, or the notebook's cell, that it stands in. */
  readonly file: string;
  /** Sections of the settings that it reads. */
  readonly uses: readonly (keyof S & string)[];
  prepare(context: DataContext<Role, S, Options>): Promise<Data>;
}

/** The data of a study: a recipe, and the cards that it is given. */
export interface StudyData<Data = unknown, S = unknown, Role extends string = string> {
  readonly recipe: DataRecipe<never, never, never, unknown>;
  readonly cards: Cards<Role>;
  readonly options: { readonly [name: string]: Json };
  /** For the compiler alone. */
  readonly needs?: { readonly data: Data; readonly settings: S };
}

/** Makes a recipe of data: `labelledTexts({ cards: { target: 'wordnet-glosses' } })`. */
export function dataRecipe<Role extends string, S, Data, Options extends object = object>(
  written: Written<DataRecipe<Role, S, Options, Data>>,
) {
  const recipe = standingIn(written);
  return ({ cards, ...options }: { readonly cards: Cards<Role> } & Options): StudyData<Data, S, Role> =>
    ({ recipe, cards, options }) as unknown as StudyData<Data, S, Role>;
}
