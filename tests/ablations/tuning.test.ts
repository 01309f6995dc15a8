import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ablations } from '../../src/ablations';
import type { Ablation, Configuration, Json, Tuning } from '../../src/ablations/ablation';
import { identify } from '../../src/ablations/identity';
import { medicalImagesOn } from '../../src/ablations/medicalImages';
import { bestCandidates, type TuningRecord, tune, tuningFile } from '../../src/ablations/tuning';
import { clearStop, requestStop } from '../../src/stop';
import { freshFolder, toyAblation } from './toyStudy';

afterEach(clearStop);

interface ToyData {
  readonly name: string;
}
const tuning: Tuning<Configuration, unknown> = {
  arms: ['still', 'wound'],
  seeds: [101, 102],
  candidates: { flat: 0.01, steep: 0.09, middling: 0.05 },
  onDev: (data) => ({ ...(data as ToyData), name: 'dev' }),
  withCandidate: (config, _arm, _budget, slope: Json) => ({ ...config, head: { slope } }),
};

/** The toy study with a tuning, and a list of what its trials were called with. */
function tuned(changes: Partial<Tuning<Configuration, unknown>> = {}) {
  const calls: { arm: string; seed: number; data: string; slope: number }[] = [];
  const plain = toyAblation();
  const ablation: Ablation = toyAblation({
    tuning: { ...tuning, ...changes } as never,
    trial: (context) => {
      const { arm, seed, data, config } = context;
      const { slope } = config.head as { slope: number };
      calls.push({ arm, seed, data: (data as ToyData).name, slope });
      return plain.trial(context);
    },
  });
  return { ablation, calls };
}

const folders = () => {
  const home = freshFolder();
  return { store: path.join(home, 'runs'), recordedFolder: path.join(home, 'recorded') };
};

describe('choosing settings on dev', () => {
  it('tries every candidate for every tuned arm, budget and seed, on dev alone, and records all scores', async () => {
    const { ablation, calls } = tuned();
    const options = folders();
    const record = await tune(ablation, { tier: 'laptop', ...options });
    expect(calls).toHaveLength(2 * 3 * 3 * 2);
    expect(new Set(calls.map(({ data }) => data))).toEqual(new Set(['dev']));
    expect(new Set(calls.map(({ seed }) => seed))).toEqual(new Set([101, 102]));
    expect(new Set(calls.map(({ slope }) => slope))).toEqual(new Set([0.01, 0.09, 0.05]));
    expect(record.scores).toHaveLength(calls.length);
    expect(record.chosen).toEqual({
      still: { 2: 'steep', 8: 'steep', 32: 'steep' },
      wound: { 2: 'steep', 8: 'steep', 32: 'steep' },
    });
    expect(JSON.parse(fs.readFileSync(tuningFile('toy', options.recordedFolder), 'utf8'))).toEqual(record);
  });

  it('goes on where it was stopped, and tries again what a kill cut off', async () => {
    const { ablation, calls } = tuned();
    const options = folders();
    const stopping = setInterval(() => calls.length >= 5 && requestStop(), 0);
    await expect(tune(ablation, options)).rejects.toThrow(/Stopped/i);
    clearInterval(stopping);
    clearStop();
    const folder = path.join(options.store, '..', 'tuning');
    fs.appendFileSync(path.join(folder, fs.readdirSync(folder)[0]), '\n{"arm":"still","labelsPer');
    const before = calls.length;
    expect(before).toBeGreaterThanOrEqual(5);
    expect(before).toBeLessThan(36);
    await tune(ablation, options);
    expect(calls.length).toBe(36);
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(12);
  });

  it('takes the best mean over seeds; of equal ones the first; the lowest where lower is better', () => {
    const score = (candidate: string, seed: number, value: number) => ({
      ...{ arm: 'a', labelsPerClass: 2, candidate, seed, value, seconds: 1 },
    });
    const scores = [
      score('x', 1, 0.9),
      score('x', 2, 0.1),
      score('y', 1, 0.6),
      score('y', 2, 0.6),
      score('z', 1, 0.7),
      score('z', 2, 0.5),
    ];
    expect(bestCandidates(scores, true)).toEqual({ a: { 2: 'y' } });
    expect(bestCandidates(scores, false)).toEqual({ a: { 2: 'x' } });
  });

  it('refuses seeds of the study, an ablation without tuning, and a metric that is no number', async () => {
    await expect(tune(tuned({ seeds: [3, 101] }).ablation, folders())).rejects.toThrow(
      "Seed 3 of the tuning of 'toy' is one of the study's: choose a first seed above 101, or tune with seeds above 3.",
    );
    await expect(tune(toyAblation(), folders())).rejects.toThrow(/declares no tuning/);
    const { ablation } = tuned({ candidates: { broken: 'no slope' } });
    await expect(tune(ablation, folders())).rejects.toThrow(
      /with the candidate 'broken' gave NaN as accuracy on dev/,
    );
  });
});

describe('the settings of the shipped ablations', () => {
  const shipped = [...ablations, medicalImagesOn({ target: 'bccd' }) as Ablation];
  const recorded = shipped.filter(({ id, tuning: declared }) => declared && fs.existsSync(tuningFile(id)));

  it('are recorded for at least the flagship', () => {
    expect(recorded.map(({ id }) => id)).toContain('pretraining-versus-scratch');
  });

  it.each(recorded.map((ablation) => [ablation.id, ablation] as const))(
    '%s uses what its tuning chose',
    (id, ablation) => {
      const record = JSON.parse(fs.readFileSync(tuningFile(id), 'utf8')) as TuningRecord;
      const { candidates, withCandidate, seeds } = ablation.tuning!;
      expect({ candidates: record.candidates, seeds: record.seeds }).toEqual({ candidates, seeds });
      const { config } = ablation.tiers[record.tier];
      for (const [arm, budgets] of Object.entries(bestCandidates(record.scores, true))) {
        expect(budgets).toEqual(record.chosen[arm]);
        for (const [budget, candidate] of Object.entries(budgets)) {
          // Putting the chosen candidate in changes nothing: it is there already.
          expect(identify(withCandidate(config, arm, Number(budget), candidates[candidate]))).toBe(
            identify(config),
          );
        }
      }
    },
  );
});
