import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import { type LoopProgress, readProgress, refuseOtherTraining } from '../../src/training/loopProgress';

const progress: LoopProgress = {
  step: 26,
  losses: [{ step: 25, value: 1.5 }],
  validationLoss: [{ step: 0, value: 2 }],
  ...{ sum: 0.7, seen: 104, seconds: 1.25, flops: 2e9 },
};
const file = 'state.safetensors';

const message = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};

describe('how far a training had come', () => {
  it('is read as it was written, and nothing else that stands beside it', () => {
    expect(readProgress(JSON.stringify({ ...progress, extra: 1 }), file)).toEqual(progress);
  });

  it.each<[string, string | undefined]>([
    ['is missing', undefined],
    ['is no JSON', '{"step": 26'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ...Object.keys(progress).map((name): [string, string] => [
      `lacks ${name}`,
      JSON.stringify({ ...progress, [name]: undefined }),
    ]),
    ['has half a step', JSON.stringify({ ...progress, step: 2.5 })],
    ['has its curve as a text', JSON.stringify({ ...progress, losses: '25' })],
    // JSON cannot carry it, and writes null.
    ['has a sum that was no number', JSON.stringify({ ...progress, sum: Number.NaN })],
  ])('is refused where it %s', (_, text) => {
    expect(message(() => readProgress(text, file))).toBe(
      `${file} does not say how far training had come: delete it to start again.`,
    );
  });
});

describe('the training that a checkpoint belongs to', () => {
  const identity = { training: 'Masked language model', seed: 3, learningRate: 1e-3, data: 'a'.repeat(64) };
  const attempt = (saved: string | undefined, now: Record<string, string | number> = identity) =>
    message(() => refuseOtherTraining(saved, { file, identity: now }));
  const told = (differences: string) =>
    `${file} belongs to another training (${differences}): go on with what it was started with, or delete it to start again.`;

  it('goes on where everything is equal, in any order', () => {
    expect(attempt(JSON.stringify(identity))).toBe('accepted');
    const reversed = Object.fromEntries(Object.entries(identity).reverse());
    expect(attempt(JSON.stringify(reversed))).toBe('accepted');
  });

  it('is told by each thing that differs, long values by their first digits', () => {
    const saved = JSON.stringify(identity);
    expect(attempt(saved, { ...identity, seed: 4 })).toBe(told('seed was 3 and is 4'));
    expect(attempt(saved, { ...identity, seed: 4, data: 'b'.repeat(64) })).toBe(
      told('seed was 3 and is 4, data was aaaaaaaa… and is bbbbbbbb…'),
    );
    // A number and its text are not the same.
    expect(attempt(saved, { ...identity, seed: '3' })).toBe(told('seed was 3 and is 3'));
  });

  it('is another one where either side says something that the other does not', () => {
    const { seed: _, ...less } = identity;
    expect(attempt(JSON.stringify(less))).toBe(told('seed was undefined and is 3'));
    expect(attempt(JSON.stringify(identity), less)).toBe(told('seed was 3 and is undefined'));
    for (const nothing of ['{}', 'null', '[]', '3', '"text"'])
      expect(attempt(nothing)).toContain('belongs to another training (');
  });

  it('is unknown where nothing is said', () => {
    for (const text of [undefined, '', '{"seed": '])
      expect(attempt(text)).toBe(
        `${file} does not say which training it belongs to: delete it to start again.`,
      );
  });
});
