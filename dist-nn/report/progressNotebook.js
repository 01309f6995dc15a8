"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.NotebookProgress = void 0;
const display_1 = require("./display");
const escapeHtml_1 = require("./escapeHtml");
const progressGroup_1 = require("./progressGroup");
const progressMeter_1 = require("./progressMeter");
/** Seconds between two updates of an output. */
const pause = 0.25;
class NotebookProgress {
    groups = new progressGroup_1.ProgressGroups(() => new NotebookDrawing());
    start(options) {
        return this.groups.start(options);
    }
    /** A cell begins or ends: bars that an earlier one left unfinished are not part of it. */
    newCell() {
        this.groups.abandon();
    }
}
exports.NotebookProgress = NotebookProgress;
class NotebookDrawing {
    output = new display_1.Display();
    drawnAt = Number.NEGATIVE_INFINITY;
    draw(bars, urgent) {
        const now = performance.now() / 1000;
        // Many short parts start and finish too: only the very first drawing cannot wait.
        const first = this.drawnAt === Number.NEGATIVE_INFINITY;
        if (now - this.drawnAt < pause && !(urgent && first))
            return;
        this.drawnAt = now;
        this.send(bars, barBundle);
    }
    end(bars) {
        this.send(bars, lineBundle);
    }
    send(bars, bundle) {
        const reports = bars.map(({ meter, finished }) => ({
            ...meter.options,
            done: meter.done,
            note: meter.note,
            finished,
        }));
        this.output.update(bundle(bars.map(({ meter, finished }) => meter.state(finished))), {
            progress: reports,
        });
    }
}
/** Colours come from the page, so that bars suit light, dark and printed notebooks. */
function barBundle(states) {
    const rows = states.map((state) => {
        const { label, fraction, counts, rate, elapsed, left, note } = state;
        const text = [counts, rate, elapsed, left && `${left} left`, note].filter(Boolean).join(' · ');
        const width = fraction === undefined ? '' : `width:${(fraction * 100).toFixed(1)}%;`;
        const bar = '<div style="flex:0 0 12em;height:0.6em;border-radius:0.3em;overflow:hidden;background:rgba(128,128,128,0.25)">' +
            `<div style="${width}height:100%;background:#1f77b4"></div></div>`;
        return ('<div style="display:flex;gap:0.8em;align-items:center;font-size:90%;line-height:1.6">' +
            `<div style="flex:0 0 11em;font-weight:600">${(0, escapeHtml_1.escapeHtml)(label)}</div>${bar}` +
            `<div style="font-variant-numeric:tabular-nums">${(0, escapeHtml_1.escapeHtml)(text)}</div></div>`);
    });
    return { 'text/html': rows.join(''), 'text/plain': states.map((state) => (0, progressMeter_1.progressLine)(state)).join('\n') };
}
function lineBundle(states) {
    const plain = states.map((state) => (0, progressMeter_1.progressLine)(state, true)).join('\n');
    const html = `<div style="font-size:90%;opacity:0.8">${(0, escapeHtml_1.escapeHtml)(plain).replace(/\n/g, '<br>')}</div>`;
    return { 'text/html': html, 'text/plain': plain };
}
//# sourceMappingURL=progressNotebook.js.map