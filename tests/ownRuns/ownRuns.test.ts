import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabError, StoppedError } from '../../src/errors';
import { setNoticeSink } from '../../src/notices';
import { runs } from '../../src/ownRuns/runList';
import { sweep } from '../../src/ownRuns/sweep';
import { type OwnRun, track } from '../../src/ownRuns/track';
import { clearStop, requestStop } from '../../src/stop';
import { records, scalars } from '../report/eventFile';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'own-runs-'));
});
afterEach(() => {
  clearStop();
  setNoticeSink(() => {});
  fs.rmSync(folder, { recursive: true });
});

const eventsOf = (run: Pick<OwnRun, 'folder'>) => {
  const name = fs.readdirSync(run.folder).find((file) => file.startsWith('events.out.tfevents.'))!;
  return fs.readFileSync(path.join(run.folder, name));
};
const placeOf = ({ name, id }: { name: string; id: string }) => ({ folder: path.join(folder, name, id) });

describe('a run of one’s own', () => {
  it('is kept with settings, curves and metrics, and found again', async () => {
    const settings = { rate: 0.1, optimiser: 'AdamW', frozen: true };
    const kept = await track(
      'first',
      settings,
      (run) => {
        run.log('loss', 1, 2.5);
        run.log('loss', 2, Number.NaN);
        return { accuracy: 0.75 };
      },
      { folder },
    );
    const [found] = runs({ folder }).runs;
    expect(found).toEqual(kept);
    expect(found).toMatchObject({ name: 'first', settings, metrics: { accuracy: 0.75 }, state: 'finished' });
    expect(found!.curves.loss).toEqual([
      { step: 1, value: 2.5 },
      { step: 2, value: Number.NaN },
    ]);
  });

  it('shows in TensorBoard while it goes on, and how it ended afterwards', async () => {
    let length = 0;
    const kept = await track(
      'live',
      { seed: 1 },
      (run) => {
        run.log('loss', 1, 2.5);
        expect(scalars(eventsOf(run)).map(({ tag, step, value }) => [tag, step, value])).toEqual([
          ['loss', 1, 2.5],
        ]);
        expect(runs({ folder }).runs[0]!.state).toBe('unfinished');
        length = records(eventsOf(run)).length;
        return { accuracy: 0.5 };
      },
      { folder },
    );
    const file = eventsOf(placeOf(kept));
    expect(scalars(file).map(({ tag, step, value }) => [tag, step, value])).toEqual([
      ['loss', 1, 2.5],
      ['accuracy', 1, 0.5],
    ]);
    // The metric, and the end of the session.
    expect(records(file)).toHaveLength(length + 2);
  });

  it.each([
    [new TypeError('a slip'), 'failed'],
    [new StoppedError(), 'stopped'],
  ])('that ends with %s is kept as %s, and its error goes on', async (error, state) => {
    const ended = track(
      'ends',
      {},
      (run) => {
        run.log('loss', 1, 3);
        throw error;
      },
      { folder },
    );
    await expect(ended).rejects.toBe(error);
    const [kept] = runs({ folder }).runs;
    expect(kept).toMatchObject({ state, message: error.message, curves: { loss: [{ step: 1, value: 3 }] } });
  });

  it.each([
    ['../out', {}, '"../out" cannot name a run: begin with a letter or digit'],
    ['.hidden', {}, 'cannot name a run'],
    ['ok', { rate: Number.NaN }, "The setting 'rate' is NaN: give a text, a number, true or false"],
    ['ok', { layers: [1] }, "The setting 'layers' is a object: give a text"],
  ])('named %j with %j is refused and leaves nothing', async (name, settings, sentence) => {
    const refused = track(name, settings as never, () => ({ a: 1 }), { folder });
    await expect(refused).rejects.toThrow(LabError);
    await expect(refused).rejects.toThrow(sentence);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it.each([
    [undefined, 'The run returned no metrics: return numbers by name, such as { accuracy: 0.91 }.'],
    [{}, 'The run returned no metrics'],
    [{ accuracy: '0.9' }, "The run returned 'accuracy', which is no number"],
  ])('that returns %j is told what to return', async (metrics, sentence) => {
    await expect(track('ok', {}, () => metrics as never, { folder })).rejects.toThrow(sentence);
    expect(runs({ folder }).runs[0]!.state).toBe('failed');
  });

  it('is told how to log', async () => {
    const logged = track('ok', {}, (run) => ({ a: Number(run.log(3 as never, 1, 1)) }), { folder });
    await expect(logged).rejects.toThrow(`not [3,1,1]: call log('loss', step, loss).`);
  });

  it('says so where its folder cannot be written', async () => {
    fs.writeFileSync(path.join(folder, 'taken'), '');
    await expect(track('taken', {}, () => ({ a: 1 }), { folder })).rejects.toThrow(LabError);
  });
});

describe('a sweep', () => {
  it('runs every combination, the last setting fastest, and gives a table and figures', async () => {
    const seen: unknown[] = [];
    const found = await sweep(
      'rates',
      { rate: [0.001, 0.1], seed: [1, 2], kind: ['a'] },
      ({ rate, seed }, run) => {
        seen.push([rate, seed]);
        run.log('loss', 5, seed);
        return { accuracy: rate * 5 + seed / 10, own: 1 };
      },
      { folder },
    );
    expect(seen).toEqual([
      [0.001, 1],
      [0.001, 2],
      [0.1, 1],
      [0.1, 2],
    ]);
    const table = found.table();
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...['rate', 'seed', 'accuracy', 'own', 'seconds', 'state', 'started (UTC)'],
    ]);
    expect(table.note).toBe('kind = a');
    expect(table.rows.map((row) => row[2]!.mark)).toEqual([undefined, undefined, undefined, 'best']);
    // Whether more of one's own metric is better is not known.
    expect(table.rows.every((row) => row[3]!.mark === undefined)).toBe(true);
    const { x, series } = found.figure('accuracy').specification;
    expect(x).toMatchObject({ title: 'rate', scale: 'log2', ticks: [0.001, 0.1] });
    expect(series.map(({ style, points }) => [style, points.length])).toEqual([
      ['line', 2],
      ['dots', 4],
    ]);
    expect(series[0]!.points[1]).toMatchObject({ x: 0.1, label: 'mean of 2: 0.65' });
    expect(found.figure('accuracy', { along: 'seed', lines: 'rate' }).specification.series).toHaveLength(4);
    expect(found.figure('own', { along: 'kind' }).specification.x).toMatchObject({
      ticks: [0],
      labels: ['a'],
    });
    expect(found.curves('loss').specification.series.map(({ name }) => name)[0]).toBe('rate 0.001, seed 1');
    expect(found.best('accuracy').settings).toMatchObject({ rate: 0.1, seed: 2 });
    expect(found.best('accuracy', true).settings).toMatchObject({ rate: 0.001, seed: 1 });
    expect(found.toDisplay()['text/html']).toContain('<table');
  });

  it('goes on after a run that fails as the lab fails, and says which', async () => {
    const found = await sweep(
      'rates',
      { rate: [1, 2] },
      ({ rate }) => {
        if (rate === 1) throw new LabError('The loss became NaN.');
        return { accuracy: 1 };
      },
      { folder },
    );
    expect(found.runs.map(({ state, message }) => [state, message])).toEqual([
      ['failed', 'The loss became NaN.'],
      ['finished', undefined],
    ]);
    expect(
      found.table().rows[0]!.some(({ mark, note }) => mark === 'warning' && note === 'The loss became NaN.'),
    ).toBe(true);
    expect(found.figure('accuracy').specification.caption).toMatch(/^1 runs/);
  });

  it('ends at once with a slip of the pen, and when stopped', async () => {
    let calls = 0;
    const slip = sweep(
      'slip',
      { rate: [1, 2] },
      () => {
        calls++;
        throw new TypeError('x is undefined');
      },
      { folder },
    );
    await expect(slip).rejects.toThrow(TypeError);
    expect(calls).toBe(1);
    const stopped = sweep(
      'stopped',
      { rate: [1, 2] },
      () => {
        requestStop();
        return { a: 1 };
      },
      { folder },
    );
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(runs({ folder, name: 'stopped' }).runs.map(({ state }) => state)).toEqual(['finished']);
  });

  it('throws what failed where every run did', async () => {
    const failure = new LabError('too large');
    const all = sweep('all', { rate: [1, 2] }, () => Promise.reject(failure), { folder });
    await expect(all).rejects.toBe(failure);
  });

  it.each([
    [{}, 'The grid has no settings'],
    [{ rate: [] }, "The setting 'rate' has no list of values to try"],
    [{ rate: 1 }, "The setting 'rate' has no list of values to try"],
    [{ rate: [1, 1] }, "The setting 'rate' has a value twice (1, 1): name each once."],
    [
      { a: [...Array(40).keys()], b: [...Array(40).keys()] },
      'The grid has 1600 combinations, more than 1000',
    ],
  ])('over %j is refused', async (grid, sentence) => {
    await expect(sweep('grid', grid as never, () => ({ a: 1 }), { folder })).rejects.toThrow(sentence);
  });
});

describe('a list of runs', () => {
  it('is empty where none was kept, and names what it has where asked for another', async () => {
    expect(runs({ folder: path.join(folder, 'none') }).length).toBe(0);
    await track('rates', { rate: 1 }, () => ({ accuracy: 1 }), { folder });
    expect(() => runs({ folder, name: 'rate' })).toThrow("There is no run 'rate'; did you mean 'rates'?");
    const found = runs({ folder, name: 'rates' });
    expect(() => found.figure('accurac')).toThrow("There is no metric 'accurac'; did you mean 'accuracy'?");
    expect(() => found.figure('accuracy', { along: 'seed' })).toThrow(
      "There is no setting 'seed'; there are rate.",
    );
    expect(() => found.curves('loss')).toThrow("There is no curve 'loss'; there is none yet.");
    expect(found.where(({ settings }) => settings.rate === 2).length).toBe(0);
    expect(found.where(() => false).table().rows).toEqual([]);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['{"id":"a","name":"b","startedAt":"c","state":"odd"}', "its 'state' is not what a run has"],
    [
      '{"id":"a","name":"b","startedAt":"c","state":"finished","seconds":1,"settings":{"a":[1]},"metrics":{},"curves":{}}',
      "its 'settings' is not what a run has",
    ],
    [
      '{"id":"a","name":"b","startedAt":"c","state":"finished","seconds":1,"settings":{},"metrics":{},"curves":{"l":[3]}}',
      "its 'curves' is not what a run has",
    ],
  ])('passes a damaged run over, and says so: %s', async (text, why) => {
    const said: string[] = [];
    setNoticeSink((sentence) => said.push(sentence));
    const kept = await track('rates', { rate: 1 }, () => ({ accuracy: 1 }), { folder });
    const file = path.join(placeOf(kept).folder, 'run.json');
    fs.writeFileSync(file, text);
    expect(runs({ folder }).length).toBe(0);
    expect(said).toEqual([`${file} is left out, because ${why}: restore it, or remove its folder.`]);
  });
});
