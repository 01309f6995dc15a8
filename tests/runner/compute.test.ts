import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { StoppedError } from '../../src/errors';
import { collectResults } from '../../src/runner/collect';
import { computeMissing } from '../../src/runner/compute';
import { planStudy } from '../../src/runner/plan';
import { RunStore } from '../../src/runner/store';
import { clearStop, requestStop } from '../../src/stop';
import { freshFolder, toyRunning, toyStudy } from './toyStudy';

const run = async (folder: string, study = toyStudy(), options = {}) => {
  const store = new RunStore(folder);
  const plan = await planStudy(study, options, folder);
  await computeMissing(plan, store);
  return { plan, store, results: collectResults(plan, store) };
};
const files = (folder: string) => fs.readdirSync(path.join(folder, 'toy')).sort();

it('computes each run once, pretraining first, and reads everything on the second call', async () => {
  const folder = freshFolder();
  const first = await run(folder);
  expect(first.results.trials).toHaveLength(3 * 3 * 2 + 2);
  expect(first.results.trials.every((trial) => trial.state === 'finished')).toBe(true);
  const wound = first.results.trials.find((trial) => trial.arm === 'wound')!;
  const still = first.results.trials.find((trial) => trial.arm === 'still')!;
  expect(wound.metrics.accuracy! - still.metrics.accuracy!).toBeGreaterThan(0.15);

  const before = files(folder).map((name) => fs.statSync(path.join(folder, 'toy', name)).mtimeMs);
  const second = await run(folder);
  expect(second.results).toEqual(first.results);
  expect(files(folder).map((name) => fs.statSync(path.join(folder, 'toy', name)).mtimeMs)).toEqual(before);
});

it('leaves neither locks nor partial files', async () => {
  const folder = freshFolder();
  await run(folder);
  expect(files(folder).filter((name) => /lock|partial/.test(name))).toEqual([]);
});

it('removes what killed processes left, of prepared data too, and nothing of living ones', async () => {
  const folder = freshFolder();
  const { plan, store } = await run(folder, toyStudy(), { tier: 'quick' });
  const data = files(folder).find((name) => name.startsWith('data-'))!;
  const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: os.hostname(), started: '1' });
  const put = (name: string, text = '') => fs.writeFileSync(path.join(folder, 'toy', name), text);
  const before = files(folder);
  put(`${plan.trials[0]!.id}.json.partial-9-a`);
  put(`${data}.partial-9-b`);
  put(`${data.replace('.json', '.lock')}`, dead);
  put(`${plan.trials[1]!.id}.lock`, dead);
  const claim = store.claim('toy', plan.trials[2]!.id)!;
  await run(folder, toyStudy(), { tier: 'quick' });
  expect(fs.existsSync(claim.folder)).toBe(true);
  claim.abandon();
  expect(files(folder)).toEqual(before);
});

it('pretrains anew for each seed where the tier says so', async () => {
  const { results } = await run(freshFolder(), toyStudy(), { tier: 'full' });
  expect(results.pretraining).toHaveLength(2 * 5);
});

it('runs only the arms and seeds asked for', async () => {
  const { results } = await run(freshFolder(), toyStudy(), { arms: ['still'], seeds: 2 });
  expect(results.trials).toHaveLength(3 * 2);
  expect(results.pretraining).toEqual([]);
});

it('records a failed trial with its message, counts it, and tries it again', async () => {
  const folder = freshFolder();
  let broken = true;
  const study = toyRunning((context, sound) => {
    const { options, seed } = context as { options: { named: string }; seed: number };
    if (broken && options.named === 'wound' && seed === 2) throw new Error('fell off the table');
    return sound(context);
  });
  const { results } = await run(folder, study);
  const failed = results.trials.filter((trial) => trial.state === 'failed');
  expect(failed.map((trial) => [trial.arm, trial.seed, trial.error])).toEqual(
    [2, 8, 32].map(() => ['wound', 2, 'fell off the table']),
  );
  expect(failed.every((trial) => Object.keys(trial.metrics).length === 0)).toBe(true);
  broken = false;
  const again = await run(folder, study);
  expect(again.results.trials.every((trial) => trial.state === 'finished')).toBe(true);
});

it('counts a trial as failed whose pretraining failed, and says why', async () => {
  const { results } = await run(freshFolder(), toyStudy({}, { failing: ['wind'] }));
  const wound = results.trials.filter((trial) => trial.arm === 'wound');
  expect(new Set(wound.map((trial) => trial.state))).toEqual(new Set(['failed']));
  expect(results.trials.filter((trial) => trial.arm === 'still').every((t) => t.state === 'finished')).toBe(
    true,
  );
  expect(results.pretraining.find((stage) => stage.determinants.name === 'wind')!.error).toMatch(
    /spring of wind/,
  );
});

it.each([
  [{ metrics: { accuracy: Number.NaN, macroF1: 0 } }, /NaN as accuracy/],
  [{ metrics: { macroF1: 0.5 } }, /returned no accuracy/],
])('counts a trial as failed that returns %j', async (partial, message) => {
  const ledger = { trainableParameters: 1, trainingFlops: 1, seconds: 1, steps: 1 };
  const study = toyRunning(async () => ({ ledger, ...(partial as { metrics: { macroF1: number } }) }));
  const { results } = await run(freshFolder(), study, { arms: ['still'], seeds: 1 });
  expect(results.trials.map((trial) => trial.state)).toEqual(['failed', 'failed', 'failed']);
  expect(results.trials[0]!.error).toMatch(message);
});

it('fails a run that reads what it did not declare', async () => {
  const study = toyRunning(async (context) => {
    const { settings } = context as { settings: { encoder: unknown } };
    return { metrics: { accuracy: Number(settings.encoder), macroF1: 0 } } as never;
  });
  const { results } = await run(freshFolder(), study, { seeds: 1, arms: ['still'] });
  expect(results.trials[0]!.error).toMatch(/'still' of 'toy' reads the settings 'encoder'/);
});

it('stops on request and keeps what is finished', async () => {
  const folder = freshFolder();
  let trials = 0;
  const study = toyRunning((context, sound) => {
    if (++trials === 5) requestStop();
    return sound(context);
  });
  await expect(run(folder, study)).rejects.toThrow(StoppedError);
  clearStop();
  expect(new RunStore(folder).records('toy')).toHaveLength(2 + 5);
  trials = 100;
  const { results } = await run(folder, study);
  expect(trials).toBe(100 + 20 - 5);
  expect(results.trials.every((trial) => trial.state === 'finished')).toBe(true);
});

it('names a damaged record or artefact, ignores it and computes it again', async () => {
  const folder = freshFolder();
  const { plan, results } = await run(folder);
  const [half, edited, foreign] = plan.trials.map((trial) => path.join(folder, 'toy', `${trial.id}.json`));
  const whole = fs.readFileSync(half!, 'utf8');
  fs.writeFileSync(half!, whole.slice(0, whole.length / 2));
  fs.writeFileSync(edited!, fs.readFileSync(edited!, 'utf8').replace(/"accuracy": 0\.\d/, '"accuracy": 0.9'));
  fs.copyFileSync(path.join(folder, 'toy', `${plan.trials[3]!.id}.json`), foreign!);
  fs.rmSync(path.join(folder, 'toy', plan.stages[0]!.id, 'spring.txt'));
  const again = await run(folder);
  expect(again.store.damaged.map((fault) => fault.reason).sort()).toEqual([
    'it is not complete JSON',
    'its checksum does not match its content',
    'its file spring.txt is missing',
    'its id does not follow from its content',
  ]);
  const numbers = (of: typeof results) => of.trials.map((trial) => trial.metrics);
  expect(numbers(again.results)).toEqual(numbers(results));
});

it('refuses an artefact whose content changed', async () => {
  const folder = freshFolder();
  const { plan } = await run(folder, toyStudy(), { seeds: 1 });
  fs.writeFileSync(path.join(folder, 'toy', plan.stages[1]!.id, 'spring.txt'), 'wind oi1 ');
  await expect(run(folder, toyStudy(), { seeds: 2 })).rejects.toThrow(
    /artefact of run .* \(oil\) is damaged/,
  );
  const { results } = await run(folder, toyStudy(), { seeds: 2 });
  expect(results.trials.every((trial) => trial.state === 'finished')).toBe(true);
});

it('says in a sentence that the store cannot be written', async () => {
  const file = path.join(freshFolder(), 'file');
  fs.writeFileSync(file, '');
  await expect(new RunStore(file).claim.bind(new RunStore(file), 'toy', 'x')).toThrow(
    /a file stands in its place/,
  );
});
