/** What ajv says of a value, as a clause for a sentence that names the file and the remedy. */
import Ajv, { type ErrorObject, type JSONSchemaType, type ValidateFunction } from 'ajv';

export type { JSONSchemaType };

const compiled = new WeakMap<object, ValidateFunction>();
let ajv: Ajv | undefined;

/**
 * What is wrong with a value by a JSON schema, in a clause: "lacks 'seconds'", "has \"x\" as 'trials.0.seed', which must be
 * integer". Undefined where nothing is. Numbers must be finite.
 */
export function schemaClause(schema: object, value: unknown): string | undefined {
  ajv ??= new Ajv({ verbose: true, allowUnionTypes: true, strictTuples: false });
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(value) ? undefined : clauseOf(validate.errors![0]!);
}

function clauseOf({ keyword, params, instancePath, data, message }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.');
  const where = place === '' ? '' : ` in '${brief(place)}'`;
  const { missingProperty, additionalProperty } = params as Record<string, unknown>;
  if (keyword === 'required') return `lacks '${String(missingProperty)}'${where}`;
  if (keyword === 'additionalProperties')
    return `has the unknown field '${brief(additionalProperty)}'${where}`;
  return `has ${brief(JSON.stringify(data))} as '${brief(place) || 'the whole'}', which ${message}`;
}

function brief(value: unknown): string {
  // A file's words go to a terminal: no control characters, and not pages of them.
  const text = String(value).replace(/\p{Cc}/gu, '\ufffd');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Parts that schemas of several kinds of files share. */
export const schemaParts = {
  text: { type: 'string', maxLength: 20_000 },
  /** As files and commands carry it. */
  studyId: { type: 'string', maxLength: 300, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
  /** Of an arm, a stage, a metric: it may stand in the name of a file. */
  name: { type: 'string', minLength: 1, maxLength: 200, pattern: '^(?!\\.)[^/\\\\\\u0000-\\u001f\\u007f]+$' },
  sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$' },
  tier: { enum: ['quick', 'laptop', 'full'] },
  engine: { enum: ['compiled', 'eager'] },
  precision: { enum: ['float32', 'mixed-bfloat16'] },
  level: { type: ['number', 'string'], maxLength: 300 },
  seed: { type: 'integer', minimum: 0, maximum: 2 ** 53 - 1 },
  count: { type: 'integer', minimum: 0, maximum: 2 ** 53 - 1 },
  seconds: { type: 'number', minimum: 0 },
  day: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  moment: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$' },
  commit: { type: ['string', 'null'], pattern: '^([0-9a-f]{40}|[0-9a-f]{64})\\+?$' },
  armKind: { enum: ['pretrained', 'frozen', 'baseline', 'classical', 'control'] },
} as const;

/** An object of which every field is named and, unless it is optional, must be there. */
export function closed(fields: object, optional: object = {}): object {
  return {
    type: 'object',
    required: Object.keys(fields),
    properties: { ...fields, ...optional },
    additionalProperties: false,
  };
}

export const listOf = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
export const mapOf = (values: object): object => ({ type: 'object', additionalProperties: values });

/** An array of these entries in this order, no more and no less. */
export const tuple = (...items: readonly object[]): object => ({
  type: 'array',
  items,
  minItems: items.length,
  maxItems: items.length,
});

const { text, name } = schemaParts;

/** An environment as records carry it. */
export const environmentSchema = closed({ hash: schemaParts.fingerprint, facts: { type: 'object' } });

/** What a study says of itself, as records and registrations carry it. */
export const studyHeadFields = {
  id: schemaParts.studyId,
  title: text,
  claim: closed({
    sentence: text,
    source: closed({ paper: text, version: text, where: text, number: text, protocol: text }),
    expected: text,
  }),
  task: closed({
    kind: name,
    metrics: listOf(name, { minItems: 1 }),
    selectOn: name,
    evaluateOn: name,
    options: { type: 'object' },
  }),
  cards: mapOf(text),
  axis: closed({
    kind: { enum: ['counted', 'setting', 'category'] },
    name: text,
    title: text,
    scale: { enum: ['log', 'linear', 'category'] },
  }),
  arms: {
    ...mapOf(closed({ title: text, kind: schemaParts.armKind }, { from: name, matches: name })),
    propertyNames: name,
  },
  stages: { ...mapOf(closed({ title: text }, { from: name })), propertyNames: name },
  verdict: closed(
    { treatment: name, reference: name, expects: { enum: ['better', 'worse'] } },
    {
      moreThan: closed({ treatment: name, reference: name }),
      control: name,
      levels: listOf(schemaParts.level),
      requires: { enum: ['all', 'any'] },
      smallestDifferenceThatMatters: { type: 'number', minimum: 0 },
      trend: closed({ from: schemaParts.level, to: schemaParts.level }),
      multiplier: closed({ at: { type: 'number' }, atLeast: { type: 'number' } }),
    },
  ),
  limits: listOf(text),
};
