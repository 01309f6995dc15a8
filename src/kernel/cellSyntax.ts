/** Questions about the syntax of a cell that has been compiled to JavaScript. */
import type ts from 'typescript';

export type TypeScriptApi = typeof ts;

/** What a cell declares at its top level; a `var` inside blocks is declared there too. */
export function* topLevelDeclarations(api: TypeScriptApi, file: ts.SourceFile): Generator<[string, ts.Node]> {
  function* named(node: ts.VariableDeclaration | ts.BindingElement): Generator<[string, ts.Node]> {
    if (api.isIdentifier(node.name)) yield [node.name.text, node];
    else for (const element of node.name.elements) if (api.isBindingElement(element)) yield* named(element);
  }
  function* below(node: ts.Node, top: boolean): Generator<[string, ts.Node]> {
    if (top && api.isFunctionDeclaration(node) && node.name) yield [node.name.text, node];
    else if (top && api.isClassDeclaration(node) && node.name) yield [node.name.text, node];
    else if (api.isImportClause(node) && node.name) yield [node.name.text, node];
    else if (api.isNamespaceImport(node) || api.isImportSpecifier(node)) yield [node.name.text, node];
    if (isClosed(api, node) || api.isClassLike(node)) return;
    if (api.isVariableDeclarationList(node)) {
      const statement = api.isVariableStatement(node.parent) && node.parent.parent === file;
      const lexical = (node.flags & api.NodeFlags.BlockScoped) !== 0;
      if (statement || !lexical) for (const one of node.declarations) yield* named(one);
      // What the values contain cannot declare anything outside a function.
      return;
    }
    const children: ts.Node[] = [];
    api.forEachChild(node, (child) => {
      children.push(child);
    });
    for (const child of children) yield* below(child, node === file);
  }
  yield* below(file, false);
}

export function isVar(api: TypeScriptApi, declaration: ts.Node): boolean {
  let node = declaration;
  while (!api.isVariableDeclaration(node) && node.parent) node = node.parent;
  return api.isVariableDeclaration(node) && (node.parent.flags & api.NodeFlags.BlockScoped) === 0;
}

/**
 * Whether one of these declares a name. In JavaScript TypeScript also takes `name.property = value` for a declaration of
 * `name` where it knows no other.
 */
export function declares(api: TypeScriptApi, nodes: readonly ts.Node[]): boolean {
  return nodes.some(
    (node) =>
      api.isVariableDeclaration(node) ||
      api.isBindingElement(node) ||
      api.isParameter(node) ||
      api.isFunctionLike(node) ||
      api.isClassLike(node) ||
      api.isImportClause(node) ||
      api.isNamespaceImport(node) ||
      api.isImportSpecifier(node),
  );
}

export function withoutParentheses(api: TypeScriptApi, node: ts.Expression): ts.Expression {
  return api.isParenthesizedExpression(node) ? withoutParentheses(api, node.expression) : node;
}

/** What keeps its variables, and the right to await, to itself. */
export function isClosed(api: TypeScriptApi, node: ts.Node): boolean {
  return (
    api.isFunctionLike(node) || api.isPropertyDeclaration(node) || api.isClassStaticBlockDeclaration(node)
  );
}

/** Operators after which a function without name is named after the variable on the left. */
export function namesFunction(api: TypeScriptApi, operator: ts.SyntaxKind): boolean {
  const { EqualsToken, BarBarEqualsToken, AmpersandAmpersandEqualsToken, QuestionQuestionEqualsToken } =
    api.SyntaxKind;
  return [
    EqualsToken,
    BarBarEqualsToken,
    AmpersandAmpersandEqualsToken,
    QuestionQuestionEqualsToken,
  ].includes(operator as ts.SyntaxKind.EqualsToken);
}
