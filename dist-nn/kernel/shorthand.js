"use strict";
/**
 * tslab drops the import of an earlier cell's variable whose only use is a shorthand property, and `{ tokenizer }` then
 * fails as "not defined". Written out, `{ tokenizer: tokenizer }`, it means the same and survives.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeOutShorthand = writeOutShorthand;
/** Writes out every shorthand property of a cell. Lines keep their numbers; columns after one on its line shift. */
function writeOutShorthand(parser, code) {
    const names = [];
    const visit = (node) => {
        if (node.kind === parser.SyntaxKind.ShorthandPropertyAssignment && node.name) {
            names.push({ text: node.name.text, end: node.name.end });
        }
        parser.forEachChild(node, visit);
    };
    visit(parser.createSourceFile('cell.ts', code, parser.ScriptTarget.Latest, false));
    let written = code;
    for (const { text, end } of names.sort((a, b) => b.end - a.end)) {
        written = `${written.slice(0, end)}: ${text}${written.slice(end)}`;
    }
    return written;
}
//# sourceMappingURL=shorthand.js.map