/** The report: one HTML file that carries everything it needs, to be read on screen, on paper and years later. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { placeOf, refuseStale } from '../ablations/staleness';
import type { Study } from '../ablations/study';
import { metricTitle } from '../ablations/task';
import { writeDurably } from '../durableFiles';
import type { FigureLike } from './display';
import { escapeHtml } from './escapeHtml';
import type { Figure } from './figure';
import { reportStyle } from './reportStyle';
import { pairedSeeds } from './studyCards';

/**
 * Renders and writes a study's report.
 * @throws LabError if a number's run no longer matches the code, data or configuration: it says which, and writes nothing
 */
export async function writeReport(study: Study, file: string): Promise<void> {
  writeDurably(file, await renderReport(study));
}

/**
 * The report as one self-contained HTML document.
 * @throws LabError as {@link writeReport}
 */
export async function renderReport(study: Study): Promise<string> {
  const { data } = study;
  refuseStale('report', data, await study.stale());
  const figures: Figure[] = [];
  const figure = (drawn: Figure | undefined): string => {
    if (!drawn) return '';
    figures.push(drawn);
    const { title, caption } = drawn.specification;
    return `<figure id="figure-${figures.length}"><div class="still">${drawn.svg()}</div><div class="live"></div><figcaption><b>Figure ${figures.length}. ${escapeHtml(title)}.</b> ${escapeHtml(caption)}</figcaption></figure>`;
  };
  const table = (html: string): string => `<div class="wide">${html}</div>`;
  const sections = [
    section('Results', [
      ...data.task.metrics.map((metric) => table(study.resultsOf(metric).toHtml())),
      figure(study.labelCurve()),
    ]),
    section('Paired differences', [figure(study.pairedDifferences()), table(study.differences().toHtml())]),
    section('What it is worth in labels', [table(study.labelMultipliers().toHtml())]),
    section('Convergence', [figure(study.convergence())]),
    section('What it costs', [table(study.ledger.toHtml())]),
    section('Failed runs', [failures(study)]),
    section('What this does not show', [list(data.limits)]),
    section('How to reproduce it', [reproduce(study)]),
    section('Environment', [`<div class="environment">${table(study.environment.toHtml())}</div>`]),
    section('Receipts', [`<div class="receipts">${table(study.receipts.toHtml())}</div>`]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(data.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(data.title)}</h1>
<p class="subtitle">${escapeHtml(subtitle(study))}</p>
${study.verdict.toHtml()}
${study.claim.toHtml()}
${sections.join('\n')}
</main>
<script>${insideScript(plotlySource())}</script>
<script>
const figures = ${jsonInsideScript(figures.map(withoutTitle))};
${drawing}
</script>
</body>
</html>
`;
}

/** In the report the caption names the figure. */
function withoutTitle(figure: Figure): FigureLike {
  const { data, layout } = figure.plotly();
  const { title: _title, ...rest } = layout as { title?: object };
  const margin = { l: 70, r: 20, t: 20, b: 60 };
  return { data, layout: { ...rest, height: figure.specification.height, margin } };
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

function section(title: string, parts: readonly string[]): string {
  const content = parts.filter((part) => part !== '').join('\n');
  return content === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>\n${content}</section>`;
}

function subtitle({ data }: Study): string {
  const finished = data.trials.filter((trial) => trial.state === 'finished').length;
  return `${data.id} · tier ${data.tier} · ${finished} of ${data.trials.length} trials finished · ${pairedSeeds(data)} · ${data.task.metrics.map(metricTitle).join(', ')} on ${data.task.dataset} · ${data.engine} engine, ${data.precision}`;
}

function failures({ failed }: Study): string {
  return list(
    failed.map((run) => `${placeOf(run.determinants)} (run ${run.run.slice(0, 10)}): ${run.error}`),
  );
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`;
}

function reproduce({ data }: Study): string {
  // No commit is named: a report is refused unless the runs match the code that is there, and history may be rewritten.
  const seeds = ` --tier ${data.tier}`;
  return `<p>From a clone of the repository, about ${data.minutes} minutes on two cores:</p>
<pre>npm run setup
npx lab verify ${data.id}${seeds}   # executes everything again and compares each recorded number
npx lab run ${data.id}${seeds}      # computes what the store lacks and prints table and verdict
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
