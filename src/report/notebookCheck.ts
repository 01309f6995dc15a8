/** Whether the outputs of a notebook are what the records hold: an edited number in any of them is found. */
import * as fs from 'node:fs';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { canonicalJson, identify } from '../runner/identity';
import { recordFile } from '../runner/recordFile';
import { studies } from '../studies';
import { type MimeBundle, type Origin, originKey } from './display';
import { type RecordName, recordedOutcome } from './recordedOutcome';
import type { StudyOutcome } from './studyOutcome';
import { isView, renderView } from './views';

interface Output {
  readonly output_type: string;
  readonly data?: MimeBundle;
  readonly text?: string | readonly string[];
  readonly metadata?: { readonly [originKey]?: Origin };
}

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
}

interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { [originKey]?: { readonly outputs?: string } };
}

function readNotebook(file: string): Notebook {
  try {
    const notebook = JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
    if (Array.isArray(notebook.cells)) return notebook;
  } catch {
    // Said below.
  }
  throw new LabError(`${file} is no notebook: restore it, or execute it anew.`);
}

/** SHA-256 over all outputs of a notebook. */
function outputsHash({ cells }: Notebook): string {
  return identify(cells.map(({ outputs = [] }) => outputs.map(contentOf)));
}

/** What an output shows; how its lines are split does not matter. */
function contentOf({ output_type, data = {}, text }: Output): object {
  const joined = Object.entries(data).map(([type, value]) => [type, whole(value)]);
  return { output_type, data: Object.fromEntries(joined), text: whole(text ?? '') as string };
}

const whole = (value: unknown): unknown =>
  Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('') : value;

/** Writes the hash of its outputs into an executed notebook, so that an edit of any of them shows. */
export function sealNotebook(file: string): void {
  const notebook = readNotebook(file);
  notebook.metadata[originKey] = { outputs: outputsHash(notebook) };
  // As Python's nbformat writes it.
  writeDurably(file, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** Marks of a view of results, which must say where it comes from. */
const markOfResults = /data-runs="|VERDICT: |class="results"/;

/** What is wrong with a notebook's outputs; one clause each. */
export function notebookFaults(file: string, records?: string): string[] {
  const notebook = readNotebook(file);
  const faults: string[] = [];
  const sealed = notebook.metadata[originKey]?.outputs;
  // What shows nothing shows nothing wrong: a notebook that was not executed.
  if (sealed === undefined && notebook.cells.every(({ outputs = [] }) => outputs.length === 0)) return [];
  if (sealed === undefined) faults.push('it carries no hash of its outputs: execute it with lab execute');
  else if (sealed !== outputsHash(notebook)) faults.push('an output was edited after it was executed');
  const outcomes = new Outcomes(records);
  for (const [index, { outputs = [], cell_type, source }] of notebook.cells.entries()) {
    if (cell_type !== 'code') continue;
    const found = outputs.flatMap((output) => outputFault(output, outcomes) ?? []);
    // What is told of an output already is not told of its cell again.
    if (found.length === 0) found.push(...anonymousViews(whole(source) as string, outputs));
    faults.push(...found.map((fault) => `cell ${index + 1} ${fault}`));
  }
  return faults;
}

/** `show(study.against('a', 'b'))`: the view that a cell shows by its source. */
const shownView = /\bshow\(\s*(?:await\s+)?[A-Za-z_$][\w$]*\.(\w+)\s*(?:\([^()]*\))?\s*!?\s*\)/g;

/** Views that a cell's source shows, while an output of it does not say where it comes from. */
function anonymousViews(source: string, outputs: readonly Output[]): string[] {
  const anonymous = outputs.some(({ data, metadata }) => data !== undefined && !metadata?.[originKey]);
  if (!anonymous) return [];
  const known = new Set(outputs.map(({ metadata }) => metadata?.[originKey]?.view));
  const views = [...source.matchAll(shownView)].map(([, name]) => name!).filter(isView);
  return [...new Set(views)]
    .filter((view) => !known.has(view))
    .map((view) => `shows '${view}' without saying which`);
}

function outputFault({ data = {}, metadata, text }: Output, outcomes: Outcomes): string | undefined {
  const origin = metadata?.[originKey];
  if (!origin) {
    const shown = [whole(text ?? ''), ...Object.values(data).map(whole)].join('\n');
    return markOfResults.test(shown) ? 'shows results without saying which' : undefined;
  }
  const what = [origin.view, ...origin.given].join(' ');
  const outcome = outcomes.of(origin);
  if (typeof outcome === 'string') return `shows '${what}' of ${origin.study}, of which ${outcome}`;
  const expected = JSON.parse(JSON.stringify(renderView(outcome, origin))) as MimeBundle;
  const differing = [...new Set([...Object.keys(data), ...Object.keys(expected)])].filter(
    (type) => canonicalJson(whole(data[type])) !== canonicalJson(whole(expected[type])),
  );
  return differing.length > 0
    ? `shows '${what}' of ${origin.study} otherwise than the record has it (${differing.join(', ')})`
    : undefined;
}

/** Records by name, each read once. */
export class Outcomes {
  private readonly known = new Map<string, StudyOutcome | string>();

  constructor(private readonly records?: string) {}

  /** The outcome, or in a clause why there is none. */
  of({ study, tier, firstSeed }: Pick<Origin, 'study' | 'tier' | 'firstSeed'>): StudyOutcome | string {
    const key = `${study} ${tier} ${firstSeed}`;
    const found = this.known.get(key) ?? this.read({ study, tier: tier as TierName, firstSeed });
    this.known.set(key, found);
    return found;
  }

  /** The outcome, or nothing where no record is there. @throws LabError for a study that there is not, and a damaged record */
  recorded({ study, tier = 'laptop', firstSeed = 1 }: RecordName): StudyOutcome | undefined {
    if (!studies.some(({ id }) => id === study))
      throw new LabError(`There is no study '${study}' to write of.`);
    if (!fs.existsSync(recordFile(study, { tier, firstSeed, folder: this.records }))) return undefined;
    const outcome = this.of({ study, tier, firstSeed });
    if (typeof outcome === 'string') throw new LabError(outcome);
    return outcome;
  }

  private read(name: RecordName): StudyOutcome | string {
    try {
      return recordedOutcome({ ...name, ...(this.records !== undefined && { records: this.records }) });
    } catch (error) {
      if (error instanceof LabError) return error.message;
      throw error;
    }
  }
}
