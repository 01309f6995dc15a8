import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import type { TextCorpora } from './textData';

/** @throws LabError for a corpus that the data do not have, with the nearest name */
export function corpusOf({ corpora }: TextCorpora, name: string): readonly Int32Array[] {
  if (Object.hasOwn(corpora, name)) return corpora[name]!;
  const names = Object.keys(corpora);
  const near = nearestName(name, names);
  throw new LabError(
    `There is no corpus '${name}'${near ? `; did you mean '${near}'?` : `: the data have ${names.join(', ')}.`}`,
  );
}
