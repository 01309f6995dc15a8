/** The notebook of a new study: its claim, its results, its verdict and what it costs, as code cells that run. */

const kernel = {
  kernelspec: {
    display_name: 'TypeScript (pretraining-lab)',
    language: 'typescript',
    name: 'pretraining-lab',
  },
  language_info: {
    codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    file_extension: '.ts',
    mimetype: 'text/typescript',
    name: 'typescript',
    nbconvert_exporter: 'script',
    pygments_lexer: 'typescript',
    version: '5.0.4',
  },
};

/**
 * @param given imports: a line that imports the study, if it is no part of the lab; study: an expression that is the study
 * @returns the notebook as JSON, unexecuted
 */
export function newNotebook(
  id: string,
  { imports, study }: { readonly imports?: string; readonly study: string },
): string {
  const title = id.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
  const cells = [
    markdown(
      `# ${title}`,
      '',
      '**Question.** What do you ask, who has asked it before, and what did they find?',
    ),
    markdown('## Setting', '', '`tier` chooses the size of the study: `quick`, `laptop` or `full`.'),
    code(["let tier: 'quick' | 'laptop' | 'full' = 'quick';"], ['parameters']),
    code(["import * as lab from 'pretraining-lab';", ...(imports ? [imports] : [])]),
    markdown('## The study', '', 'Runs that are in the store already are read, the others are computed.'),
    code([`const study = await lab.study(${study}, { tier });`, 'study.claim']),
    markdown('## What came out'),
    code(['study.levelCurve()']),
    code(['study.results']),
    code(['study.pairedDifferences()']),
    code(['study.verdict']),
    code(['study.expectation']),
    markdown('## What it costs'),
    code(['study.ledger']),
    markdown('## What this does not show'),
    code(['study.limits']),
    markdown('## Receipts'),
    code(['study.receipts']),
  ];
  const notebook = {
    cells: cells.map((cell, index) => ({ ...cell, id: `cell-${index + 1}` })),
    metadata: kernel,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function markdown(...lines: readonly string[]) {
  return { cell_type: 'markdown', metadata: {}, source: linesOf(lines) };
}

function code(lines: readonly string[], tags: readonly string[] = []) {
  return {
    cell_type: 'code',
    execution_count: null,
    metadata: tags.length > 0 ? { tags } : {},
    outputs: [],
    source: linesOf(lines),
  };
}

const linesOf = (lines: readonly string[]) =>
  lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line));
