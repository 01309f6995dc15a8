/** Cells export nothing, but code that is pasted from a module says `export`: it means the same without. */
import type { TypeScriptApi } from './cellSyntax';

/** Blanks `export` before declarations and whole lists of exported names. Every other character keeps its place. */
export function withoutExports(api: TypeScriptApi, code: string): string {
  if (!code.includes('export')) return code;
  const file = api.createSourceFile('cell.ts', code, api.ScriptTarget.Latest, true);
  let written = code;
  const blank = (start: number, end: number) => {
    const spaces = written.slice(start, end).replace(/[^\n]/g, ' ');
    written = written.slice(0, start) + spaces + written.slice(end);
  };
  for (const statement of file.statements) {
    if (api.isExportDeclaration(statement) && !statement.moduleSpecifier) {
      blank(statement.getStart(file), statement.end);
    }
    if (!api.canHaveModifiers(statement)) continue;
    const modifiers = statement.modifiers ?? [];
    if (modifiers.some(({ kind }) => kind === api.SyntaxKind.DefaultKeyword)) continue;
    for (const modifier of modifiers) {
      if (modifier.kind === api.SyntaxKind.ExportKeyword) blank(modifier.getStart(file), modifier.end);
    }
  }
  return written;
}
