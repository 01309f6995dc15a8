/** How often a fault is tried, and the table of what was counted: FAULTS.md, written by `npm run test:long` alone. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Whether this is `npm run test:long`. */
export const long = process.env.LAB_TEST_LONG === '1';

/** How often to try: in full on request, fewer times in `npm test`. */
export const times = (inFull: number, shortened: number): number => (long ? inFull : shortened);

interface Figure {
  /** What was done, with its count. */
  readonly tried: string;
  /** What was seen, with its count. */
  readonly seen: string;
}

const figuresFile = path.join(__dirname, 'figures.json');
const tableFile = path.join(__dirname, 'FAULTS.md');

/** Notes a row of the table once its test has passed; nothing is written in the shortened run. */
export function figure(fault: string, { tried, seen }: Figure): void {
  if (!long) return;
  const known = fs.existsSync(figuresFile)
    ? (JSON.parse(fs.readFileSync(figuresFile, 'utf8')) as Record<string, Figure>)
    : {};
  const figures = Object.fromEntries(
    Object.entries({ ...known, [fault]: { tried, seen } }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  fs.writeFileSync(figuresFile, `${JSON.stringify(figures, null, 2)}\n`);
  const rows = Object.entries(figures).map(([name, row]) => `| ${name} | ${row.tried} | ${row.seen} |`);
  fs.writeFileSync(
    tableFile,
    [
      '# Faults',
      '',
      'What was done to the lab and what came of it. `npm run test:long` counts again and writes this file;',
      '`npm run test:long -- NAME` does one part (a file of tests/faults). `npm test` tries each fault fewer times.',
      '',
      '| fault | tried | seen |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  );
}
