import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import type { TaskKind } from '../../src/metrics/metric';
import {
  type MetricName,
  type MetricsOfTask,
  metricNamed,
  metrics,
  metricsByName,
  metricsOf,
} from '../../src/metrics/registry';
import { recorded } from './recorded';

const kinds: Record<TaskKind, true> = {
  classification: true,
  tagging: true,
  translation: true,
  segmentation: true,
  languageModelling: true,
  measurement: true,
};

/** Types that hold exactly when both are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const holds = <Claim extends true>(claim: Claim) => claim;

describe('the registry', () => {
  it('has each metric under its own name, for the compiler too', () => {
    for (const [name, metric] of Object.entries(metrics)) {
      expect(metric.name).toBe(name);
      expect(metricNamed(name)).toBe(metric);
    }
    holds<Same<{ [Name in MetricName]: (typeof metrics)[Name]['name'] }, { [Name in MetricName]: Name }>>(
      true,
    );
    const { name } = metricNamed('bleu');
    holds<Same<typeof name, 'bleu'>>(true);
  });

  it('knows for each kind of task the same metrics as the types do', () => {
    // Written out once by hand; the compiler compares it with the type, the test with the registry.
    const named = {
      classification: [
        ...['accuracy', 'error', 'macroF1', 'microF1', 'macroRecall', 'loss', 'negativeLogLikelihood'],
        ...['brierScore', 'expectedCalibrationError', 'equalMassCalibrationError'],
      ],
      tagging: [
        ...['accuracy', 'error', 'macroF1', 'microF1', 'macroRecall', 'loss', 'tokenAccuracy'],
        ...['entityF1', 'entityPrecision', 'entityRecall', 'macroEntityF1', 'weightedEntityF1'],
        ...['strictEntityF1', 'strictMacroEntityF1', 'strictWeightedEntityF1'],
        ...['seenEntityF1', 'seenEntityRecall', 'unseenEntityF1', 'unseenEntityRecall'],
      ],
      translation: ['bleu', 'chrF', 'chrFPlusPlus', 'exactMatch', 'lengthRatio', 'repetitionRate'],
      segmentation: ['meanIoU', 'pixelAccuracy'],
      languageModelling: ['tokenAccuracy', 'perplexity', 'bitsPerByte'],
      measurement: [
        ...['negativeLogLikelihood', 'brierScore', 'expectedCalibrationError', 'equalMassCalibrationError'],
        ...['agreement', 'cohenKappa', 'spearman', 'gradientNorm'],
      ],
    } as const;
    type Named = { [Kind in TaskKind]: (typeof named)[Kind][number] };
    holds<Same<Named, MetricsOfTask>>(true);
    for (const kind of Object.keys(kinds) as TaskKind[]) {
      expect(
        metricsOf(kind)
          .map(({ name }) => name)
          .sort(),
      ).toEqual([...named[kind]].sort());
    }
  });

  it('does not compile a metric of another kind of task', () => {
    const fits: MetricsOfTask['translation'] = 'bleu';
    // @ts-expect-error BLEU scores no tags
    const wrong: MetricsOfTask['tagging'] = 'bleu';
    // @ts-expect-error there is no such metric
    const unknown: MetricsOfTask['translation'] = 'blue';
    expect([fits, wrong, unknown]).toHaveLength(3);
  });

  it('refuses a name that it does not have, and names the nearest', () => {
    expect(() => metricNamed('acuracy')).toThrow(LabError);
    expect(() => metricNamed('acuracy')).toThrow(/There is no metric 'acuracy'; did you mean 'accuracy'\?/);
    expect(() => metricNamed('BLEU')).toThrow(/did you mean 'bleu'/);
    expect(() => metricNamed('somethingElse')).toThrow(/there are accuracy, error, macroF1/);
    for (const name of ['toString', '__proto__', 'constructor']) {
      expect(() => metricNamed(name)).toThrow(/There is no metric/);
      expect(metricsByName[name]).toBeUndefined();
    }
  });

  it('states of each metric what a reader must know', () => {
    for (const metric of Object.values(metrics)) {
      const [low, high] = metric.range;
      expect(low, metric.name).toBeLessThan(high);
      expect(metric.title.length, metric.name).toBeGreaterThan(2);
      expect(metric.reference.length, metric.name).toBeGreaterThan(10);
      expect(metric.chance.length, metric.name).toBeGreaterThan(5);
      expect(metric.tasks.length, metric.name).toBeGreaterThan(0);
      for (const kind of metric.tasks) expect(Object.hasOwn(kinds, kind)).toBe(true);
      if ('target' in metric) expect(metric.higherIsBetter).toBeUndefined();
    }
    const lower = Object.values(metrics).filter(({ higherIsBetter }) => higherIsBetter === false);
    expect(lower.map(({ name }) => name)).toEqual([
      ...['error', 'loss', 'negativeLogLikelihood', 'brierScore', 'expectedCalibrationError'],
      ...['equalMassCalibrationError', 'repetitionRate', 'perplexity', 'bitsPerByte'],
    ]);
    const neither = Object.values(metrics).filter(({ higherIsBetter }) => higherIsBetter === undefined);
    expect(neither.map(({ name }) => name)).toEqual(['lengthRatio', 'gradientNorm']);
    const titles = Object.values(metrics).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('names versions of reference implementations that were recorded', () => {
    const versions = Object.assign(
      {},
      ...['classification', 'tagging', 'translation', 'segmentation', 'measurement'].map(
        (name) => recorded(name).versions,
      ),
    );
    const packages = { 'scikit-learn': 'scikit-learn', seqeval: 'seqeval', sacreBLEU: 'sacrebleu' };
    const others = { SciPy: 'scipy', NumPy: 'numpy' };
    let named = 0;
    for (const { reference } of Object.values(metrics)) {
      for (const [title, name] of Object.entries({ ...packages, ...others })) {
        const version = new RegExp(`${title} ([0-9.]+[0-9])`).exec(reference)?.[1];
        if (version === undefined) expect(reference).not.toContain(title);
        else {
          named++;
          expect(version, reference).toBe(versions[name]);
        }
      }
    }
    expect(named).toBeGreaterThan(25);
  });

  it('depends on errors and nearest names alone', () => {
    const folder = path.join(__dirname, '../../src/metrics');
    for (const file of fs.readdirSync(folder)) {
      const text = fs.readFileSync(path.join(folder, file), 'utf8');
      for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
        expect(from, file).toMatch(/^(?:\.\/\w+|\.\.\/errors|\.\.\/nearestName)$/);
      }
    }
  });
});
