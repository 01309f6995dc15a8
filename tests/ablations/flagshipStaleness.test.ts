import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { CodeReader } from '../../src/ablations/codeVersion';
import { pretrainingVersusScratch as flagship } from '../../src/ablations/pretrainingVersusScratch';
import { freshFolder } from './toyStudy';

/** Stages and arms of the flagship whose code version changes when a line of the compiled program's copy is edited. */
function stale(module: string, from: string, to: string): string[] {
  const root = freshFolder();
  fs.cpSync(path.resolve('dist'), root, { recursive: true, filter: (file) => !/\.(map|d\.ts)$/.test(file) });
  const ablation = { ...flagship, file: path.join(root, 'ablations/pretrainingVersusScratch.js') };
  const versions = () => {
    const code = new CodeReader(root);
    return new Map([
      ...Object.entries(flagship.stages).map(
        ([name, stage]) => [name, JSON.stringify(code.versionOf(ablation, 'pretraining', stage))] as const,
      ),
      ...Object.entries(flagship.arms).map(
        ([name, arm]) => [name, JSON.stringify(code.versionOf(ablation, 'trial', arm))] as const,
      ),
    ]);
  };
  const before = versions();
  const file = path.join(root, `${module}.js`);
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(file, text.replace(from, to));
  return [...versions()].flatMap(([name, version]) => (version === before.get(name) ? [] : [name])).sort();
}

const kinds = (...wanted: string[]) =>
  Object.entries(flagship.arms)
    .filter(([, arm]) => wanted.includes(arm.kind))
    .map(([name]) => name);

it('a changed line of the transformer makes every run stale that imports it, and no other', () => {
  expect(stale('models/transformerEncoder', 'paddingToken: 0', 'paddingToken: 1')).toEqual(
    ['maskedLanguageModel', ...kinds('baseline', 'pretrained', 'frozen', 'control')].sort(),
  );
  expect(kinds('classical')).toContain('tfidf');
});

it('a changed line of a classical model makes the arm stale that uses it, and no other', () => {
  expect(stale('models/tfidf', 'Math.log(', 'Math.log2(')).toEqual(['tfidf']);
});

it('a changed line of a pretraining objective makes its stage stale, and through its id all that starts from it', () => {
  expect(stale('objectives/maskedLanguageModel', '0.8', '0.7')).toEqual(
    expect.arrayContaining(['maskedLanguageModel']),
  );
  expect(stale('objectives/maskedLanguageModel', '0.8', '0.7')).not.toContain('coOccurrence');
});

it('a changed comment, message or report makes nothing stale', () => {
  expect(stale('models/transformerEncoder', ' * A pre-norm transformer', ' * The transformer')).toEqual([]);
  expect(stale('errors', 'Stopped on request', 'Stopped')).toEqual([]);
  expect(stale('report/table', 'text-align', 'text-justify')).toEqual([]);
});
