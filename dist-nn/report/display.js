"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Display = exports.kernelHostKey = void 0;
exports.inNotebook = inNotebook;
exports.display = display;
exports.show = show;
exports.markdownBundle = markdownBundle;
exports.mimeBundleOf = mimeBundleOf;
exports.figureBundle = figureBundle;
/** Shows results: rich in a notebook, as plain text in a terminal. */
const node_crypto_1 = require("node:crypto");
const node_util_1 = require("node:util");
const escapeHtml_1 = require("./escapeHtml");
const frameBundle_1 = require("./frameBundle");
exports.kernelHostKey = Symbol.for('pretraining-lab.kernel');
function kernelHost() {
    return globalThis[exports.kernelHostKey];
}
/** Whether the code runs in a notebook's kernel. */
function inNotebook() {
    return kernelHost() !== undefined;
}
/** One thing on show, which can be replaced by a newer state of itself. */
class Display {
    id = (0, node_crypto_1.randomUUID)();
    shown = false;
    /**
     * Shows the bundle: the first time as new output, then in place of what was shown.
     * Bytes (Uint8Array, for image/png) are sent as base64. In a terminal the text/plain form is printed each time.
     * @param transient told to the program that runs the notebook, never saved in it
     */
    update(bundle, transient = {}) {
        const host = kernelHost();
        if (host) {
            const content = {
                data: encoded(bundle),
                metadata: {},
                transient: { ...transient, display_id: this.id },
            };
            host.display(content, this.shown);
        }
        else {
            process.stdout.write(`${plainText(bundle)}\n`);
        }
        this.shown = true;
    }
}
exports.Display = Display;
/** Shows all forms of one result in one output; the returned {@link Display} can update it later. */
function display(bundle) {
    const shown = new Display();
    shown.update(bundle);
    return shown;
}
/**
 * Shows a value as well as it can be shown: a danfo frame or series as a table, a plotly figure ({ data, layout })
 * as a figure, a string as Markdown, anything with toDisplay() as it says, and the rest as Node prints it.
 */
function show(value) {
    display(typeof value === 'string' ? markdownBundle(value) : mimeBundleOf(value));
}
/** Markdown text, which terminals get as it is written. */
function markdownBundle(text) {
    return { 'text/markdown': text, 'text/plain': text };
}
/** The forms in which {@link show} shows a value that is not a string. */
function mimeBundleOf(value) {
    if (isDisplayable(value)) {
        const bundle = value.toDisplay();
        return 'text/plain' in bundle ? bundle : { ...bundle, 'text/plain': (0, node_util_1.inspect)(value) };
    }
    if ((0, frameBundle_1.isFrame)(value))
        return (0, frameBundle_1.frameBundle)(value);
    if (isFigure(value))
        return figureBundle(value);
    return { 'text/plain': (0, node_util_1.inspect)(value) };
}
/**
 * A plotly figure for JupyterLab's plotly renderer, with what static viewers can show beside it.
 * @param still a picture of the figure for viewers that run no scripts: SVG text
 */
function figureBundle(figure, still) {
    const { data, layout = {}, config = {} } = figure;
    const title = titleOf(layout);
    const traces = data.map((trace, index) => describeTrace(trace, index));
    const plain = [`Figure${title ? `: ${title}` : ''}`, ...traces.map((line) => `  ${line}`)].join('\n');
    const summary = `<p><b>${(0, escapeHtml_1.escapeHtml)(title || 'Figure')}</b>. It is drawn where the notebook is open in JupyterLab.</p>`;
    const html = `${summary}<ul>${traces.map((line) => `<li>${(0, escapeHtml_1.escapeHtml)(line)}</li>`).join('')}</ul>`;
    return {
        'application/vnd.plotly.v1+json': {
            data,
            layout,
            config: { responsive: true, displaylogo: false, ...config },
        },
        // A page prefers HTML to an image, so the words stand only where there is no image.
        ...(still === undefined ? { 'text/html': html } : { 'image/svg+xml': still }),
        'text/plain': plain,
    };
}
function titleOf(layout) {
    const { title } = layout;
    if (typeof title === 'string')
        return title;
    const text = title?.text;
    return typeof text === 'string' ? text : '';
}
function describeTrace(trace, index) {
    const name = typeof trace.name === 'string' ? trace.name : `trace ${index + 1}`;
    const along = (trace.x ?? trace.y ?? trace.values);
    const points = along?.length;
    return `${name} (${String(trace.type ?? 'scatter')}${points === undefined ? '' : `, ${points} points`})`;
}
function isDisplayable(value) {
    return typeof value?.toDisplay === 'function';
}
function isFigure(value) {
    const figure = value;
    return (typeof figure === 'object' &&
        figure !== null &&
        Array.isArray(figure.data) &&
        figure.data.every((trace) => typeof trace === 'object' && trace !== null) &&
        typeof figure.layout === 'object');
}
function encoded(bundle) {
    return Object.fromEntries(Object.entries(bundle).map(([type, value]) => [
        type,
        value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ]));
}
function plainText(bundle) {
    const text = bundle['text/plain'] ?? bundle['text/markdown'];
    return typeof text === 'string' ? text : `(${Object.keys(bundle).join(', ')})`;
}
//# sourceMappingURL=display.js.map