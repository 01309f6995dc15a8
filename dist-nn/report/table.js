"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Table = void 0;
exports.signed = signed;
const escapeHtml_1 = require("./escapeHtml");
const textTable_1 = require("./textTable");
class Table {
    title;
    columns;
    rows;
    note;
    constructor(title, columns, rows, 
    /** What one must know to read it. */
    note = '') {
        this.title = title;
        this.columns = columns;
        this.rows = rows;
        this.note = note;
    }
    /** Every run behind a cell. */
    runs() {
        return [...new Set(this.rows.flat().flatMap((cell) => cell.runs ?? []))];
    }
    /** As a danfo frame, numbers as numbers. */
    async frame() {
        const { DataFrame } = await import('danfojs-node');
        const values = this.rows.map((row) => row.map((cell) => (cell.value === undefined ? cell.text : cell.value)));
        return new DataFrame(values, { columns: this.columns.map(({ name }) => name) });
    }
    toText() {
        const table = (0, textTable_1.textTable)(this.columns.map(({ name }) => name), this.rows.map((row) => row.map((cell) => cell.text)));
        return [this.title, '', table, ...(this.note ? ['', this.note] : [])].join('\n');
    }
    toHtml() {
        const head = this.columns
            .map(({ name, align }) => `<th style="text-align:${align}">${(0, escapeHtml_1.escapeHtml)(name)}</th>`)
            .join('');
        // A number that wraps is hard to compare.
        const align = this.columns.map((column) => ` style="text-align:${column.align}${column.align === 'right' ? ';white-space:nowrap' : ''}"`);
        const body = this.rows
            .map((row) => `<tr>${row.map((cell, i) => cellHtml(cell, align[i])).join('')}</tr>`)
            .join('\n');
        const note = this.note ? `<p class="note">${(0, escapeHtml_1.escapeHtml)(this.note)}</p>` : '';
        return `<table class="results"><caption style="text-align:left">${(0, escapeHtml_1.escapeHtml)(this.title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>${note}`;
    }
    toDisplay() {
        return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
    }
}
exports.Table = Table;
function cellHtml({ text, runs = [], note, mark }, align) {
    const receipt = runs.length > 0
        ? `${runs.length === 1 ? 'run' : 'runs'} ${runs.map((run) => run.slice(0, 10)).join(', ')}`
        : '';
    const title = [note, receipt].filter(Boolean).join('\n');
    const attributes = [
        align,
        mark ? ` class="${mark}"` : '',
        title ? ` title="${(0, escapeHtml_1.escapeHtml)(title)}"` : '',
        runs.length > 0 ? ` data-runs="${runs.map((run) => run.slice(0, 10)).join(' ')}"` : '',
    ].join('');
    const inner = (0, escapeHtml_1.escapeHtml)(text);
    return `<td${attributes}>${mark === 'best' ? `<b>${inner}</b>` : inner}</td>`;
}
/** A difference with its sign, three places. */
function signed(value) {
    return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
//# sourceMappingURL=table.js.map