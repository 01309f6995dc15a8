"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.textTable = textTable;
/** Aligned columns for terminals: texts to the left, numbers to the right. */
function textTable(head, rows) {
    const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
    const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => /^[-+−±.\d\s%e[\],…–]*$/.test(row[column] ?? '')));
    const line = (cells) => cells
        .map((cell, column) => numeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd();
    return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
//# sourceMappingURL=textTable.js.map