import { expect, it } from 'vitest';
import type { Origin } from '../../src/report/display';
import { recallFigure } from '../../src/report/recallFigure';
import { recordedOutcome } from '../../src/report/recordedOutcome';
import { replicationOf } from '../../src/report/replicationOf';
import { recordedStudy } from '../../src/report/studyOutcome';
import { renderView } from '../../src/report/views';
import { planStudy } from '../../src/runner/plan';
import { recordResults } from '../../src/runner/recordFile';
import { maskingShare } from '../../src/studies/maskingShare';
import { inventedResults } from '../runner/inventedResults';
import { freshFolder } from '../runner/toyStudy';

const planned = (firstSeed: number) => planStudy(maskingShare, { tier: 'quick', firstSeed }, freshFolder());

it('a replication that is not recorded says how to run one', () => {
  const found = replicationOf(maskingShare, { tier: 'quick', records: freshFolder() });
  expect(found.toText()).toBe(
    'No replication of `masking-share` is recorded at the tier quick. `npx lab run masking-share --tier quick --first-seed 201 --seeds 10` runs one.',
  );
});

it('a recorded replication tells its verdict and its seeds, and where they come from', async () => {
  const records = freshFolder();
  recordResults(inventedResults(await planned(201)), records);
  const found = replicationOf(maskingShare, { tier: 'quick', records });
  expect(found.toText()).toMatch(/^On 2 paired seeds \(201 to 202\) the verdict is \*\w+\*\./);
  expect(found).toHaveProperty('origin', {
    ...{ study: 'masking-share', tier: 'quick', firstSeed: 201, view: 'replication', given: [] },
  });
});

it('recall by class is a mean over seeds, and can be drawn again from its record', async () => {
  const records = freshFolder();
  const plain = inventedResults(await planned(1));
  expect(recallFigure(plain)).toBeUndefined();
  const trials = plain.trials.map((trial) => ({
    ...trial,
    facts: { ...trial.facts, 'recall of cat': trial.seed === 1 ? 0.25 : 0.75, 'recall of dog': 1 },
  }));
  recordResults({ ...plain, trials }, records);
  const outcome = recordedOutcome({ study: 'masking-share', tier: 'quick', records });
  const figure = outcome.recalls(0.4)!;
  const { columns, rows, values, title } = figure.specification;
  expect(columns).toEqual(['cat', 'dog']);
  expect(rows).toEqual(['From scratch', 'Pretrained, fine-tuned', 'Pretrained, frozen, linear probe']);
  expect(values).toEqual(rows.map(() => [0.5, 1]));
  expect(title).toBe('Recall of each class, at 0.4 share of tokens hidden, mean over seeds');
  expect(renderView(outcome, (figure as unknown as { origin: Origin }).origin)).toEqual(figure.toDisplay());
});

it('changes of stages are a view that can be drawn again', async () => {
  const plain = inventedResults(await planned(1));
  const loss = (name: string, seed: number, generalLoss: number) => ({
    ...plain.pretraining[0]!,
    determinants: { ...plain.pretraining[0]!.determinants, name, seed },
    metrics: { generalLoss },
  });
  const outcome = recordedStudy(maskingShare, {
    ...plain,
    stages: { masked: { title: 'Masked' }, longer: { title: 'And on', from: 'masked' } },
    pretraining: [
      loss('masked', 1, 3),
      loss('masked', 2, 4),
      loss('longer', 1, 3.5),
      loss('longer', 2, 4.25),
    ],
  });
  const figure = outcome.stageChanges('generalLoss', 'masked', 'loss on old text (nats)')!;
  expect(figure.specification.x.title).toBe('change of the loss on old text (nats)');
  expect(figure.specification.series[0]!.points.map(({ x }) => x)).toEqual([0.5, 0.25]);
  const { origin } = figure as unknown as { origin: Origin };
  expect(origin.given).toEqual(['generalLoss', 'masked', 'loss on old text (nats)']);
  expect(renderView(outcome, origin)).toEqual(figure.toDisplay());
  expect(outcome.stageChanges('domainLoss', 'masked', 'loss')).toBeUndefined();
});
