import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drive, hasJupyter, python, run } from './jupyter';

interface Published {
  type: string;
  content: Record<string, unknown> & { transient?: Record<string, unknown>; data?: Record<string, unknown> };
}
type Content = Record<string, unknown>;
interface Executed {
  reply: Content;
  published: Published[];
}
interface Answers {
  info: Content & { language_info: Content };
  comm: Content;
  complete: Content & { matches: string[] };
  inspect: Content & { data: Record<string, string> };
  queued: Content[];
  afterQueue: Executed;
  keptGoing: string[];
  bundle: Executed;
  progress: Executed;
  commOpen: Published[];
  debug: { type: string; content: Content };
  expressions: Content & { user_expressions: Record<string, Content> };
  notRun: Content;
  history: Content;
  signature: Content & { data: Record<string, string> };
  ownSignature: Content & { data: Record<string, string> };
  noSignature: Content;
  order: Published[];
  flood: Published[];
  seen: string;
  seenReply: Content;
  input: Content;
  inputFile: Content;
  question: Content;
  inputAgain: Content;
  missing: Content;
  first: Content;
  second: Content;
  late: Published[];
  goesOn: Published[];
  stoppedBetween: Executed;
  letGo: Published[];
  awaited: Published[];
  stopped: Content;
  afterStop: Content;
  busyLoop: Content;
  endlessPrinting: Content;
  asked: Content;
  last: Content;
  shutDown: boolean;
}

describe.skipIf(!hasJupyter)('the kernel, message by message', () => {
  let answers: Answers;
  let folder: string;

  beforeAll(async () => {
    // In a folder that is not the repository's: the lab is found there too.
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-messages-'));
    answers = await drive<Answers>(folder, 'messages');
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('introduces itself as TypeScript', () => {
    expect(answers.info).toMatchObject({ status: 'ok', protocol_version: '5.3' });
    expect(answers.info.language_info).toMatchObject({
      name: 'typescript',
      file_extension: '.ts',
      mimetype: 'text/typescript',
      codemirror_mode: { mode: 'typescript' },
    });
    expect(answers.comm).toMatchObject({ type: 'comm_info_reply', status: 'ok', comms: {} });
  });

  it('completes and explains names, counting in code points', () => {
    expect(answers.complete).toMatchObject({ status: 'ok', cursor_start: 13, cursor_end: 16 });
    expect(answers.complete.matches).toContain('Math');
    expect(answers.inspect.data['text/plain']).toContain('max(');
  });

  it('aborts the cells that were waiting when a cell failed, and only those', () => {
    const [failed, ...waiting] = answers.queued;
    expect(failed).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'first' });
    expect(failed!.traceback).toEqual(expect.arrayContaining([expect.stringContaining('line 2')]));
    expect(waiting.map(({ status }) => status)).toEqual(['aborted', 'aborted']);
    expect(answers.afterQueue.reply).toMatchObject({ status: 'ok' });
    const result = answers.afterQueue.published.find(({ type }) => type === 'execute_result');
    expect(result?.content.data).toEqual({ 'text/plain': "'ran'" });
  });

  it('aborts nothing where the client wants to go on after errors', () => {
    expect(answers.keptGoing).toEqual(['error', 'ok']);
  });

  it('sends all forms of a result in one message, and replaces it', () => {
    const [shown, updated] = answers.bundle.published.filter(({ type }) => type.endsWith('display_data'));
    expect(shown).toMatchObject({
      type: 'display_data',
      content: {
        data: {
          'application/vnd.plotly.v1+json': { data: [], layout: {} },
          'text/html': '<b>x</b>',
          'image/png': 'AQID',
          'text/plain': 'x',
        },
      },
    });
    expect(updated).toMatchObject({ type: 'update_display_data', content: { data: { 'text/plain': 'y' } } });
    expect(updated!.content.transient).toEqual(shown!.content.transient);
  });

  it('shows progress in one output that updates itself and ends as one line', () => {
    const updates = answers.progress.published.filter(({ type }) => type.endsWith('display_data'));
    expect(updates.length).toBeGreaterThanOrEqual(4);
    expect(updates.length).toBeLessThan(50); // of 100 steps; the exact pace is tested with the renderer
    expect(new Set(updates.map(({ content }) => content.transient?.display_id)).size).toBe(1);
    expect(updates[2]!.content.data!['text/html']).toMatch(
      /Work.*width:\d.*\/100 steps.*steps\/s.*left.*loss/,
    );
    expect(updates.at(-1)!.content.data!['text/plain']).toMatch(/^Work: 100\/100 steps · .* · loss 100$/);
    expect(updates.at(-1)!.content.transient?.progress).toEqual([
      { label: 'Work', total: 100, unit: 'steps', done: 100, note: 'loss 100', finished: true },
    ]);
  });

  it('stops long work at its next safe point when interrupted, and a busy loop at once', () => {
    expect(answers.stopped).toMatchObject({ status: 'error', ename: 'StoppedError' });
    expect(answers.afterStop).toMatchObject({ status: 'ok' });
    expect(answers.busyLoop).toMatchObject({ status: 'error', ename: 'Interrupted' });
    expect(answers.last).toMatchObject({ status: 'ok' });
  });

  it('ends a loop that prints without end, also when asked by message', () => {
    expect(answers.endlessPrinting).toMatchObject({ status: 'error', ename: 'Interrupted' });
    expect(answers.asked).toMatchObject({ status: 'error', ename: 'Interrupted' });
  });

  it('says after an interrupt what is kept and how to go on', () => {
    expect(answers.stopped.evalue).toMatch(
      /^Stopped on request\..*checkpoint.*run the cell that makes the model first/,
    );
    expect(answers.stopped.evalue).not.toMatch(/the same command/);
  });

  it('closes a comm that nothing here answers', () => {
    const close = answers.commOpen.find(({ type }) => type === 'comm_close');
    expect(close?.content).toEqual({ comm_id: 'c1', data: {} });
  });

  it('says that it has no debugger, as the debug protocol says it', () => {
    expect(answers.info).toMatchObject({ debugger: false, supported_features: [] });
    expect(answers.debug).toEqual({
      type: 'debug_reply',
      content: {
        type: 'response',
        request_seq: 7,
        success: false,
        command: 'initialize',
        message: 'This kernel has no debugger.',
      },
    });
  });

  it('evaluates the expressions of a client after a cell that ran', () => {
    const { sum, unknown, throws } = answers.expressions.user_expressions;
    expect(sum).toEqual({ status: 'ok', data: { 'text/plain': '21' }, metadata: {} });
    expect(unknown).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(throws).toMatchObject({ status: 'error', ename: 'Error', evalue: 'no' });
    expect(answers.notRun).toMatchObject({ status: 'error', user_expressions: {} });
  });

  it('remembers its cells and what they gave', () => {
    expect(answers.history).toMatchObject({
      type: 'history_reply',
      status: 'ok',
      history: [
        [1, expect.any(Number), ['const base = 20;\nbase', '20']],
        [1, expect.any(Number), ["throw new Error('before');", null]],
      ],
    });
  });

  it('shows the signature of a call inside its parentheses', () => {
    expect(answers.signature).toMatchObject({ status: 'ok', found: true });
    expect(answers.signature.data['text/plain']).toMatch(/max\(\.\.\.values: number\[\]\): number/);
    const own = answers.ownSignature.data['text/plain'];
    expect(own).toMatch(/startProgress\(options: (lab\.)?ProgressOptions\): (lab\.)?Progress\n/);
    expect(own).toContain('Starts a bar with a rate and the time left');
    expect(answers.noSignature).toMatchObject({ status: 'ok', found: false, data: {} });
  });

  const shown = (published: Published[]) =>
    published
      .filter(({ type }) => !/^(status|execute_input)$/.test(type))
      .map(({ type, content }) => [type, content.text ?? content.data?.['text/plain'] ?? content.evalue]);

  it('sends what is printed in few messages, in order with all else', () => {
    expect(shown(answers.order)).toEqual([
      ['stream', 'one\ntwo\n'],
      ['stream', 'three\n'],
      ['display_data', '**shown**'],
      ['stream', 'four\n'],
      ['error', 'five'],
    ]);
  });

  it('sends 20,000 lines whole, in messages that can be counted', () => {
    const streams = answers.flood.filter(({ type }) => type === 'stream');
    expect(streams.map(({ content }) => content.text).join('')).toBe(
      Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join(''),
    );
    expect(streams.length).toBeLessThan(1000); // one for a tenth of a second, on however slow a machine
  });

  it('is heard while a cell keeps it busy', () => {
    expect(answers.seen).toBe('seen\n');
    expect(answers.seenReply).toMatchObject({ status: 'ok' });
  });

  it.each(['input', 'inputFile', 'question', 'inputAgain'] as const)(
    'refuses to wait for input that nobody gives: %s',
    (name) => {
      expect(answers[name]).toMatchObject({ status: 'error', ename: 'LabError' });
      expect(answers[name].evalue).toMatch(/^A cell cannot ask for input, .* put the answer into a variable/);
    },
  );

  it('outlives files that come beside the notebook, and finds them', () => {
    expect(answers.missing).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
    expect(answers.first).toMatchObject({ status: 'ok' });
    expect(answers.second).toMatchObject({ status: 'ok' });
    expect(shown(answers.late)).toEqual([['execute_result', '5']]);
  });

  it('tells of work that goes on after its cell, and stops it on an interrupt between cells', () => {
    expect(shown(answers.goesOn)).toEqual([
      ['stream', expect.stringMatching(/goes on after the cell's end/)],
    ]);
    expect(answers.stoppedBetween.reply).toMatchObject({ status: 'ok' });
    expect(shown(answers.stoppedBetween.published)).toEqual([['execute_result', 'true']]);
  });

  it('tells the line of a promise that nothing awaits, unless it is over or let go on purpose', () => {
    expect(shown(answers.letGo)).toEqual([
      ['stream', expect.stringMatching(/started in line 3 goes on/)],
      ['execute_result', "'over'"],
    ]);
    expect(shown(answers.awaited)).toEqual([['execute_result', "'over'"]]);
  });

  it('ends when asked to, also in the middle of an endless loop', () => {
    expect(answers.shutDown).toBe(true);
  });
});

describe.skipIf(!hasJupyter)('a kernel whose client was killed', () => {
  it('ends, also in the middle of an endless loop', async () => {
    const { stdout } = await run(python, [path.join(__dirname, 'drive.py'), 'orphan'], os.tmpdir());
    const kernel = Number(stdout.trim());
    expect(kernel).toBeGreaterThan(1);
    const lives = () => {
      try {
        // A process that ended but that nobody waited for still has a number.
        return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${kernel}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    await vi.waitFor(() => expect(lives()).toBe(false), { timeout: 30_000, interval: 100 });
  });
});
