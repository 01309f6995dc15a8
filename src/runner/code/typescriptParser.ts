/** TypeScript's own parser, loaded when the first program text is read: that takes a fifth of a second. */
import { createRequire } from 'node:module';
import type * as TypeScript from 'typescript';

export type { TypeScript };

/** Internal in TypeScript's declarations, and what every editor plug-in reads. */
export interface ParsedFile extends TypeScript.SourceFile {
  readonly parseDiagnostics: readonly TypeScript.DiagnosticWithLocation[];
}

let loaded: typeof TypeScript | undefined;

/** The `typescript` package. */
export function typescript(): typeof TypeScript {
  loaded ??= createRequire(__filename)('typescript') as typeof TypeScript;
  return loaded;
}

/** Whether a file's name says that it holds TypeScript. */
export function isTypeScript(fileName: string): boolean {
  return /\.[cm]?ts$/.test(fileName);
}

/** Parses a module; the name's ending says whether it is TypeScript or JavaScript. Nodes know no parents. */
export function parse(text: string, fileName: string): ParsedFile {
  const ts = typescript();
  const kind = isTypeScript(fileName) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(fileName, text, options, false, kind) as ParsedFile;
}

/** An expression without the parentheses around it. */
export function unwrapped(node: TypeScript.Node): TypeScript.Node {
  const ts = typescript();
  let inner = node;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  return inner;
}

/** What a callee is called: 'defineStudy' in `defineStudy`, `lab.defineStudy` and `(0, study_1.defineStudy)`. */
export function calledName(callee: TypeScript.Node): string | undefined {
  const ts = typescript();
  const core = unwrapped(callee);
  if (ts.isIdentifier(core)) return core.text;
  if (ts.isPropertyAccessExpression(core)) return core.name.text;
  if (ts.isBinaryExpression(core) && core.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return calledName(core.right);
  return undefined;
}

/** The text of a literal string or of a template without gaps; undefined for anything else. */
export function literalText(node: TypeScript.Node | undefined): string | undefined {
  const ts = typescript();
  const core = node && unwrapped(node);
  return core && ts.isStringLiteralLike(core) ? core.text : undefined;
}

/**
 * Whether an identifier stands for a value, and is not what a declaration, property or label is called. Types count as
 * values: take them away first where that matters.
 * @param parent the node around it, parentheses aside
 */
export function isReference(identifier: TypeScript.Node, parent: TypeScript.Node): boolean {
  const ts = typescript();
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === identifier;
  const named = parent as { name?: unknown; propertyName?: unknown; label?: unknown };
  return named.name !== identifier && named.propertyName !== identifier && named.label !== identifier;
}

/** Visits all nodes, each with the node around it; parentheses are passed through. */
export function visitAll(
  source: ParsedFile,
  visit: (node: TypeScript.Node, parent: TypeScript.Node) => void,
): void {
  const ts = typescript();
  const inside = (node: TypeScript.Node, parent: TypeScript.Node): void => {
    visit(node, parent);
    const around = ts.isParenthesizedExpression(node) ? parent : node;
    ts.forEachChild(node, (child) => inside(child, around));
  };
  ts.forEachChild(source, (child) => inside(child, source));
}
