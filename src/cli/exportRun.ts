/** `lab model export`: what a stage trained, as transformers loads it, with a model card from the run's receipt. Loads the engine. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cardNames, readCard } from '../data/cards';
import { LabError } from '../errors';
import { exportModel } from '../published/exportModel';
import type { RunRecord } from '../runner/runRecord';
import { RunStore } from '../runner/store';
import { loadEncoder } from '../training/savedEncoder';
import { registeredStudies } from './namedStudies';

/** Shorter beginnings of an id fit too many. */
const shortestId = 4;

/**
 * @param id of the run, or its beginning
 * @param to a new folder
 * @throws LabError for an id of no run or of several, a run that trained no transformer encoder, and a folder in use
 */
export async function exportRun(id: string, to: string): Promise<void> {
  const store = new RunStore();
  const record = await runOf(id, store);
  const folder = path.join(store.folder, record.determinants.study, record.id);
  const { kind, attention } = savedConfig(folder);
  if (kind !== 'transformerEncoder')
    throw new LabError(
      `The run ${id.slice(0, 12)} ${kind === undefined ? 'kept no network' : `kept a network of the kind '${kind}'`}: name a run that trained a transformer encoder of texts.`,
    );
  const encoder = loadEncoder(folder, attention === 'causal' ? 'causal' : 'bidirectional');
  try {
    const tokenizer = path.join(folder, 'tokenizer.json');
    exportModel(path.resolve(to), encoder, {
      ...(fs.existsSync(tokenizer) && { tokenizer: { json: fs.readFileSync(tokenizer, 'utf8') } }),
      card: await cardOf(record),
    });
  } finally {
    encoder.dispose();
  }
}

async function runOf(id: string, store: RunStore): Promise<RunRecord> {
  if (!/^[0-9a-f]{1,64}$/.test(id) || id.length < shortestId)
    throw new LabError(
      `'${id}' is no id of a run: give at least ${shortestId} of its hexadecimal digits; reports and 'lab run ID --json' show the ids.`,
    );
  const found = store
    .studies()
    .flatMap((study) => store.ids(study).map((run) => ({ study, run })))
    .filter(({ run }) => run.startsWith(id));
  if (found.length > 1) throw new LabError(`${found.length} runs begin with '${id}': give more of the id.`);
  const [one] = found;
  const record = one && store.read(one.study, one.run);
  if (!record)
    throw new LabError(
      `No run begins with '${id}' ${one ? 'and is whole' : 'here'}: 'lab run' makes the runs of a study.`,
    );
  return record;
}

/** What stands in a run's config.json; nothing where it kept no network. */
function savedConfig(folder: string): { readonly kind?: string; readonly attention?: string } {
  const file = path.join(folder, 'config.json');
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { kind?: string }) : {};
}

async function cardOf(record: RunRecord): Promise<Record<string, string>> {
  const { determinants, result } = record;
  const { study: id, tier, name, recipe, seed, settings } = determinants;
  const study = (await registeredStudies()).find((one) => one.id === id);
  const cards = Object.values(study?.data.cards ?? {}).filter((one) => cardNames().includes(one));
  const licences = cards.map((one) => {
    const { card } = readCard(one);
    return `- ${one}: ${card.licence}. ${card.citation}`;
  });
  const numbers = { ...result?.ledger, ...result?.facts, ...result?.metrics };
  return {
    'How it was trained': `By the stage '${name}' (${recipe}) of the study '${id}', tier ${tier}, seed ${seed}.\n\n${fenced(settings)}`,
    Data:
      licences.length > 0
        ? licences.join('\n')
        : `The study's own cards; prepared data ${determinants.data}.`,
    Licence: 'The weights were made from the data above; its licence and citation go with them.',
    Numbers: fenced(numbers),
    ...(study && { Limits: study.limits.map((limit) => `- ${limit}`).join('\n') }),
    Receipt: fenced({
      ...{ run: record.id, data: determinants.data, commit: record.commit },
      ...{ startedAt: record.startedAt, environment: record.environment.hash },
    }),
  };
}

function fenced(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
