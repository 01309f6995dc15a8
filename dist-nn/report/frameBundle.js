"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.isFrame = isFrame;
exports.frameBundle = frameBundle;
/** A danfo frame as an HTML table and as aligned text. Recognised by its shape: this file loads no danfo. */
const escapeHtml_1 = require("./escapeHtml");
/** More rows than this are counted, not shown. */
const mostRows = 60;
const longestText = 400;
const significantDigits = 5;
function isFrame(value) {
    const frame = value;
    return (typeof frame === 'object' &&
        frame !== null &&
        Array.isArray(frame.columns) &&
        Array.isArray(frame.index) &&
        Array.isArray(frame.values));
}
function frameBundle(frame) {
    const rows = frame.values.slice(0, mostRows).map((row) => (Array.isArray(row) ? row : [row]));
    // danfo numbers the rows of a frame that has no index of its own: such numbers say nothing.
    const numbered = frame.index.every((label, position) => label === position || label === String(position));
    const head = [...(numbered ? [] : ['']), ...frame.columns.map(String)];
    const body = rows.map((row, position) => [...(numbered ? [] : [frame.index[position]]), ...row]);
    const right = head.map((_, column) => body.some((row) => typeof row[column] === 'number'));
    const hidden = frame.values.length - rows.length;
    const more = hidden > 0 ? `${hidden} more rows` : '';
    return { 'text/html': html(head, body, right, more), 'text/plain': text(head, body, right, more) };
}
function cellText(value) {
    if (value === null || value === undefined)
        return '';
    if (typeof value === 'number') {
        return Number.isInteger(value) || !Number.isFinite(value)
            ? String(value)
            : String(Number(value.toPrecision(significantDigits)));
    }
    const written = String(value);
    return written.length > longestText ? `${written.slice(0, longestText)}…` : written;
}
function html(head, body, right, more) {
    const align = (column) => ` style="text-align:${right[column] ? 'right' : 'left'}"`;
    const headCells = head.map((name, column) => `<th${align(column)}>${(0, escapeHtml_1.escapeHtml)(name)}</th>`).join('');
    const lines = body.map((row) => `<tr>${row.map((value, column) => `<td${align(column)}>${(0, escapeHtml_1.escapeHtml)(cellText(value))}</td>`).join('')}</tr>`);
    const table = `<table><thead><tr>${headCells}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table>`;
    return more ? `${table}<p>${more}</p>` : table;
}
function text(head, body, right, more) {
    const cells = [head, ...body.map((row) => row.map((value) => cellText(value).replace(/\s+/g, ' ')))];
    const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const line = (row) => row
        .map((cell, column) => (right[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd();
    const rule = widths.map((width) => '-'.repeat(width)).join('  ');
    return [line(cells[0]), rule, ...cells.slice(1).map(line), ...(more ? [more] : [])].join('\n');
}
//# sourceMappingURL=frameBundle.js.map