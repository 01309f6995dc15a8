import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport, writeReport } from '../../src/report/htmlReport';
import { recordedStudy, type StudyOutcome, study } from '../../src/report/studyOutcome';
import { cells } from '../../src/runner/analysis';
import { freshFolder, recipes, toyRunning, toyStudy } from '../runner/toyStudy';

const store = freshFolder();
const awkward = 'Ends </script><script>alert("x")</script> & "so" <b>on</b>.';
const toy = () => toyStudy({ limits: [awkward] });
const failing = () =>
  toyRunning((context, sound) => {
    const { options, seed, amount } = context as { options: { named: string }; seed: number; amount: number };
    if (options.named === 'still' && seed === 2 && amount === 8) throw new Error('it <b>fell</b>');
    return sound(context);
  });
/** The document without program text, as a reader sees it. */
const readable = (html: string) => html.replace(/<script>[\s\S]*?<\/script>/g, '');

describe('the HTML report', () => {
  let done: StudyOutcome;
  let html: string;
  let text: string;
  beforeAll(async () => {
    done = await study(toy(), { store });
    html = await renderReport(done);
    text = readable(html);
  });

  it('says which seeds it is about where they are not the first', async () => {
    const again = await study(toy(), { store, firstSeed: 11 });
    const seeds = done.data.seeds;
    expect(text.match(new RegExp(`${seeds} paired seeds[ ,]`, 'g'))!.length).toBeGreaterThan(1);
    expect(text).not.toContain('paired seeds (');
    const named = `${seeds} paired seeds (11 to ${10 + seeds})`;
    expect(readable(await renderReport(again)).split(named)).toHaveLength(3);
  });

  it('has every mean, every trial and every receipt', () => {
    for (const metric of ['accuracy', 'macroF1']) {
      for (const cell of cells(done.data, metric)) expect(text).toContain(cell.mean!.toFixed(3));
    }
    for (const trial of done.data.trials) {
      expect(text).toContain(trial.metrics.accuracy!.toFixed(4));
      expect(text).toContain(`<td style="text-align:left" title="run ${trial.run.slice(0, 10)}"`);
    }
  });

  it('names under each mean exactly the runs it was computed from', () => {
    const cell = cells(done.data, 'accuracy').find(({ arm, level }) => arm === 'wound' && level === 8)!;
    const ids = cell.trials.map((trial) => trial.run.slice(0, 10)).join(' ');
    expect(cell.trials).toHaveLength(3);
    expect(text).toMatch(new RegExp(`data-runs="${ids}">(<b>)?${cell.mean!.toFixed(3)} ±`));
  });

  it('opens with the verdict, and says claim, source, expectation, limits, environment and how to reproduce', () => {
    expect(text.indexOf('Supports the claim')).toBeLessThan(text.indexOf('Claim.'));
    for (const part of [
      'The Book of Toys',
      'table 1',
      'Wound up is ahead',
      'What this does not show',
      'npx lab verify ./toyStudy.ts',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(done.data.environments[0]!.hash.slice(0, 8));
  });

  it('says for each level of the verdict what was seen, with the runs behind it', () => {
    const card = text.slice(text.indexOf('class="verdict"'), text.indexOf('class="claim"'));
    const { levels } = done.verdict.verdict;
    expect(levels.map(({ level }) => level)).toEqual([2, 8, 32]);
    for (const { level, finding, difference, correctedInterval } of levels) {
      const runs = done.data.trials
        .filter((trial) => trial.level === level && trial.arm !== 'pushed')
        .map((trial) => trial.run.slice(0, 10))
        .join(' ');
      const sign = difference.mean! < 0 ? '−' : '+';
      expect(card).toContain(`data-runs="${runs}">${sign}${Math.abs(difference.mean!).toFixed(3)}</td>`);
      expect(card).toContain(
        `${correctedInterval!.low.toFixed(3)} to +${correctedInterval!.high.toFixed(3)}`,
      );
      expect(card).toContain(`>${difference.signs.positive} of 3</td>`);
      expect(card).toContain(`>${finding}</td>`);
    }
    expect(card).toContain('title="18 runs, listed under Receipts"');
    expect(text).toContain('No prediction was a tie of classes.');
  });

  it('loads nothing from elsewhere and lets no text become markup', () => {
    const tags = text.match(/<[a-z][^>]*>/gi)!;
    expect(tags.filter((tag) => /\b(src|href|srcset|action)\s*=|url\(|@import/i.test(tag))).toEqual([]);
    expect(text).not.toMatch(/url\(|@import/);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;/script&gt;&lt;script&gt;alert');
  });

  it('ends each script element exactly where it means to', () => {
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
    expect(scripts).toHaveLength(2);
    // Compiling finds a script that was cut short or broken by escaping; nothing is run.
    for (const script of scripts) expect(() => new Function(script)).not.toThrow();
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('draws the same points interactively and still', () => {
    for (const figure of [done.levelCurve(), done.pairedDifferences(), done.convergence()!]) {
      const bundle = figure.toDisplay();
      const traces = (bundle['application/vnd.plotly.v1+json'] as { data: { customdata?: unknown[] }[] })
        .data;
      const points = figure.specification.series.flatMap((series) => series.points);
      expect(traces.flatMap((trace) => trace.customdata ?? [])).toHaveLength(points.length);
      const marked = figure.specification.series
        .filter(({ style }) => style !== 'thin')
        .flatMap(({ points: p }) => p);
      expect(String(bundle['image/svg+xml']).match(/<g opacity/g)).toHaveLength(marked.length);
      expect(bundle['text/plain']).toContain(figure.specification.title);
    }
    const spots = done
      .levelCurve()
      .specification.series.filter(({ style }) => style === 'dots')
      .flatMap((s) => s.points);
    expect(spots.map((spot) => spot.y).sort()).toEqual(
      done.data.trials.map((trial) => trial.metrics.accuracy).sort(),
    );
  });
});

describe('a report', () => {
  it('counts and explains failed trials, and averages the others', async () => {
    const done = await study(failing(), { store: freshFolder() });
    const text = readable(await renderReport(done));
    expect(text).toContain('1 failed');
    expect(text).toContain('it &lt;b&gt;fell&lt;/b&gt;');
    const cell = cells(done.data, 'accuracy').find(({ arm, level }) => arm === 'still' && level === 8)!;
    expect([cell.trials.length, cell.failed]).toEqual([2, 1]);
    expect(text).toContain(
      `${cell.mean!.toFixed(3)} ± ${((cell.interval!.high - cell.interval!.low) / 2).toFixed(3)} (n=2), 1 failed`,
    );
  });

  it('is refused where a number comes from other code, and names run and reason', async () => {
    const done = await study(toy(), { store });
    // The module of the arms' recipe is another one, as after an edit.
    const { arms } = toyStudy();
    const edited = Object.entries(arms).map(([name, arm]) => [
      name,
      { ...arm, recipe: { ...arm.recipe, file: path.resolve('tests/runner/toyModel.js') } },
    ]);
    const file = path.join(freshFolder(), 'report.html');
    const stale = recordedStudy(toyStudy({ arms: Object.fromEntries(edited) }), done.data, { store });
    const first = done.data.trials[0]!;
    const message = `still, 2, seed 1 (run ${first.run.slice(0, 10)})`;
    await expect(writeReport(stale, file)).rejects.toThrow(message);
    await expect(writeReport(stale, file)).rejects.toThrow(
      /changed since: code of \S+toy\. 'lab run \.\/toy/,
    );
    expect(fs.existsSync(file)).toBe(false);
  });

  it('is refused where the data changed', async () => {
    const done = await study(toy(), { store });
    const sound = toyStudy().data.recipe;
    const other = { ...sound, name: 'other toys', prepare: async () => ({ name: 'other', test: 'test' }) };
    const data = { ...recipes.data({ cards: {} }), recipe: other };
    const stale = recordedStudy(toyStudy({ data }), done.data, { store: freshFolder() });
    await expect(renderReport(stale)).rejects.toThrow(/changed since: .*data/);
  });
});
