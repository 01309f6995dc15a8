/** A report of results whose every text holds markup, opened in a real browser: nothing of it runs. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/htmlReport';
import { recordedStudy, study } from '../../src/report/studyOutcome';
import type { StudyResults } from '../../src/runner/results';
import { freshFolder, toyRunning } from '../runner/toyStudy';
import { figure } from './figures';
import { payloads } from './hostileValues';

const browser = ['/usr/bin/chromium', '/usr/bin/google-chrome', process.env.CHROME_PATH ?? ''].find(
  (place) => place !== '' && fs.existsSync(place),
);

/** What a page has become once its scripts ran. */
function opened(html: string): string {
  const folder = freshFolder();
  const file = path.join(folder, 'page.html');
  fs.writeFileSync(file, html);
  const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const own = [
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${path.join(folder, 'profile')}`,
  ];
  const act = ['--virtual-time-budget=5000', '--dump-dom', `file://${file}`];
  return execFileSync(browser!, ['--headless', ...quiet, ...own, ...act], {
    ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000, maxBuffer: 2 ** 28 },
  });
}

let places = 0;

/** The same results with markup behind every text that is no name, path, id or number. */
function withMarkup(value: unknown): unknown {
  const named =
    /^(id|study|name|arm|arms|run|kind|part|recipe|data|code|commit|tier|task|metrics|engine|precision)$/;
  if (typeof value === 'string' && /[a-z] [a-z]|^[A-Z]/.test(value)) {
    places++;
    return `${value} ${payloads.join(' ')}`;
  }
  if (Array.isArray(value)) return value.map((one) => withMarkup(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, named.test(name) ? one : withMarkup(one)]),
  );
}

describe.skipIf(browser === undefined)('in a browser', () => {
  let hostile: string;
  beforeAll(async () => {
    const store = freshFolder();
    const definition = toyRunning((context, sound) => {
      const { options, seed, amount } = context as {
        options: { named: string };
        seed: number;
        amount: number;
      };
      if (options.named === 'still' && seed === 2 && amount === 8) throw new Error(payloads.join(' '));
      return sound(context);
    });
    const { data } = await study(definition, { store });
    const edited = withMarkup(data) as StudyResults;
    hostile = await renderReport(recordedStudy(definition, edited));
  });

  it('a page whose script may run is changed by it, so that this test can fail', () => {
    for (const payload of payloads.slice(0, 3))
      expect(opened(`<!doctype html><title>t</title><script>var a='</script>${payload}`)).toContain(
        '<title>RAN</title>',
      );
  });

  it('nothing that results say runs, and the report draws its figures', () => {
    const page = opened(hostile);
    expect(places).toBeGreaterThan(10);
    expect(page).not.toContain('<title>RAN');
    expect(page).not.toMatch(/<(img|iframe)\b/);
    expect(page.match(/class="main-svg"/g)!.length).toBeGreaterThan(2);
    figure('A report full of markup in Chromium', {
      tried: `${places} texts of a study's results end in ${payloads.length} pieces of markup that run a script`,
      seen: 'no script ran; the figures are drawn',
    });
  });
});
