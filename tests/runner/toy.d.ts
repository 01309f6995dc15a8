import type { Study } from '../../src/form/study';

type Toy = { -readonly [Field in keyof Study]: Study[Field] };

/** `lab` carries the makers of recipes, a task and an axis. */
export function toyDefinition(lab: object): Toy;
export function toyRecipes(lab: object): {
  data(given: object): Study['data'];
  stage(given: object): Study['stages'][string];
  arm(given: object): Study['arms'][string];
};
