/** Notebooks, reports and READMEs that were edited by hand: what `lab verify --documents` says of each. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Displayable, mimeBundleOf } from '../../src/report/display';
import { writtenBlocks } from '../../src/report/documentBlocks';
import { checkDocument } from '../../src/report/documents';
import { renderReport } from '../../src/report/htmlReport';
import { sealNotebook } from '../../src/report/notebookCheck';
import { recordedOutcome } from '../../src/report/recordedOutcome';
import { type StudyOutcome, study } from '../../src/report/studyOutcome';
import { recordResults } from '../../src/runner/recordFile';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { larger, markdownEdits, outputEdits, reportEdits } from './documentEdits';

vi.mock('../../src/studies', async () => ({
  studies: [(await import('../runner/toyStudy.js')).toyStudy()],
}));

const records = freshFolder();
let outcome: StudyOutcome;
let report: string;

beforeAll(async () => {
  const store = freshFolder();
  const done = await study(toyStudy(), { store });
  recordResults(done.data, records);
  recordResults((await study(toyStudy(), { tier: 'quick', store })).data, records);
  outcome = recordedOutcome({ study: 'toy', records });
  report = await renderReport(done);
});

interface Output {
  output_type: string;
  name?: string;
  text?: string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

const shown: Readonly<Record<string, (outcome: StudyOutcome) => Displayable>> = {
  claim: (one) => one.claim,
  results: (one) => one.results,
  verdict: (one) => one.verdict,
  ledger: (one) => one.ledger,
  levelCurve: (one) => one.levelCurve(),
  pairedDifferences: (one) => one.pairedDifferences(),
  differences: (one) => one.differences(),
  labelMultipliers: (one) => one.labelMultipliers()!,
  against: (one) => one.against('wound', 'still', 'pushed'),
  expectation: (one) => one.expectation,
  limits: (one) => one.limits,
};

/** As nbformat saves it: texts line by line. */
function saved(value: unknown): unknown {
  return typeof value === 'string' ? value.split(/(?<=\n)/) : value;
}

function outputOf(of: StudyOutcome, view: string): Output {
  const one = shown[view]!(of);
  const bundle = JSON.parse(JSON.stringify(mimeBundleOf(one))) as Record<string, unknown>;
  return {
    output_type: 'display_data',
    data: Object.fromEntries(Object.entries(bundle).map(([type, value]) => [type, saved(value)])),
    metadata: { 'pretraining-lab': one.origin },
  };
}

/** An executed notebook that shows every view, and prints a line. */
function notebook(): { cells: { cell_type: string; source: string; outputs: Output[] }[]; metadata: object } {
  const views = Object.keys(shown).map((view) => ({
    cell_type: 'code',
    source: `lab.show(study.${view}${view === 'against' ? "('wound', 'still', 'pushed')" : ''});`,
    outputs: [outputOf(outcome, view)],
  }));
  const printed = { output_type: 'stream', name: 'stdout', text: ['0.631 is what was seen\n'] };
  return {
    cells: [...views, { cell_type: 'code', source: 'console.log(accuracy)', outputs: [printed] }],
    metadata: {},
  };
}

/** The faults of a notebook after it was edited and, unless said otherwise, sealed anew. */
function faultsOf(
  edit: (content: ReturnType<typeof notebook>) => void,
  sealed: 'before' | 'after' = 'after',
) {
  const file = path.join(freshFolder(), 'notebook.ipynb');
  const write = (content: object) => fs.writeFileSync(file, JSON.stringify(content));
  const content = notebook();
  if (sealed === 'after') edit(content);
  write(content);
  sealNotebook(file);
  if (sealed === 'before') {
    const again = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof content;
    edit(again);
    write(again);
  }
  return checkDocument(file, records).faults;
}

const outputWith = (content: ReturnType<typeof notebook>, view: string) =>
  content.cells.find(({ source }) => source.includes(`.${view}`))!.outputs[0]!;

describe('a notebook', () => {
  it('is as the record has it', () => {
    expect(faultsOf(() => {})).toEqual([]);
  });

  it.each(outputEdits)('with $what edited', ({ view, type, edit }) => {
    const apply = (content: ReturnType<typeof notebook>) => {
      const { data } = outputWith(content, view);
      const value = data![type];
      const text = Array.isArray(value) ? value.join('') : JSON.stringify(value);
      const edited = edit(text);
      expect(edited).not.toBe(text);
      data![type] = Array.isArray(value) ? saved(edited) : (JSON.parse(edited) as unknown);
    };
    expect(faultsOf(apply)).toEqual([
      expect.stringMatching(
        new RegExp(`^cell \\d+ shows '${view}.*' of toy otherwise than the record has it \\(.+\\)$`),
      ),
    ]);
    expect(faultsOf(apply, 'before')).toContain('an output was edited after it was executed');
  });

  it.each(Object.keys(shown))('with a number of %s, and without saying which results it shows', (view) => {
    const faults = faultsOf((content) => {
      const output = outputWith(content, view);
      delete output.metadata;
      for (const type of ['text/html', 'text/plain', 'text/markdown'])
        if (Array.isArray(output.data![type]))
          output.data![type] = saved(larger(output.data![type].join('')));
    });
    expect(faults).toEqual([expect.stringMatching(/^cell \d+ shows (results|'\w+') without saying which$/)]);
  });

  it('with results of another tier in the place of its own', () => {
    const quick = recordedOutcome({ study: 'toy', tier: 'quick', records });
    const faults = faultsOf((content) => {
      const output = outputWith(content, 'results');
      output.data = outputOf(quick, 'results').data!;
    });
    expect(faults).toEqual([expect.stringMatching(/otherwise than the record has it/)]);
  });

  it('with a form of an output deleted', () => {
    const faults = faultsOf((content) => {
      delete outputWith(content, 'levelCurve').data!['image/svg+xml'];
    });
    expect(faults).toEqual([expect.stringMatching(/\(image\/svg\+xml\)$/)]);
  });

  it('with an output deleted, or its seal', () => {
    const deleted = (content: ReturnType<typeof notebook>) => {
      content.cells[2]!.outputs = [];
    };
    expect(faultsOf(deleted, 'before')).toEqual(['an output was edited after it was executed']);
    const unsealed = (content: ReturnType<typeof notebook>) => {
      content.metadata = {};
    };
    expect(faultsOf(unsealed, 'before')).toEqual([
      'it carries no hash of its outputs: execute it with lab execute',
    ]);
  });

  it('with a printed number edited; not so where its seal was made anew', () => {
    const edit = (content: ReturnType<typeof notebook>) => {
      content.cells.at(-1)!.outputs[0]!.text = ['0.931 is what was seen\n'];
    };
    expect(faultsOf(edit, 'before')).toEqual(['an output was edited after it was executed']);
    expect(faultsOf(edit)).toEqual([]);
  });
});

const checked = (name: string, text: string) => {
  const file = path.join(freshFolder(), name);
  fs.writeFileSync(file, text);
  return checkDocument(file, records).faults;
};

describe('a report', () => {
  it('is as the record has it', () => {
    expect(checked('report.html', report)).toEqual([]);
  });

  it.each(reportEdits)('with $what edited', ({ edit, told = /^it says '.*' where the record has '.*'$/ }) => {
    expect(edit(report)).not.toBe(report);
    expect(checked('report.html', edit(report))).toEqual([expect.stringMatching(told)]);
  });
});

describe('a README', () => {
  const blank = ['findings', 'results toy', 'verdict toy', 'expectation toy', 'against toy wound still']
    .map((words) => `Text.\n\n<!-- lab ${words} -->\n<!-- /lab -->\n`)
    .join('\n');

  it('is as the record has it', () => {
    const text = writtenBlocks(blank, records);
    expect(text.length).toBeGreaterThan(blank.length + 500);
    expect(checked('README.md', text)).toEqual([]);
  });

  it('says of a study without a record that it has none, and refuses a name that is none', () => {
    const toFill = '<!-- lab verdict toy full -->\n<!-- /lab -->\n';
    expect(writtenBlocks(toFill, records)).toContain("\nNot recorded at the tier 'full'.\n");
    expect(() => writtenBlocks(toFill.replace('toy', 'toi'), records)).toThrow("There is no study 'toi'");
    const damaged = freshFolder();
    fs.writeFileSync(path.join(damaged, 'toy.full.jsonl'), '{}');
    expect(() => writtenBlocks(toFill, damaged)).toThrow('is no record');
  });

  it.each(markdownEdits)('with $what edited', ({ edit }) => {
    const text = writtenBlocks(blank, records);
    expect(edit(text)).not.toBe(text);
    expect(checked('README.md', edit(text))).toEqual([
      expect.stringMatching(/^line \d+ says '.*' where the records have '.*'$/),
    ]);
  });
});
