/** Shows results: rich in a notebook, as plain text in a terminal. */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { FigureLike } from './figureLike';
import { type FrameLike, frameBundle, isFrame } from './frameBundle';
import { html } from './html';
import { plotlyStill } from './still/plotlyStill';
import { itemsOf } from './still/values';

/** One result in several forms, by MIME type; the viewer picks the richest it can draw. Always has 'text/plain'. */
export type MimeBundle = Record<string, unknown>;

/** Implemented by whatever knows how to show itself: claims, verdicts, curves. */
export interface Displayable {
  toDisplay(): MimeBundle;
  /** Where its numbers come from: saved with the output in a notebook, so that it can be checked against a record. */
  readonly origin?: Origin;
}

/** A view of a study's results. */
export interface Origin {
  readonly study: string;
  readonly tier: string;
  readonly firstSeed: number;
  /** The form that is shown, and what it was given. */
  readonly view: string;
  readonly given: readonly (string | number)[];
}

/** What the kernel offers to the lab, found through a global symbol, so that two copies of the lab share it. */
export interface KernelHost {
  display(
    content: { data: MimeBundle; metadata: Record<string, unknown>; transient: Record<string, unknown> },
    update: boolean,
  ): void;
}

export const kernelHostKey = Symbol.for('pretraining-lab.kernel');

function kernelHost(): KernelHost | undefined {
  return (globalThis as Record<symbol, unknown>)[kernelHostKey] as KernelHost | undefined;
}

/** Whether the code runs in a notebook's kernel. */
export function inNotebook(): boolean {
  return kernelHost() !== undefined;
}

/** One thing on show, which can be replaced by a newer state of itself. */
export class Display {
  readonly id = randomUUID();
  private shown = false;

  /**
   * Shows the bundle: the first time as new output, then in place of what was shown.
   * Bytes (Uint8Array, for image/png) are sent as base64. In a terminal the text/plain form is printed each time.
   * @param transient told to the program that runs the notebook, never saved in it
   */
  update(bundle: MimeBundle, transient: Record<string, unknown> = {}, origin?: Origin): void {
    const host = kernelHost();
    if (host) {
      const content = {
        data: encodedBundle(bundle),
        metadata: originMetadata(origin),
        transient: { ...transient, display_id: this.id },
      };
      host.display(content, this.shown);
    } else {
      process.stdout.write(`${plainText(bundle)}\n`);
    }
    this.shown = true;
  }
}

/** Under this name an output's metadata in a notebook hold its {@link Origin}. */
export const originKey = 'pretraining-lab';

/** An output's metadata in a notebook: where a value's numbers come from, if it says so. */
export function metadataOf(value: unknown): Record<string, unknown> {
  return originMetadata(isDisplayable(value) ? value.origin : undefined);
}

const originMetadata = (origin: Origin | undefined): Record<string, unknown> =>
  origin ? { [originKey]: origin } : {};

/** Shows all forms of one result in one output; the returned {@link Display} can update it later. */
export function display(bundle: MimeBundle, origin?: Origin): Display {
  const shown = new Display();
  shown.update(bundle, {}, origin);
  return shown;
}

/**
 * Shows a value as well as it can be shown: a danfo frame or series as a table, a plotly figure ({ data, layout })
 * as a figure, a string as Markdown, anything with toDisplay() as it says, and the rest as Node prints it.
 */
export function show(value: unknown): void {
  if (typeof value === 'string') display(markdownBundle(value));
  else display(mimeBundleOf(value), isDisplayable(value) ? value.origin : undefined);
}

/** Markdown text, which terminals get as it is written. */
export function markdownBundle(text: string): MimeBundle {
  return { 'text/markdown': text, 'text/plain': text };
}

/** The forms in which {@link show} shows a value that is not a string. */
export function mimeBundleOf(value: unknown): MimeBundle {
  if (isDisplayable(value)) {
    const bundle = value.toDisplay();
    return 'text/plain' in bundle ? bundle : { ...bundle, 'text/plain': inspect(value) };
  }
  if (isFrame(value)) return frameBundle(value as FrameLike);
  if (isFigure(value)) return figureBundle(value, plotlyStill(value));
  return { 'text/plain': inspect(value) };
}

/**
 * A plotly figure for JupyterLab's plotly renderer, with what static viewers can show beside it.
 * @param still a picture of the figure for viewers that run no scripts: SVG text
 */
export function figureBundle(figure: FigureLike, still?: string): MimeBundle {
  const { data, layout = {}, config = {} } = figure;
  const title = titleOf(layout);
  const traces = data.map((trace, index) => describeTrace(trace as Record<string, unknown>, index));
  const plain = [`Figure${title ? `: ${title}` : ''}`, ...traces.map((line) => `  ${line}`)].join('\n');
  const summary = html`<p><b>${title || 'Figure'}</b>. It is drawn where the notebook is open in JupyterLab.</p><ul>${traces.map((line) => html`<li>${line}</li>`)}</ul>`;
  return {
    'application/vnd.plotly.v1+json': {
      data: jsonValue(data),
      layout: jsonValue(layout),
      config: { responsive: true, displaylogo: false, ...config },
    },
    // A page prefers HTML to an image, so the words stand only where there is no image.
    ...(still === undefined ? { 'text/html': summary.toString() } : { 'image/svg+xml': still }),
    'text/plain': plain,
  };
}

/** Typed arrays as arrays, and numbers that JSON cannot write as it can: null is a gap. */
function jsonValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return itemsOf(value).map(jsonValue);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, jsonValue(one)]));
}

function titleOf(layout: object): string {
  const { title } = layout as { title?: unknown };
  if (typeof title === 'string') return title;
  const text = (title as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? text : '';
}

function describeTrace(trace: Record<string, unknown>, index: number): string {
  const name = typeof trace.name === 'string' ? trace.name : `trace ${index + 1}`;
  const along = (trace.x ?? trace.y ?? trace.values) as ArrayLike<unknown> | undefined;
  const points = along?.length;
  return `${name} (${String(trace.type ?? 'scatter')}${points === undefined ? '' : `, ${points} points`})`;
}

function isDisplayable(value: unknown): value is Displayable {
  return typeof (value as Displayable | null | undefined)?.toDisplay === 'function';
}

function isFigure(value: unknown): value is FigureLike {
  const figure = value as FigureLike | null;
  return (
    typeof figure === 'object' &&
    figure !== null &&
    Array.isArray(figure.data) &&
    figure.data.every((trace) => typeof trace === 'object' && trace !== null) &&
    typeof figure.layout === 'object'
  );
}

/** The bundle as it can be sent: bytes as base64. */
export function encodedBundle(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ]),
  );
}

function plainText(bundle: MimeBundle): string {
  const text = bundle['text/plain'] ?? bundle['text/markdown'];
  return typeof text === 'string' ? text : `(${Object.keys(bundle).join(', ')})`;
}
