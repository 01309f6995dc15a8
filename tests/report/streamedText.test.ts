import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GenerationOptions, TextGenerator } from '../../src/published/generation/generateText';
import { kernelHostKey } from '../../src/report/display';
import { streamText } from '../../src/report/streamedText';

const shown: { text: string; html: string; update: boolean }[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  (globalThis as Record<symbol, unknown>)[kernelHostKey] = {
    display: ({ data }: { data: Record<string, string> }, update: boolean) =>
      shown.push({ text: data['text/plain']!, html: data['text/html']!, update }),
  };
});
afterEach(() => {
  vi.useRealTimers();
  delete (globalThis as Record<symbol, unknown>)[kernelHostKey];
});

it('shows a text as it grows, ten times a second at most, and what stands at the end', async () => {
  const told: string[] = [];
  const generator = {
    async write(prompt: string, { onToken, maxTokens }: GenerationOptions) {
      expect([prompt, maxTokens]).toEqual(['1 <', 5]);
      for (const text of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
        vi.advanceTimersByTime(60);
        onToken?.(text);
      }
      return 'abcde';
    },
  } as unknown as TextGenerator;
  const written = await streamText(generator, '1 <', { maxTokens: 5, onToken: (text) => told.push(text) });
  expect(written).toBe('abcde');
  expect(told).toEqual(['a', 'ab', 'abc', 'abcd', 'abcde']);
  expect(shown.map(({ text, update }) => [text, update])).toEqual([
    ['1 <ab', false],
    ['1 <abcd', true],
    ['1 <abcde', true],
  ]);
  expect(shown[0]!.html).toContain('1 &lt;</span>ab');
});
