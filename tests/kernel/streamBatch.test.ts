import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runnerLimits, StreamBatch, type StreamLimits, type StreamName } from '../../src/kernel/streamBatch';

const cell = { msg_id: 'cell' };
const half = '😀'.slice(0, 1);
const other = '😀'.slice(1);

let sent: [StreamName, string, string | undefined][];
let limits: StreamLimits;
function batch(changed: Partial<StreamLimits> = {}) {
  limits = { ...runnerLimits, interval: 100, ...changed };
  const made = new StreamBatch<{ msg_id: string }>((name, text, parent) =>
    sent.push([name, text, parent?.msg_id]),
  );
  made.begin(cell, limits);
  return made;
}

beforeEach(() => {
  sent = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('printed text', () => {
  it('waits for the interval and comes as one message', () => {
    const printed = batch();
    for (let line = 0; line < 1000; line++) printed.add('stdout', `${line}\n`);
    vi.advanceTimersByTime(99);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]![1]).toBe(Array.from({ length: 1000 }, (_, line) => `${line}\n`).join(''));
    printed.add('stdout', 'more');
    vi.advanceTimersByTime(100);
    expect(sent[1]).toEqual(['stdout', 'more', 'cell']);
  });

  it('does not wait when it is much', () => {
    const printed = batch({ size: 10 });
    printed.add('stdout', '12345');
    printed.add('stdout', '67890');
    expect(sent).toEqual([['stdout', '1234567890', 'cell']]);
  });

  it('has no message that is longer, whatever is printed at once', () => {
    const printed = batch({ size: 10 });
    printed.add('stdout', '😀'.repeat(20));
    printed.end();
    expect(sent.every(([, text]) => text.length <= 11)).toBe(true);
    expect(sent.map(([, text]) => text).join('')).toBe('😀'.repeat(20));
    expect(sent.every(([, text]) => Buffer.from(text).toString() === text)).toBe(true);
  });

  it('keeps the order of both streams, and of cells', () => {
    const printed = batch();
    printed.add('stdout', 'a');
    printed.add('stderr', 'b');
    printed.add('stdout', 'c');
    printed.begin({ msg_id: 'next' }, limits);
    printed.add('stdout', 'd');
    printed.flush();
    expect(sent).toEqual([
      ['stdout', 'a', 'cell'],
      ['stderr', 'b', 'cell'],
      ['stdout', 'c', 'cell'],
      ['stdout', 'd', 'next'],
    ]);
  });

  it('joins the halves of a character that are printed apart, whatever comes between', () => {
    const printed = batch();
    printed.add('stdout', `hi ${half}`);
    printed.flush();
    printed.add('stderr', 'between');
    printed.add('stdout', `${other}!`);
    printed.end();
    expect(sent.map(([, text]) => text)).toEqual(['hi ', 'between', '😀!']);
  });

  it('ends with a half whose other never comes', () => {
    const printed = batch();
    printed.add('stdout', half);
    printed.end();
    expect(sent).toEqual([['stdout', half, 'cell']]);
  });
});

describe('a flood', () => {
  it('shows its beginning, says how much is left out, and never loses its end', () => {
    const printed = batch({ most: 100, end: 40, size: 50 });
    const lines = Array.from({ length: 500 }, (_, line) => `line ${line}\n`);
    for (const line of lines) printed.add('stdout', line);
    printed.add('stderr', 'last words\n');
    printed.end(cell);
    const whole = lines.join('');
    const shown = sent
      .filter(([name, text]) => name === 'stdout' && !text.startsWith('\n['))
      .map(([, text]) => text);
    const beginning = shown.slice(0, -1).join('');
    const note = sent.find(([, text]) => text.includes('left out'))!;
    const dropped = Number(/(\d+) characters/.exec(note[1])![1]);
    expect(whole.startsWith(beginning)).toBe(true);
    expect(whole.endsWith(shown.at(-1)!)).toBe(true);
    expect(beginning.length + dropped + shown.at(-1)!.length).toBe(whole.length);
    expect(sent.at(-1)).toEqual(['stderr', 'last words\n', 'cell']);
  });

  it('is over with its cell', () => {
    const printed = batch({ most: 10, end: 4 });
    printed.add('stdout', 'x'.repeat(50));
    printed.end({ msg_id: 'another' });
    expect(sent).toEqual([]);
    printed.begin({ msg_id: 'next' }, limits);
    printed.add('stdout', 'fresh');
    printed.end();
    expect(sent.at(-1)).toEqual(['stdout', 'fresh', 'next']);
    expect(sent.map(([, text]) => text).join('')).toMatch(/characters are left out/);
  });

  it('does not cut a character in two', () => {
    const printed = batch({ most: 1, end: 4 });
    for (let i = 0; i < 50; i++) printed.add('stdout', '😀');
    printed.add('stdout', '!');
    printed.end();
    for (const [, text] of sent) expect(Buffer.from(text).toString()).toBe(text);
  });
});
