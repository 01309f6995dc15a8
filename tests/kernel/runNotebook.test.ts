import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LabError, StoppedError } from '../../src/errors';
import { type NotebookCell, runNotebook } from '../../src/kernel/runNotebook';
import { installationFolder, labFolder } from '../../src/paths';
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
    outputs?: { text?: string[]; data?: Record<string, string[]>; ename?: string; evalue?: string }[];
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

  it('saves what holds half a character, with U+FFFD in its place', async () => {
    const input = writeNotebook(file('halves.ipynb'), [
      parameters,
      "console.log('a short post 😀'.slice(0, 14));",
      "const text = 'hi 😀!';\nfor (let i = 0; i < text.length; i++) process.stdout.write(text[i]!);",
      "'a short post 😀'.slice(0, 14)",
      "import * as lab from 'pretraining-lab';\nnew lab.TextCorpus(['x'.repeat(399) + '😀 and more']).table()",
      "lab.show('half ' + '😀'.slice(1));",
      "console.log(note); // '\ud83d' in the notebook's own text",
      "throw new Error('bad text: ' + 'post 😀'.slice(0, 6));",
    ]);
    const failed = runNotebook(input, {
      output: file('halves.out.ipynb'),
      parameters: { note: 'cut \ud83d' },
    });
    await expect(failed).rejects.toThrow('Error: bad text: post \ufffd\n');
    const { cells } = read(file('halves.out.ipynb'));
    const shown = cells
      .flatMap(({ outputs = [] }) => outputs)
      .map(({ text, data, evalue }) => text ?? data ?? evalue);
    expect(shown.slice(0, 3)).toEqual([
      ['a short post \ufffd\n'],
      ['hi 😀!'],
      { 'text/plain': ["'a short post \\ud83d'"] },
    ]);
    expect(JSON.stringify(shown[3])).toContain(`${'x'.repeat(399)}…<`);
    expect(shown[4]).toMatchObject({ 'text/markdown': ['half \ufffd'] });
    expect(shown.at(-2)).toEqual(['cut \ufffd\n']);
    expect(shown.at(-1)).toBe('bad text: post \ufffd');
  });

  it('keeps 20,000 printed lines as one output, and runs on', async () => {
    const input = writeNotebook(file('lines.ipynb'), [
      'for (let line = 0; line < 20000; line++) console.log(line);',
      "'done'",
    ]);
    await runNotebook(input, { output: file('lines.out.ipynb') });
    const [lines, done] = read(file('lines.out.ipynb')).cells.map(({ outputs }) => outputs!);
    expect(lines).toHaveLength(1);
    expect(lines![0]!.text).toEqual(Array.from({ length: 20_000 }, (_, line) => `${line}\n`));
    expect(done![0]!.data).toEqual({ 'text/plain': ["'done'"] });
  });

  it('leaves the file as it was when a new one cannot be written whole', async () => {
    const target = file('whole.ipynb');
    fs.writeFileSync(target, '{"kept": true}');
    const script = [
      'import resource, signal, sys',
      'import papermill.execute',
      'from papermill.iorw import papermill_io',
      'signal.signal(signal.SIGXFSZ, signal.SIG_IGN)',
      'resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))',
      "papermill_io.write('x' * 5000, sys.argv[1])",
    ].join('\n');
    const writing = await run(python, ['-c', script, target], folder);
    expect(writing.stderr).toMatch(/File too large/);
    expect(fs.readFileSync(target, 'utf8')).toBe('{"kept": true}');
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('whole'))).toEqual(['whole.ipynb']);
  });

  it('lends papermill itself the translation of parameters', async () => {
    const described = { ...parameters, source: `${parameters.source} // what to remember` };
    const input = writeNotebook(file('cli.ipynb'), [described, check]);
    const papermill = installationFolder('python', 'bin', 'papermill');
    const values = ['-p', 'tier', 'quick', '-r', 'note', 'a "word"', '-y', 'seeds: [1, 2, 3]'];
    const ran = await run(papermill, [input, file('cli.out.ipynb'), ...values], folder);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).not.toMatch(/unknown parameter|introspection/);
    expect(read(file('cli.out.ipynb')).cells.flatMap((cell) => cell.outputs ?? [])[0]?.text).toEqual([
      'quick 3 a "word"\n',
    ]);
    const help = await run(papermill, ['--help-notebook', input], folder);
    expect(help.stdout).toMatch(/tier: 'quick' \| 'laptop' \(default 'laptop'\)/);
    expect(help.stdout).toMatch(/note: string \| null \(default ''\)\s+what to remember/);
    // The same without the plug-in that set-up installs.
    const script = path.join(__dirname, '../../src/kernel/papermill_typescript.py');
    const alone = await run(python, [script, input, file('alone.out.ipynb'), '-p', 'tier', 'quick'], folder);
    expect(alone.code, alone.stderr).toBe(0);
  });

  it('shows figures in a page that runs no scripts', async () => {
    const input = writeNotebook(file('figures.ipynb'), [
      "import * as lab from 'pretraining-lab';\nlab.show({ data: [{ y: [1, 4, 9], name: 'squares' }], layout: { title: { text: 'Own figure' } } });",
      "lab.show(lab.curveFigure('Loss', 'nats', { training: [1, 2, 3].map((step) => ({ step, value: step === 2 ? NaN : step })) }));",
      "({ data: [{ type: 'bar', x: ['cats'], y: [2] }], layout: { title: 'Last value' } })",
    ]);
    await runNotebook(input, { output: file('figures.out.ipynb') });
    const jupyter = installationFolder('python', 'bin', 'jupyter');
    const converted = await run(jupyter, ['nbconvert', '--to', 'html', file('figures.out.ipynb')], folder);
    expect(converted.code, converted.stderr).toBe(0);
    const html = fs.readFileSync(file('figures.out.html'), 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
    const pictures = [...html.matchAll(/src="data:image\/svg\+xml;base64,([^"]+)"/g)].map(([, svg]) =>
      Buffer.from(svg!, 'base64').toString(),
    );
    expect(pictures).toHaveLength(3);
    expect(pictures[0]).toMatch(/>Own figure<[\s\S]*<path d="M/);
    expect(pictures[1]).toContain('1 point left out: not a finite number.');
    expect(pictures[2]).toMatch(/>Last value<[\s\S]*>cats</);
    for (const svg of pictures) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
