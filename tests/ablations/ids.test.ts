import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Ablation, Configuration } from '../../src/ablations/ablation';
import { CodeReader } from '../../src/ablations/codeVersion';
import { canonicalJson } from '../../src/ablations/identity';
import { type PlanOptions, planStudy } from '../../src/ablations/plan';
import { pretrainingVersusScratch } from '../../src/ablations/pretrainingVersusScratch';
import { stripComments, topLevelFunctions } from '../../src/ablations/sourceText';
import { freshFolder, toyAblation } from './toyStudy';

/** 'arm or stage' -> ids of its runs at the quick tier. */
async function ids(ablation: Ablation, options: PlanOptions = {}): Promise<Record<string, string>> {
  const plan = await planStudy(ablation, { tier: 'quick', seeds: 1, ...options }, freshFolder());
  return Object.fromEntries([...plan.stages, ...plan.trials].map((run) => [run.determinants.name, run.id]));
}

async function changed(ablation: Ablation, options: PlanOptions = {}): Promise<string[]> {
  const [before, after] = [await ids(toyAblation()), await ids(ablation, options)];
  return Object.keys(before)
    .filter((name) => before[name] !== after[name])
    .sort();
}

function withConfig(section: string, value: Configuration): Ablation {
  const { tiers } = toyAblation();
  const quick = { ...tiers.quick, config: { ...tiers.quick.config, [section]: value } };
  return toyAblation({ tiers: { ...tiers, quick } });
}

describe('run ids', () => {
  it('stay the same for the same study, and do not depend on its words', async () => {
    const { claim, verdict } = toyAblation();
    expect(await changed(toyAblation())).toEqual([]);
    const reworded = toyAblation({
      title: 'Other',
      claim: { ...claim, sentence: 'Other.' },
      limits: [],
      verdict,
    });
    expect(await changed(reworded)).toEqual([]);
  });

  it('change with a section of the configuration for the runs that use it and those that start from them', async () => {
    expect(await changed(withConfig('head', { slope: 0.06 }))).toEqual(['still', 'wound']);
    expect(await changed(withConfig('encoder', { width: 9 }))).toEqual(['oil', 'wind', 'wound']);
    expect(await changed(withConfig('unused', { width: 9 }))).toEqual([]);
  });

  it('change with the data, engine, precision and tier for all runs', async () => {
    const all = ['oil', 'still', 'wind', 'wound'];
    const { data } = toyAblation();
    expect(await changed(toyAblation({ data: { ...data, hash: () => 'other' } }))).toEqual(all);
    expect(await changed(toyAblation(), { engine: 'compiled' })).toEqual(all);
    expect(await changed(toyAblation(), { precision: 'mixed-bfloat16' })).toEqual(all);
  });

  it('change with the function that computes them', async () => {
    const { trial, pretraining } = toyAblation();
    expect(await changed(toyAblation({ trial: async (context) => trial(context) }))).toEqual([
      'still',
      'wound',
    ]);
    expect(await changed(toyAblation({ pretraining: async (context) => pretraining(context) }))).toEqual([
      'oil',
      'wind',
      'wound',
    ]);
  });

  it('differ on fresh seeds, pretraining included, and never take seeds that chose the settings', async () => {
    const plan = await planStudy(toyAblation(), { tier: 'quick', seeds: 2, firstSeed: 11 }, freshFolder());
    expect([...new Set(plan.trials.map((run) => run.determinants.seed))]).toEqual([11, 12]);
    expect(plan.stages.every((run) => run.determinants.seed >= 11)).toBe(true);
    const few = await planStudy(toyAblation(), { tier: 'quick', seeds: 2 }, freshFolder());
    expect(plan.trials.length).toBe(few.trials.length);
    const known = new Set([...few.stages, ...few.trials].map(({ id }) => id));
    expect([...plan.stages, ...plan.trials].filter(({ id }) => known.has(id))).toEqual([]);
    const overlapping = { tier: 'laptop', seeds: 5, firstSeed: 100 } as const;
    await expect(planStudy(pretrainingVersusScratch as Ablation, overlapping, freshFolder())).rejects.toThrow(
      "Seed 101 of the tuning of 'pretraining-versus-scratch' is one of the study's",
    );
  });

  it('do not need the data prepared a second time', async () => {
    const folder = freshFolder();
    const { data } = toyAblation();
    let hashed = 0;
    const hash = () => `data ${++hashed}`;
    const ablation = toyAblation({ data: { ...data, hash } });
    await planStudy(ablation, { tier: 'quick' }, folder);
    await planStudy(ablation, { tier: 'quick' }, folder);
    expect(hashed).toBe(1);
  });

  it('are refused where the study is asked for what it lacks', async () => {
    const plan = (options: PlanOptions) => planStudy(toyAblation(), options, freshFolder());
    await expect(plan({ arms: ['flown'] })).rejects.toThrow(
      "has no arm 'flown': its arms are still, wound, pushed",
    );
    await expect(plan({ seeds: 0 })).rejects.toThrow('The number of seeds is 0');
    await expect(plan({ firstSeed: 0 })).rejects.toThrow('The first seed is 0');
    await expect(plan({ tier: 'huge' as 'quick' })).rejects.toThrow("no tier 'huge'");
  });
});

describe('code version', () => {
  const program = (files: Record<string, string>) => {
    const root = freshFolder();
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    }
    return root;
  };
  const files = {
    'ablations/study.js':
      'const m = require("../models/big"); function local() { return 1; } const claim = "a";',
    'models/big.js': 'const small = require("./small"); exports.x = small.y + 1;',
    'models/small.js': '// two\nexports.y = 2; /* end */\n//# sourceMappingURL=small.js.map',
    'models/other.js': 'exports.z = 3;',
    'errors.js': 'exports.e = 1;',
  };
  const version = (changes: Record<string, string> = {}, modules = ['models/big']) => {
    const root = program({ ...files, ...changes });
    const ablation = toyAblation({ file: path.join(root, 'ablations/study.js') });
    return new CodeReader(root).versionOf(ablation, 'trial', { modules });
  };

  it('covers what is imported, directly or not, and names what changed', () => {
    const [before, after] = [version(), version({ 'models/small.js': 'exports.y = 4;' })];
    expect(Object.keys(before).sort()).toEqual(['models/big', 'models/small', 'toy:trial']);
    expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(['models/small']);
  });

  it("covers the sources of the lab's own kernels wherever those are loaded, and names the one that changed", () => {
    const root = program({ ...files, 'engine/kernelLibrary.js': 'exports.load = 1;' });
    const ablation = toyAblation({ file: path.join(root, 'ablations/study.js') });
    const versionWith = (kernel: string, modules: string[]) =>
      new CodeReader(root, program({ 'gelu.h': kernel, 'simd.h': '// lanes' })).versionOf(ablation, 'trial', {
        modules,
      });
    const [before, after, commented] = ['return x;', 'return -x;', 'return x; // as it is'].map((kernel) =>
      versionWith(kernel, ['engine/kernelLibrary']),
    );
    expect(Object.keys(before!).filter((name) => before![name] !== after![name])).toEqual([
      'engine/native/gelu.h',
    ]);
    expect(commented).toEqual(before);
    expect(Object.keys(versionWith('return x;', ['models/big']))).not.toContain('engine/native/gelu.h');
  });

  it("ignores comments, white space, other modules, messages and the study's data", () => {
    const same = {
      'models/small.js': '/** doc */\n\nexports.y   =\n 2; // why',
      'models/other.js': 'exports.z = 4;',
      'errors.js': 'exports.e = 2;',
      'ablations/study.js': files['ablations/study.js'].replace('"a"', '"b"'),
    };
    expect(version(same)).toEqual(version());
  });

  it("covers functions beside the study's data that the part calls, and only those", () => {
    const study =
      'function local() { return 1; } const twice = (x) => local() * x; function idle() { return 5; }';
    const trialVersion = (text: string) => {
      const root = program({ ...files, 'ablations/study.js': text });
      const twice = (x: number) => x;
      const trial = async () => twice(1) as never;
      const ablation = toyAblation({ file: path.join(root, 'ablations/study.js'), trial });
      return new CodeReader(root).versionOf(ablation, 'trial', { modules: [] })['toy:trial'];
    };
    expect(trialVersion(study.replace('return 1', 'return 2'))).not.toBe(trialVersion(study));
    expect(trialVersion(study.replace('return 5', 'return 6'))).toBe(trialVersion(study));
  });

  it('finds an import that no part declares, and a declared module that is missing', () => {
    const root = program(files);
    const ablation = toyAblation({
      file: path.join(root, 'ablations/study.js'),
      stages: {},
      arms: { still: { kind: 'baseline', title: 'Still', modules: ['models/other'] } },
      data: { ...toyAblation().data, modules: [] },
    });
    expect(new CodeReader(root).undeclared(ablation)).toEqual(['models/big']);
    expect(() => version({}, ['models/none'])).toThrow("There is no module 'models/none'");
  });
});

describe('program text', () => {
  it.each([
    ['a = "// no"; // yes', 'a = "// no";'],
    ["a = 'it\\'s /* no */';/* yes */b", "a = 'it\\'s /* no */'; b"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: program text under test
    ['x = `a // ${ b /* c */ + `// ${d}` } // e`; // f', 'x = `a // ${ b + `// ${d}` } // e`;'],
    ['m = /[/"]\\/\\//g.test(s); // c', 'm = /[/"]\\/\\//g.test(s);'],
    ['q = a / b; // c\nr = c / d;', 'q = a / b; r = c / d;'],
    ["return /'/; // x", "return /'/;"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: program text under test
    ['f({ a: `${{ b: 1 }.b}` }) // g', 'f({ a: `${{ b: 1 }.b}` })'],
  ])('%s', (text, expected) => {
    expect(stripComments(text)).toBe(expected);
  });

  it('finds functions and classes at the top level only', () => {
    const text =
      'const a = 1; function f(x) { return { g() {} }; } const g = async (x) => { let y; }; class C { m() {} } const d = h(() => 2); export const k = (x: number): number => x;';
    expect([...topLevelFunctions(text)]).toEqual([
      ['f', 'function f(x) { return { g() {} }; }'],
      ['g', 'const g = async (x) => { let y; };'],
      ['C', 'class C { m() {} }'],
      ['k', 'export const k = (x: number): number => x;'],
    ]);
  });

  it('writes equal values as equal texts', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow('Infinity');
  });
});
