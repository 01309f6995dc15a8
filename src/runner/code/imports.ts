/** Which modules a program text imports, by any of the ways that Node and TypeScript know. */

import { withoutCarriageReturns } from './programText';
import {
  calledName,
  isReference,
  literalText,
  type ParsedFile,
  parse,
  type TypeScript,
  typescript,
  unwrapped,
} from './typescriptParser';

type Node = TypeScript.Node;

/** An import whose module is computed while the program runs. */
export interface ComputedImport {
  /** From one. */
  readonly line: number;
  readonly text: string;
}

export interface Imports {
  /** Module names as they are written, each once, in order of appearance. */
  readonly modules: readonly string[];
  readonly computed: readonly ComputedImport[];
}

/**
 * The modules that a text imports when it runs: static imports and re-exports, `import x = require('…')`,
 * `require('…')`, `require.resolve('…')`, `import('…')` and the same on what `createRequire(…)` gives, anywhere in the
 * text. Imports of types alone do not count. Where the name is computed, or `require` itself is handed on, the place is
 * told instead.
 * @param fileName its ending says whether it is TypeScript or JavaScript
 */
export function importsOf(text: string, fileName: string): Imports {
  return importsOfFile(parse(withoutCarriageReturns(text), fileName));
}

/** As {@link importsOf}, of a file that is parsed already. */
export function importsOfFile(source: ParsedFile): Imports {
  return new ImportFinder(source).find();
}

/** What may be done with `require` besides calling it, without importing anything. */
const harmless = /^(?:resolve|cache|main|extensions)$/;

class ImportFinder {
  private readonly ts = typescript();
  private readonly modules = new Set<string>();
  private readonly computed: ComputedImport[] = [];
  /** Names of require functions, and whether they resolve from this file. */
  private readonly requires = new Map([['require', true]]);

  constructor(private readonly source: ParsedFile) {}

  find(): Imports {
    if (this.source.text.includes('createRequire')) this.collectRequires(this.source);
    this.visit(this.source, this.source);
    return { modules: [...this.modules], computed: this.computed };
  }

  private collectRequires(node: Node): void {
    const { ts } = this;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const made = this.madeRequire(unwrapped(node.initializer));
      if (made) this.requires.set(node.name.text, this.resolvesHere(made));
    }
    ts.forEachChild(node, (child) => this.collectRequires(child));
  }

  /** The call of createRequire, if the expression is one. */
  private madeRequire(node: Node): TypeScript.CallExpression | undefined {
    return this.ts.isCallExpression(node) && calledName(node.expression) === 'createRequire'
      ? node
      : undefined;
  }

  private resolvesHere({ arguments: [base] }: TypeScript.CallExpression): boolean {
    return base !== undefined && /^(?:__filename|import\.meta\.(?:url|filename))$/.test(this.written(base));
  }

  private visit(node: Node, parent: Node): void {
    const { ts } = this;
    if (ts.isImportDeclaration(node)) {
      if (!importsTypesOnly(node.importClause)) this.add(node.moduleSpecifier, node);
    } else if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && !exportsTypesOnly(node)) this.add(node.moduleSpecifier, node);
    } else if (ts.isImportEqualsDeclaration(node)) {
      const { moduleReference: from } = node;
      if (!node.isTypeOnly && ts.isExternalModuleReference(from)) this.add(from.expression, node);
    } else {
      if (ts.isCallExpression(node)) this.call(node);
      if (this.isRequireItself(node, parent) && !this.isAccountedFor(node, parent)) this.report(parent);
      const around = ts.isParenthesizedExpression(node) ? parent : node;
      ts.forEachChild(node, (child) => this.visit(child, around));
    }
  }

  /** A call of import, of a require function, or of its `resolve`. */
  private call(node: TypeScript.CallExpression): void {
    const { ts } = this;
    const callee = unwrapped(node.expression);
    if (callee.kind === ts.SyntaxKind.ImportKeyword) this.add(node.arguments[0], node);
    else if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'require') {
      // module.require, require.main.require
      this.add(node.arguments[0], node);
    } else if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'resolve') {
      const from = this.requireOf(unwrapped(callee.expression));
      // What is resolved is a path, and no code unless it is named here.
      if (from && literalText(node.arguments[0]) !== undefined) this.add(node.arguments[0], node, from.here);
    } else {
      const from = this.requireOf(callee);
      if (from) this.add(node.arguments[0], node, from.here);
    }
  }

  private requireOf(node: Node): { readonly here: boolean } | undefined {
    const made = this.madeRequire(node);
    if (made) return { here: this.resolvesHere(made) };
    const here = this.ts.isIdentifier(node) ? this.requires.get(node.text) : undefined;
    return here === undefined ? undefined : { here };
  }

  private isRequireItself(node: Node, parent: Node): boolean {
    const { ts } = this;
    if (this.madeRequire(node)) return true;
    return ts.isIdentifier(node) && this.requires.has(node.text) && isReference(node, parent);
  }

  /** Called, asked for a harmless property, or given a name that is followed. */
  private isAccountedFor(node: Node, parent: Node): boolean {
    const { ts } = this;
    if (ts.isCallExpression(parent)) return unwrapped(parent.expression) === node;
    if (ts.isPropertyAccessExpression(parent)) return harmless.test(parent.name.text);
    if (ts.isVariableDeclaration(parent))
      return this.madeRequire(node) !== undefined && ts.isIdentifier(parent.name);
    return ts.isTypeOfExpression(parent);
  }

  private add(name: Node | undefined, place: Node, here = true): void {
    const text = literalText(name);
    if (text === undefined || (!here && text.startsWith('.'))) this.report(place);
    else this.modules.add(text);
  }

  private report(place: Node): void {
    const start = place.getStart(this.source, false);
    const line = this.source.getLineAndCharacterOfPosition(start).line + 1;
    const text = this.written(place).split('\n', 1)[0]!;
    this.computed.push({ line, text });
  }

  private written(node: Node): string {
    return this.source.text.slice(node.getStart(this.source, false), node.end);
  }
}

function importsTypesOnly(clause: TypeScript.ImportClause | undefined): boolean {
  const ts = typescript();
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings: bindings } = clause;
  return !name && bindings !== undefined && ts.isNamedImports(bindings) && allTypes(bindings.elements);
}

function exportsTypesOnly({ isTypeOnly, exportClause }: TypeScript.ExportDeclaration): boolean {
  const ts = typescript();
  return (
    isTypeOnly ||
    (exportClause !== undefined && ts.isNamedExports(exportClause) && allTypes(exportClause.elements))
  );
}

function allTypes(elements: readonly { readonly isTypeOnly: boolean }[]): boolean {
  return elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
}
