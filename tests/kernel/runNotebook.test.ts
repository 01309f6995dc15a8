import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LabError, StoppedError } from '../../src/errors';
import { type NotebookCell, runNotebook } from '../../src/kernel/runNotebook';
import { labFolder } from '../../src/paths';
import { type ProgressOptions, setProgressRenderer } from '../../src/progress';
import { clearStop, requestStop } from '../../src/stop';
import { hasJupyter, python, run, writeNotebook } from './jupyter';

const parameters = {
  source: "let tier: 'quick' | 'laptop' = 'laptop';\nlet seeds = [1];\nlet note: string | null = '';",
  tags: ['parameters'],
};
const check = "const chosen: 'quick' | 'laptop' = tier;\nconsole.log(chosen, seeds.length, note);";

interface Saved {
  metadata: Record<string, unknown>;
  cells: {
    metadata: Record<string, unknown> /** Files hold text as a list of lines. */;
    outputs?: { text?: string[]; ename?: string }[];
  }[];
}
const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as Saved;

describe.skipIf(!hasJupyter)('running a notebook', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);

  beforeAll(() => {
    fs.mkdirSync(labFolder(), { recursive: true });
    folder = fs.mkdtempSync(labFolder('kernel-test-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    clearStop();
    setProgressRenderer(() => ({ update() {}, finish() {} }));
  });

  it('injects parameters, tells cells, output and progress, and saves no path or time', async () => {
    const work =
      "import * as lab from 'pretraining-lab';\nconst bar = lab.startProgress({ label: 'Work', total: 2, unit: 'steps' });\n" +
      "bar.update(1, 'half');\nbar.finish();";
    const input = writeNotebook(file('good.ipynb'), [
      parameters,
      { source: '# The question', type: 'markdown' },
      check,
      work,
    ]);
    const started: ProgressOptions[] = [];
    const updates: [string, number, string | undefined][] = [];
    setProgressRenderer((options) => {
      started.push(options);
      return { update: (done, note) => updates.push([options.label, done, note]), finish() {} };
    });
    const cells: NotebookCell[] = [];
    let printed = '';
    await runNotebook(input, {
      output: file('out/good.ipynb'),
      parameters: { tier: 'quick', seeds: [1, 2, 3], note: 'say "hi" \\ `é`\n' },
      onCell: (cell) => cells.push(cell),
      onOutput: (text) => {
        printed += text;
      },
    });
    expect(printed).toBe('quick 3 say "hi" \\ `é`\n\n');
    // The parameters themselves, the injected ones, the check, the work.
    expect(cells.map(({ number, of, title }) => [number, of, title])).toEqual([
      [1, 4, ''],
      [2, 4, ''],
      [3, 4, 'The question'],
      [4, 4, 'The question'],
    ]);
    expect(started).toContainEqual({ label: 'good', total: 4, unit: 'cells' });
    expect(started).toContainEqual({ label: 'Work', total: 2, unit: 'steps' });
    expect(updates).toContainEqual(['Work', 1, 'half']);
    expect(updates).toContainEqual(['good', 4, '']);
    const saved = read(file('out/good.ipynb'));
    expect(saved.metadata.language_info).toMatchObject({ name: 'typescript', file_extension: '.ts' });
    expect(JSON.stringify(saved)).not.toContain(folder);
    expect(JSON.stringify(saved)).not.toMatch(/start_time|duration|iopub/);
  });

  it('throws the error of the failing cell, and leaves the notebook with it', async () => {
    const input = writeNotebook(file('bad.ipynb'), [
      parameters,
      { source: '## The trial', type: 'markdown' },
      "throw new RangeError('too far');",
      "console.log('never');",
    ]);
    const failed = await runNotebook(input, { output: file('bad.out.ipynb') }).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(LabError);
    expect((failed as LabError).message).toMatch(
      /^bad\.ipynb failed in cell 2 \(The trial\): RangeError: too far\n/,
    );
    expect((failed as LabError).message).toContain('line 1');
    const outputs = read(file('bad.out.ipynb')).cells.flatMap((cell) => cell.outputs ?? []);
    expect(outputs.map(({ ename }) => ename).filter(Boolean)).toEqual(['RangeError']);
    expect(outputs.some(({ text }) => text?.includes('never'))).toBe(false);
  });

  it('stops the running cell at its next safe point on request', async () => {
    const input = writeNotebook(file('long.ipynb'), [
      "import * as lab from 'pretraining-lab';\nconsole.log('go');\nwhile (true) await lab.breathe();",
      "console.log('never');",
    ]);
    const running = runNotebook(input, { output: file('long.out.ipynb'), onOutput: () => requestStop() });
    await expect(running).rejects.toBeInstanceOf(StoppedError);
    const [cell, next] = read(file('long.out.ipynb')).cells.slice(-2);
    expect(cell!.outputs!.map(({ ename, text }) => ename ?? text)).toEqual([['go\n'], 'StoppedError']);
    expect(next!.outputs).toEqual([]);
  });

  it('says what is missing', async () => {
    await expect(runNotebook(file('no.ipynb'), { output: file('x.ipynb') })).rejects.toThrow(
      /no notebook .*no\.ipynb/,
    );
    const input = writeNotebook(file('any.ipynb'), ['1']);
    await expect(runNotebook(input, { output: file('x.ipynb'), python: '/no/python' })).rejects.toThrow(
      /npm run setup/,
    );
  });

  it('lends papermill itself the translation of parameters', async () => {
    const input = writeNotebook(file('cli.ipynb'), [parameters, check]);
    const script = path.join(__dirname, '../../src/kernel/papermill_typescript.py');
    const papermill = await run(
      python,
      [script, input, file('cli.out.ipynb'), '-p', 'tier', 'quick'],
      folder,
    );
    expect(papermill.code, papermill.stderr).toBe(0);
    expect(read(file('cli.out.ipynb')).cells.flatMap((cell) => cell.outputs ?? [])[0]?.text).toEqual([
      'quick 1 \n',
    ]);
  });
});
