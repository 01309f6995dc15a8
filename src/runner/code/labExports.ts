/** What the library exports under which name, and which of it a program uses: only that makes part of its version. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { isPath, moduleFile } from './modulePaths';
import {
  calledName,
  isReference,
  literalText,
  type ParsedFile,
  parse,
  type TypeScript,
  typescript,
  unwrapped,
  visitAll,
} from './typescriptParser';

type Node = TypeScript.Node;

/** The library's name, as notebooks and own studies import it. */
export const libraryName = 'pretraining-lab';

/**
 * From each name that the library's index exports to the file of the module that defines it.
 * @param root the folder of the index: dist, or src under the test runner
 */
export function exportedModules(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const index = declarationsOf(path.join(root, 'index'));
  if (index) addExports(index, found, new Set());
  return found;
}

/** The text that declares what a module exports, types included. */
function declarationsOf(location: string): string | undefined {
  const bare = location.replace(/\.(?:d\.ts|[jt]s)$/, '');
  return ['.d.ts', '.ts', '/index.d.ts', '/index.ts']
    .map((ending) => bare + ending)
    .find((file) => fs.existsSync(file));
}

function addExports(declarations: string, found: Map<string, string>, seen: Set<string>): void {
  if (seen.has(declarations)) return;
  seen.add(declarations);
  const ts = typescript();
  const self = moduleFile(declarations.replace(/\.(?:d\.)?ts$/, '')) ?? declarations;
  for (const statement of parse(fs.readFileSync(declarations, 'utf8'), declarations).statements) {
    if (!ts.isExportDeclaration(statement)) {
      for (const name of declaredExports(statement)) found.set(name, self);
      continue;
    }
    const { exportClause: clause } = statement;
    const from = literalText(statement.moduleSpecifier);
    const target =
      from !== undefined && isPath(from) ? path.resolve(path.dirname(declarations), from) : undefined;
    const file = target === undefined ? self : (moduleFile(target) ?? target);
    if (!clause) {
      const others = target === undefined ? undefined : declarationsOf(target);
      if (others) addExports(others, found, seen);
    } else if (ts.isNamespaceExport(clause)) found.set(clause.name.text, file);
    else {
      for (const { isTypeOnly, name } of clause.elements) {
        if (!isTypeOnly && !statement.isTypeOnly) found.set(name.text, file);
      }
    }
  }
}

function declaredExports(statement: TypeScript.Statement): string[] {
  const ts = typescript();
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  const { name } = statement as { name?: Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

/** Names of exports that a program uses, or all: where it hands the whole library on, or computes the name. */
export type Uses = ReadonlySet<string> | 'all';

/**
 * What a program uses of the library.
 * @param library whether a module name stands for it
 * @param known names that stand for the whole library without being imported here, as in a later cell of a notebook
 */
export function usesOf(
  source: ParsedFile,
  library: (specifier: string) => boolean = (name) => name === libraryName,
  known: Iterable<string> = [],
): Uses {
  const search = new UseSearch(source, library, known);
  return search.everything ? 'all' : search.names;
}

class UseSearch {
  private readonly ts = typescript();
  readonly names = new Set<string>();
  everything = false;
  /** Names that stand for the whole library. */
  private readonly wholes: Set<string>;

  constructor(
    source: ParsedFile,
    private readonly library: (specifier: string) => boolean,
    known: Iterable<string>,
  ) {
    this.wholes = new Set(known);
    visitAll(source, (node, parent) => this.imported(node, parent));
    // A name may be used above the line that makes it stand for the library.
    for (let count = -1; count !== this.wholes.size; ) {
      count = this.wholes.size;
      visitAll(source, (node, parent) => {
        if (this.ts.isIdentifier(node) && this.wholes.has(node.text) && isReference(node, parent))
          this.used(node, parent);
      });
    }
  }

  private isLibrary(specifier: Node | undefined): boolean {
    const text = literalText(specifier);
    return text !== undefined && this.library(text);
  }

  private imported(node: Node, parent: Node): void {
    const { ts } = this;
    if (ts.isImportDeclaration(node) && this.isLibrary(node.moduleSpecifier)) {
      const { name, namedBindings: bindings } = node.importClause ?? {};
      if (name) this.wholes.add(name.text);
      if (bindings && ts.isNamespaceImport(bindings)) this.wholes.add(bindings.name.text);
      else
        for (const element of bindings?.elements ?? [])
          this.names.add((element.propertyName ?? element.name).text);
    } else if (ts.isExportDeclaration(node) && this.isLibrary(node.moduleSpecifier)) {
      const { exportClause: clause } = node;
      if (clause && ts.isNamedExports(clause))
        for (const element of clause.elements) this.names.add((element.propertyName ?? element.name).text);
      else this.everything = true;
    } else if (ts.isImportEqualsDeclaration(node)) {
      const { moduleReference: from } = node;
      if (ts.isExternalModuleReference(from) && this.isLibrary(from.expression))
        this.wholes.add(node.name.text);
    } else if (this.isImportCall(node)) this.used(node, parent);
    else if (ts.isAwaitExpression(node) && this.isImportCall(unwrapped(node.expression)))
      this.used(node, parent);
  }

  /** `require('pretraining-lab')`, `import('pretraining-lab')`, and what compilers put around them. */
  private isImportCall(node: Node): boolean {
    const { ts } = this;
    if (!ts.isCallExpression(node)) return false;
    const { expression, arguments: values } = node;
    if (/^__import(?:Star|Default)$/.test(calledName(expression) ?? ''))
      return values[0] !== undefined && this.isImportCall(unwrapped(values[0]));
    const isImport = expression.kind === ts.SyntaxKind.ImportKeyword || calledName(expression) === 'require';
    return isImport && this.isLibrary(values[0]);
  }

  /** @param whole an expression whose value is the library */
  private used(whole: Node, parent: Node): void {
    const { ts } = this;
    if (ts.isPropertyAccessExpression(parent)) this.names.add(parent.name.text);
    else if (ts.isElementAccessExpression(parent) && unwrapped(parent.expression) === whole) {
      const name = literalText(parent.argumentExpression);
      if (name === undefined) this.everything = true;
      else this.names.add(name);
    } else if (
      ts.isVariableDeclaration(parent) &&
      parent.initializer &&
      unwrapped(parent.initializer) === whole
    ) {
      if (ts.isIdentifier(parent.name)) this.wholes.add(parent.name.text);
      else this.pattern(parent.name);
    } else if (
      !this.isMadeOf(whole, parent) &&
      !ts.isExpressionStatement(parent) &&
      !ts.isTypeOfExpression(parent)
    )
      this.everything = true;
  }

  /** The call inside `await import(…)` or `__importStar(require(…))`: what is around it is looked at in its own turn. */
  private isMadeOf(whole: Node, parent: Node): boolean {
    return (this.ts.isAwaitExpression(parent) || this.isImportCall(parent)) && this.isImportCall(whole);
  }

  private pattern(pattern: TypeScript.BindingName): void {
    const { ts } = this;
    if (!ts.isObjectBindingPattern(pattern)) {
      this.everything = true;
      return;
    }
    for (const { dotDotDotToken, propertyName, name } of pattern.elements) {
      const key = propertyName ?? name;
      if (!dotDotDotToken && (ts.isIdentifier(key) || ts.isStringLiteral(key))) this.names.add(key.text);
      else this.everything = true;
    }
  }
}
