import * as os from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { drive, hasJupyter } from './jupyter';

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
  stopped: Content;
  afterStop: Content;
  busyLoop: Content;
  last: Content;
  shutDown: boolean;
}

describe.skipIf(!hasJupyter)('the kernel, message by message', () => {
  let answers: Answers;

  beforeAll(async () => {
    // In a folder that is not the repository's: the lab is found there too.
    answers = await drive<Answers>(os.tmpdir(), 'messages');
  });

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

  it('ends when asked to', () => {
    expect(answers.shutDown).toBe(true);
  });
});
