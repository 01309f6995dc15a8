import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { cardFolder } from '../paths';
import { annotationFault } from './annotationPlan';
import type { DatasetCard } from './card';
import { parseJsonBytes } from './encodings';

/** A card and the folder it lies in, where the files of a user's own card lie too. */
export interface FoundCard {
  readonly card: DatasetCard;
  readonly folder: string;
}

/** Names of the cards that come with the repository, sorted. */
export function cardNames(): string[] {
  const files = fs
    .readdirSync(cardFolder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));
  return files.map((file) => path.basename(file, '.json')).sort();
}

/**
 * Reads and checks a card.
 * @param nameOrCardPath a name in datasets/, or the path of a card (ending in .json)
 * @throws LabError when there is none, or it breaks the schema: one sentence with the field and the remedy
 */
export function readCard(nameOrCardPath: string): FoundCard {
  const ownCard = nameOrCardPath.endsWith('.json');
  const file = ownCard ? path.resolve(nameOrCardPath) : path.join(cardFolder, `${nameOrCardPath}.json`);
  if (!ownCard && !cardNames().includes(nameOrCardPath)) {
    const names = cardNames();
    const nearest = nearestName(nameOrCardPath, names);
    const hint = nearest
      ? `did you mean '${nearest}'?`
      : `there are ${names.join(', ')}, or give the path of your own card.`;
    throw new LabError(`There is no dataset '${nameOrCardPath}': ${hint}`);
  }
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    throw new LabError(`The card ${nameOrCardPath} cannot be read: check the path.`);
  }
  let json: unknown;
  try {
    json = parseJsonBytes(bytes, `The card ${nameOrCardPath}`);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      `The card ${nameOrCardPath} is not JSON (${(error as Error).message.split('\n')[0]}): correct it there.`,
    );
  }
  return { card: checkCard(json, path.basename(file)), folder: path.dirname(file) };
}

/**
 * Checks a card against the schema and for what a schema cannot say, and fills in the defaults.
 * @param title what the card is called in messages
 * @throws LabError naming the field and the remedy
 */
export function checkCard(json: unknown, title: string): DatasetCard {
  refuseDepth(json, title);
  const copy: unknown = structuredClone(json);
  const validate = cardValidator();
  if (!validate(copy)) throw new LabError(`The card ${title} ${sentenceOf(validate.errors ?? [])}`);
  const { $schema: _, ...card } = copy as DatasetCard & { $schema?: string };
  const fault = contradictionOf(card);
  if (fault) throw new LabError(`The card ${title} ${fault}`);
  return card;
}

/** Deeper nesting than any card has ends every walk through it with an overflow. */
function refuseDepth(json: unknown, title: string): void {
  const pending: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    if (depth > 20) throw new LabError(`The card ${title} is nested too deeply: correct it there.`);
    if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) pending.push({ value: part, depth: depth + 1 });
  }
}

let validator: ValidateFunction | undefined;

function cardValidator(): ValidateFunction {
  if (!validator) {
    const schema = JSON.parse(fs.readFileSync(path.join(cardFolder, 'card.schema.json'), 'utf8')) as object;
    validator = new Ajv({
      allErrors: true,
      discriminator: true,
      useDefaults: true,
      verbose: true,
      allowUnionTypes: true,
      strictTypes: false,
    }).compile(schema);
  }
  return validator;
}

/** The most telling of the schema's complaints: a misspelt field also makes the right one missing, so it goes first. */
function sentenceOf(errors: readonly ErrorObject[]): string {
  const order = ['additionalProperties', 'discriminator', 'required'];
  const rank = (error: ErrorObject) => (order.indexOf(error.keyword) + order.length + 1) % (order.length + 1);
  const error = [...errors].sort((a, b) => rank(a) - rank(b))[0]!;
  const place = error.instancePath.slice(1).replaceAll('/', '.');
  const inPlace = place === '' ? '' : ` in '${place}'`;
  const parameters = error.params as Record<string, unknown>;
  const parent = error.parentSchema as {
    properties?: Record<string, { description?: string }>;
    description?: string;
  };
  const meaning = parent.description ? ` (${parent.description})` : '';
  const value = JSON.stringify(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const unknown = String(parameters.additionalProperty);
      const known = Object.keys(parent.properties ?? {}).filter((name) => name !== '$schema');
      const nearest = nearestName(unknown, known);
      const hint = nearest ? `did you mean '${nearest}'?` : `the fields there are ${known.join(', ')}.`;
      return `has the unknown field '${unknown}'${inPlace}: ${hint}`;
    }
    case 'required': {
      const missing = String(parameters.missingProperty);
      const described = parent.properties?.[missing]?.description;
      return `lacks the field '${missing}'${inPlace}: add it${described ? ` (${described})` : ''}.`;
    }
    case 'discriminator': {
      const kinds = (
        error.parentSchema as { oneOf: { properties: { kind: { const?: string; enum?: string[] } } }[] }
      ).oneOf
        .flatMap(({ properties: { kind } }) => kind.const ?? kind.enum ?? [])
        .map((kind) => `'${kind}'`);
      return `has ${JSON.stringify(parameters.tagValue) ?? 'nothing'} as '${place}.kind': use one of ${kinds.join(', ')}.`;
    }
    case 'enum':
      return `has ${value} as '${place}': use one of ${(parameters.allowedValues as string[]).map((name) => `'${name}'`).join(', ')}.`;
    default:
      return `has ${value} as '${place || 'the whole'}', which ${error.message}: correct it${meaning}.`;
  }
}

/** What is wrong with a card although each field alone is right; undefined when nothing is. */
function contradictionOf(card: DatasetCard): string | undefined {
  const { format, files, splits, labels } = card;
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length) return 'names a file twice: remove one.';
  if (card.source.kind === 'url') {
    for (const file of files) {
      for (const field of ['url', 'bytes', 'sha256'] as const) {
        if (file[field] === undefined)
          return `lacks '${field}' of the file ${file.path}: a dataset that is fetched must state it.`;
      }
    }
  }
  const folder = files.find((file) => file.folder);
  if (folder && (card.source.kind !== 'local' || folder.unpack || folder.bytes !== undefined))
    return `states the folder ${folder.path} as a file that is fetched, unpacked or sized: a folder lies beside its card.`;
  const ofImages = ['pixel-json', 'idx', 'image-folder', 'pascal-voc'].includes(format.kind);
  if (ofImages && card.task !== 'image-classification')
    return `has the format ${format.kind}, which is for the task 'image-classification', not '${card.task}': change one.`;
  if (!ofImages && card.task === 'image-classification')
    return `has the task image-classification, which is not read from the format '${format.kind}': change one.`;
  if (ofImages && splits.files)
    return "names files for splits, which images are not split by: remove 'splits.files', dev and test are cut from all.";
  const unpacks = files.some(({ unpack }) => unpack);
  for (const [split, named] of Object.entries(splits.files ?? {})) {
    for (const file of named) {
      if (!unpacks && !paths.has(file)) {
        const nearest = nearestName(file, [...paths]);
        return `names ${file} for the split ${split}, which is not in 'files'${nearest ? `: did you mean '${nearest}'?` : ': list it there.'}`;
      }
    }
  }
  if (format.kind === 'conll' && card.task !== 'tagging')
    return `has the format conll, which is for the task 'tagging', not '${card.task}': change one.`;
  if (card.task === 'tagging' && format.kind !== 'conll')
    return `has the task tagging, which is read from the format 'conll', not '${format.kind}': change one.`;
  if (card.task === 'translation' && !('secondText' in format && format.secondText !== undefined))
    return "has the task translation, and does not say where the translation is: add 'secondText' to 'format'.";
  if (card.task === 'text-classification') {
    const labelled =
      format.kind === 'lines'
        ? format.labelOfFile
        : format.kind === 'wordnet' || format.kind === 'conll' || ('label' in format && format.label);
    const missing = labelled === undefined || labelled === false;
    if (missing)
      return "does not say where the label is: add 'label' (or 'labelOfFile' for lines) to 'format', or set the task to 'language-modelling'.";
  }
  const fault = annotationFault(card);
  if (fault) return fault;
  const mapped =
    'labelValues' in format ? format.labelValues : 'labelOfFile' in format ? format.labelOfFile : undefined;
  for (const label of labels.length > 0 ? Object.values(mapped ?? {}) : []) {
    if (!labels.includes(label))
      return `maps to the label '${label}', which is not in 'labels': add it there.`;
  }
  return undefined;
}
