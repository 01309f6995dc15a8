import { expect, it } from 'vitest';
import { study } from '../../src/report/studyOutcome';
import { RunStore } from '../../src/runner/store';
import { rerun } from '../../src/runner/verify';
import { freshFolder, toyStudy } from './toyStudy';

it('A study on fresh seeds keeps its own pairs, says where it starts, and each of its runs can be executed again', async () => {
  const folder = freshFolder();
  const definition = toyStudy();
  const usual = await study(definition, { tier: 'quick', seeds: 2, store: folder });
  const fresh = await study(definition, { tier: 'quick', seeds: 2, firstSeed: 11, store: folder });
  expect(usual.data.firstSeed).toBe(1);
  expect(fresh.data.firstSeed).toBe(11);
  expect([...new Set(fresh.data.trials.map(({ seed }) => seed))]).toEqual([11, 12]);
  expect(await fresh.stale()).toEqual([]);
  const store = new RunStore(folder);
  for (const { run } of [...fresh.data.pretraining, ...fresh.data.trials]) {
    const again = await rerun(definition, store.read(definition.id, run)!, store);
    expect(again.passed).toBe(true);
  }
});
