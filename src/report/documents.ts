/** The documents that show results: README, docs, notebooks, reports. Written from records, and checked against them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { projectRoot } from '../paths';
import { recordFile } from '../runner/recordFile';
import { writtenBlocks } from './documentBlocks';
import { reportFaults } from './htmlReport';
import { notebookFaults, Outcomes } from './notebookCheck';

/** What a check of one document found. */
export interface DocumentCheck {
  readonly file: string;
  /** One clause each; none where everything is as the records have it. */
  readonly faults: readonly string[];
}

/** Figures that documents show, each drawn from a record. */
const figures: Readonly<Record<string, { readonly study: string; readonly tier: TierName }>> = {
  'docs/figures/pretraining-versus-scratch.svg': { study: 'pretraining-versus-scratch', tier: 'laptop' },
};

/** Every document of the lab: README, docs, figures, notebooks. Absolute paths. */
export function allDocuments(root = projectRoot): string[] {
  const inFolder = (folder: string, ending: string) => {
    const full = path.join(root, folder);
    return fs.existsSync(full)
      ? fs
          .readdirSync(full)
          .filter((name) => name.endsWith(ending))
          .map((name) => path.join(full, name))
      : [];
  };
  return [
    path.join(root, 'README.md'),
    ...inFolder('docs', '.md'),
    ...Object.entries(figures).flatMap(([name, { study, tier }]) => {
      const file = path.join(root, name);
      return fs.existsSync(file) || fs.existsSync(recordFile(study, { tier })) ? [file] : [];
    }),
    ...inFolder('notebooks', '.ipynb'),
  ];
}

/**
 * Compares what a document shows with the records.
 * @throws LabError for a file that is none of the kinds that can be checked
 */
export function checkDocument(file: string, records?: string): DocumentCheck {
  if (!fs.existsSync(file)) return { file, faults: ['it is not there: lab document writes it'] };
  const ending = path.extname(file);
  if (ending === '.ipynb') return { file, faults: notebookFaults(file, records) };
  if (ending === '.html') return { file, faults: reportFaults(fs.readFileSync(file, 'utf8'), records) };
  if (ending === '.md' || ending === '.svg') {
    const found = fs.readFileSync(file, 'utf8');
    const expected = ending === '.md' ? writtenBlocks(found, records) : drawn(file, records);
    return { file, faults: firstDifference(found, expected) };
  }
  throw new LabError(`${file} cannot be checked: documents are .md, .ipynb, .html and .svg files.`);
}

/** Writes blocks and figures anew; returns the files that changed. */
export function writeDocuments(root = projectRoot, records?: string): string[] {
  const changed: string[] = [];
  for (const file of allDocuments(root)) {
    const ending = path.extname(file);
    if (ending !== '.md' && ending !== '.svg') continue;
    const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    if (ending === '.md' && before === undefined) continue;
    const after = ending === '.md' ? writtenBlocks(before!, records) : drawn(file, records);
    if (after === before) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeDurably(file, after);
    changed.push(file);
  }
  return changed;
}

function drawn(file: string, records?: string): string {
  const name = Object.keys(figures).find((known) => file.endsWith(path.normalize(known)));
  if (!name) throw new LabError(`${file} is no figure that a document shows.`);
  const outcome = new Outcomes(records).of({ ...figures[name]!, firstSeed: 1 });
  if (typeof outcome === 'string') throw new LabError(outcome);
  return `${outcome.levelCurve().svg()}\n`;
}

function firstDifference(found: string, expected: string): string[] {
  if (found === expected) return [];
  const [a, b] = [found.split('\n'), expected.split('\n')];
  const line = a.findIndex((text, k) => text !== b[k]);
  const at = line < 0 ? a.length : line;
  const short = (text: string | undefined) => (text ?? '').slice(0, 120);
  return [`line ${at + 1} says '${short(a[at])}' where the records have '${short(b[at])}'`];
}
