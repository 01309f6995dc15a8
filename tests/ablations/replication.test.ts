import { expect, it } from 'vitest';
import { RunStore } from '../../src/ablations/store';
import { study } from '../../src/ablations/study';
import { rerun } from '../../src/ablations/verification';
import { freshFolder, toyAblation } from './toyStudy';

it('A study on fresh seeds keeps its own pairs, says where it starts, and each of its runs can be executed again', async () => {
  const folder = freshFolder();
  const ablation = toyAblation();
  const usual = await study(ablation, { tier: 'quick', seeds: 2, store: folder });
  const fresh = await study(ablation, { tier: 'quick', seeds: 2, firstSeed: 11, store: folder });
  expect(usual.data.firstSeed).toBeUndefined();
  expect(fresh.data.firstSeed).toBe(11);
  expect([...new Set(fresh.data.trials.map(({ seed }) => seed))]).toEqual([11, 12]);
  expect(await fresh.stale()).toEqual([]);
  const store = new RunStore(folder);
  for (const { run } of [...fresh.data.pretraining, ...fresh.data.trials]) {
    const again = await rerun(ablation, store.read(ablation.id, run)!, store);
    expect(again.passed).toBe(true);
  }
});
