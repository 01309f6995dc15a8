/** A card of published weights: where they come from, by SHA-256, under which licence, and whom to cite. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { cardFolder } from '../paths';
import { closed, schemaClause, schemaParts } from '../schemaClause';

export interface ModelCard {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly citation: string;
  readonly homepage?: string;
  /** A package of a registry, fetched by the registry's own client, or an address. */
  readonly source:
    | { readonly kind: 'pypi' | 'npm'; readonly package: string; readonly version: string }
    | { readonly kind: 'url'; readonly url: string };
  /** The file that arrives: a wheel, a tarball, a zip. */
  readonly archive: { readonly path: string; readonly bytes: number; readonly sha256: string };
  /** The model's folder in it. */
  readonly folder: string;
}

const { sha256, text, studyId } = schemaParts;
const positive = { type: 'integer', minimum: 1, maximum: 2 ** 40 };
const packageName = {
  type: 'string',
  pattern: '^(@[a-z0-9][a-z0-9._-]*/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$',
  maxLength: 200,
};
const schema = closed(
  {
    ...{ name: studyId, description: text, licence: text, citation: text },
    source: {
      anyOf: [
        closed({
          kind: { enum: ['pypi', 'npm'] },
          package: packageName,
          version: { type: 'string', pattern: '^[0-9][0-9A-Za-z.+_-]*$', maxLength: 100 },
        }),
        closed({ kind: { const: 'url' }, url: { type: 'string', pattern: '^https?://', maxLength: 2000 } }),
      ],
    },
    archive: closed({ path: text, bytes: positive, sha256 }),
    folder: text,
  },
  { homepage: text },
);

const modelFolder = path.join(cardFolder, 'models');

/** The models that have a card. */
export function modelNames(): string[] {
  return fs
    .readdirSync(modelFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/**
 * @param nameOrPath of a card that ships with the lab, or the path of one's own: './my-model.card.json'
 * @throws LabError for an unknown name, with the nearest one, and for a card that is not as its schema asks
 */
export function readModelCard(nameOrPath: string): ModelCard {
  const own = /[/\\]|\.json$/.test(nameOrPath);
  const file = own ? path.resolve(nameOrPath) : path.join(modelFolder, `${nameOrPath}.json`);
  if (!fs.existsSync(file)) {
    const near = own ? undefined : nearestName(nameOrPath, modelNames());
    throw new LabError(
      `There is no card of the model '${nameOrPath}'${near ? `; did you mean '${near}'?` : `: there are ${modelNames().join(', ')}.`}`,
    );
  }
  let card: unknown;
  try {
    card = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    throw new LabError(`The model card ${path.basename(file)} is not JSON: correct it.`);
  }
  const clause = schemaClause(schema, card);
  if (clause !== undefined)
    throw new LabError(`The model card ${path.basename(file)} ${clause}: correct it.`);
  return card as ModelCard;
}
