import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFolder } from '../../../src/paths';
import { drive, hasJupyter, writeNotebook } from '../../kernel/jupyter';
import { differing } from './tree';

interface RunCell {
  readonly outputs?: readonly { readonly text?: string; readonly evalue?: string }[];
}

const parts = (rate: string) => `import { width } from './own';\nconst rate: number = ${rate};`;
const study = (title: string) =>
  `const mine = defineStudy({ title: '${title}', run: () => [rate, width, lab.seededRandom(1)] });\nawait 1;`;
const version = 'console.log(JSON.stringify(new CodeReader().versionOf([mine.file])));';
const refusal =
  "try { refuseEditedCode(['own/own'], process.cwd()); console.log('passed'); } catch (e: any) { console.log(e.message); }";

/** One notebook: a kernel takes long to start. */
const cells = {
  imports:
    "import { CodeReader, refuseEditedCode } from 'pretraining-lab/dist/runner/code/codeVersion';\n" +
    "import { callerFile } from 'pretraining-lab/dist/form/callerFile';\n" +
    "import * as lab from 'pretraining-lab';\nimport * as fs from 'node:fs';",
  form: 'function defineStudy<T>(form: T) {\n  return { ...form, file: callerFile(1)! };\n}',
  parts: parts('0.1'),
  other: 'const other = 1;',
  study: study('One'),
  files: 'const made = [1].map(() => defineStudy({ title: "Two" }));\nconsole.log(mine.file, made[0]!.file);',
  version,
  otherRate: parts('0.2'),
  versionThen: version,
  again: study('Another'),
  versionAgain: version,
  loaded: refusal,
  edit: "fs.writeFileSync('own.ts', 'export const width: number = 9;');",
  edited: refusal,
};

describe.skipIf(!hasJupyter)('a study in a cell of a real notebook', () => {
  let folder: string;
  let printed: Readonly<Record<keyof typeof cells, string>>;

  beforeAll(async () => {
    fs.mkdirSync(labFolder(), { recursive: true });
    folder = fs.mkdtempSync(labFolder('cell-test-'));
    fs.writeFileSync(path.join(folder, 'own.ts'), 'export const width: number = 8;\n');
    const file = writeNotebook(path.join(folder, 'cells.ipynb'), Object.values(cells));
    const ran = await drive<RunCell[]>(folder, 'all', file, folder);
    const texts = ran.map(({ outputs = [] }) =>
      outputs
        .map(({ text, evalue }) => text ?? evalue ?? '')
        .join('')
        .trim(),
    );
    printed = Object.fromEntries(
      Object.keys(cells).map((name, index) => [name, texts[index]]),
    ) as typeof printed;
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const versionIn = (cell: 'version' | 'versionThen' | 'versionAgain') =>
    JSON.parse(printed[cell]) as Record<string, string>;

  it('knows the cell that it is defined in', () => {
    expect(printed.files).toBe('cell 5 cell 6');
  });

  it('has a version that covers the cells and files that it uses', () => {
    expect(Object.keys(versionIn('version'))).toEqual([
      'cell/defineStudy',
      'cell/mine',
      'cell/rate',
      'data/seededRandom',
      'own/own',
    ]);
  });

  it('has another version once a cell declares a name anew, and the same words aside', () => {
    expect(differing(versionIn('version'), versionIn('versionThen'))).toEqual(['cell/rate']);
    expect(differing(versionIn('version'), versionIn('versionAgain'))).toEqual(['cell/rate']);
  });

  it('is refused where a file that it imports was edited since it was loaded', () => {
    expect(printed.loaded).toBe('passed');
    expect(printed.edited).toBe(
      'own/own was changed since it was loaded here: restart the kernel or the command.',
    );
  });
});
