/** The report: one HTML file that carries everything it needs, to be read on screen, on paper and years later. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { writeDurably } from '../durableFiles';
import { studyWords } from '../runner/commandWords';
import { metricTitle } from '../runner/metricWords';
import { placeOf } from '../runner/places';
import { pairedSeeds } from '../runner/results';
import { refuseStale } from '../runner/staleness';
import type { Figure } from './figure';
import type { FigureLike } from './figureLike';
import { Html, type HtmlPart, html, lines } from './html';
import { Outcomes } from './notebookCheck';
import { reportStyle } from './reportStyle';
import type { StudyOutcome } from './studyOutcome';
import type { Table } from './table';

/**
 * Renders and writes a study's report.
 * @throws LabError if a number's run no longer matches the code, data or configuration: it says which, and writes nothing
 */
export async function writeReport(study: StudyOutcome, file: string): Promise<void> {
  writeDurably(file, await renderReport(study));
}

/**
 * The report as one self-contained HTML document.
 * @throws LabError as {@link writeReport}
 */
export async function renderReport(study: StudyOutcome): Promise<string> {
  refuseStale('report', study.study, study.data.tier, await study.stale());
  return reportOf(study);
}

/** Of which results a report is. */
function originOf({ data: { id, tier, firstSeed } }: StudyOutcome) {
  return { study: id, tier, firstSeed };
}

/** What is wrong with a report, compared with the record of the results it shows; one clause each. */
export function reportFaults(html: string, records?: string): string[] {
  const origin = /<script type="application\/json" id="origin">(.*?)<\/script>/.exec(html)?.[1];
  if (origin === undefined) return ['it does not say which results it shows'];
  const name = JSON.parse(origin) as ReturnType<typeof originOf>;
  const outcome = new Outcomes(records).of(name);
  if (typeof outcome === 'string') return [outcome];
  const expected = reportOf(outcome);
  if (html === expected) return [];
  let at = 0;
  while (at < expected.length && html[at] === expected[at]) at++;
  const shown = (text: string) => text.slice(Math.max(0, at - 20), at + 60).replace(/\s+/g, ' ');
  return [`it says '${shown(html)}' where the record has '${shown(expected)}'`];
}

function reportOf(study: StudyOutcome): string {
  const { data } = study;
  const figures: Figure[] = [];
  const figure = (drawn: Figure | undefined): HtmlPart => {
    if (!drawn) return undefined;
    figures.push(drawn);
    const { title, caption } = drawn.specification;
    return html`<figure id="figure-${figures.length}"><div class="still">${drawn.picture()}</div><div class="live"></div><figcaption><b>Figure ${figures.length}. ${title}.</b> ${caption}</figcaption></figure>`;
  };
  const table = (shown: Table | undefined): HtmlPart =>
    shown && html`<div class="wide">${shown.toHtml()}</div>`;
  const sections = [
    section('Results', [
      ...data.task.metrics.map((metric) => table(study.resultsOf(metric))),
      figure(study.levelCurve()),
    ]),
    section('Paired differences', [figure(study.pairedDifferences()), table(study.differences())]),
    section('What it is worth in labels', [table(study.labelMultipliers())]),
    section('Convergence', [figure(study.convergence())]),
    section('How settings were chosen', [figure(study.tuningEffort()), table(study.tuning)]),
    section('What it costs', [table(study.ledger)]),
    section('Failed runs', [failures(study)]),
    section('What this does not show', [list(data.limits)]),
    section('How to reproduce it', [reproduce(study)]),
    section('Environment', [html`<div class="environment">${table(study.environment)}</div>`]),
    section('Receipts', [html`<div class="receipts">${table(study.receipts)}</div>`]),
  ];
  const scripts = [
    insideScript(plotlySource()),
    `\nconst figures = ${jsonInsideScript(figures.map(withoutTitle))};\n${drawing}\n`,
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${data.title}</title>
<style>${new Html(reportStyle)}</style>
</head>
<body>
<main>
<h1>${data.title}</h1>
<p class="subtitle">${subtitle(study)}</p>
${study.verdict.toHtml()}
${study.claim.toHtml()}
${lines(sections)}
</main>
<script type="application/json" id="origin">${new Html(jsonInsideScript(originOf(study)))}</script>
${lines(scripts.map((script) => html`<script>${new Html(script)}</script>`))}
</body>
</html>
`.toString();
}

/**
 * What a browser may do for the page (Content Security Policy, level 3): run these scripts and no other, load nothing, send
 * nothing. Markup that found its way into the page would not run. Styles stand in the markup, and plotly adds its own.
 */
function policyFor(scripts: readonly string[]): string {
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** In the report the caption names the figure. */
function withoutTitle(figure: Figure): FigureLike {
  const { data, layout } = figure.plotly();
  const { title: _title, ...rest } = layout as { title?: object };
  const margin = { l: 70, r: 20, t: 20, b: 60 };
  // WebGL's programs are made from texts, which the page's policy forbids.
  const drawn = data.map((trace) =>
    'type' in trace && trace.type === 'scattergl' ? { ...trace, type: 'scatter' } : trace,
  );
  return { data: drawn, layout: { ...rest, height: figure.specification.height, margin } };
}

/** Draws the figures over their still pictures; a click on a number marks its runs among the receipts. */
const drawing = `figures.forEach((figure, index) => {
  const place = document.getElementById('figure-' + (index + 1));
  Plotly.newPlot(place.querySelector('.live'), figure.data, figure.layout, { responsive: true, displaylogo: false })
    .then(() => place.classList.add('drawn'));
});
document.addEventListener('click', (event) => {
  const cell = event.target.closest('[data-runs]');
  if (!cell || cell.closest('.receipts')) return;
  const runs = new Set(cell.dataset.runs.split(' '));
  const rows = [...document.querySelectorAll('.receipts tbody tr')];
  for (const row of rows) row.classList.toggle('shown', runs.has(row.cells[0].textContent));
  rows.find((row) => row.classList.contains('shown'))?.scrollIntoView({ behavior: 'smooth', block: 'center' });
});`;

function section(title: string, parts: readonly HtmlPart[]): HtmlPart {
  const given = parts.filter((part) => part !== undefined && part !== '');
  return given.length === 0 ? '' : html`<section><h2>${title}</h2>\n${lines(given)}</section>`;
}

function subtitle({ data }: StudyOutcome): string {
  const finished = data.trials.filter((trial) => trial.state === 'finished').length;
  return `${data.id} · tier ${data.tier} · ${finished} of ${data.trials.length} trials finished · ${pairedSeeds(data)} · ${data.task.metrics.map(metricTitle).join(', ')} on ${Object.values(data.cards)[0] ?? 'its data'} · ${data.engine} engine, ${data.precision}`;
}

function failures({ failed }: StudyOutcome): HtmlPart {
  return list(failed.map((run) => `${placeOf(run)} (run ${run.run.slice(0, 10)}): ${run.error}`));
}

function list(texts: readonly string[]): HtmlPart {
  return texts.length === 0 ? undefined : html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

function reproduce({ data, study }: StudyOutcome): Html {
  // No commit is named: a report is refused unless the runs match the code that is there, and history may be rewritten.
  const name = studyWords(study);
  const seeds = data.firstSeed === 1 ? '' : ` --first-seed ${data.firstSeed}`;
  const options = ` --tier ${data.tier}${seeds}`;
  return html`<p>From a clone of the repository, about ${data.minutes} minutes on two cores:</p>
<pre>npm run setup
npx lab verify ${name}${options}   # executes everything again and compares each recorded number
npx lab run ${name}${options}      # computes what the store lacks and prints table and verdict
npx lab show RUN                    # one run: configuration, environment, parents
npx lab rerun RUN                   # executes one run again, number by number</pre>
<p class="note">A click on a number marks its runs under Receipts; hovering names them.</p>`;
}

function plotlySource(): string {
  return fs.readFileSync(createRequire(__filename).resolve('plotly.js-dist/plotly.js'), 'utf8');
}

/** Program text that may stand in a script element: what would end or hide the element is escaped. */
function insideScript(source: string): string {
  return source.replace(/<(\/script|!--)/gi, '<\\$1');
}

/** Data as a JavaScript expression inside a script element. */
function jsonInsideScript(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
