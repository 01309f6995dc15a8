/** Which cells of a notebook a cell depends on: those that declare or change the names that it mentions. */
import type { Cell } from './cellSources';
import { normalisedFile, withoutCarriageReturns, withoutTypes } from './programText';
import {
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

/** What a name that an import declares stands for. */
export interface ImportedName {
  readonly specifier: string;
  /** The export's name; undefined for the whole module. */
  readonly exported: string | undefined;
}

export interface AnalysedCell {
  readonly cell: Cell;
  /** When it ran, counted from zero. */
  readonly order: number;
  /** Without types. */
  readonly source: ParsedFile;
  /** Names that the cell declares for later cells, imports aside. */
  readonly declared: ReadonlySet<string>;
  readonly imported: ReadonlyMap<string, ImportedName>;
  /** Names that it assigns to, or whose content it changes. */
  readonly changed: ReadonlySet<string>;
}

/** A name of one cell that means an import of another. */
export interface ForeignImport extends ImportedName {
  readonly user: AnalysedCell;
  readonly name: string;
  /** The cell with the import. */
  readonly importer: AnalysedCell;
}

export interface CellClosure {
  readonly cells: readonly AnalysedCell[];
  readonly foreign: readonly ForeignImport[];
  /** 'cell/mine' -> the text that stands for the cells that declare `mine`. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The entry, and transitively the cells that declared the names it mentions: the last before it ran, whose values it
 * saw, and the last of all, which its functions see now; with the cells that changed such a name since.
 * @param ran all cells in the order in which they ran
 */
export function cellClosure(entry: Cell, ran: readonly Cell[]): CellClosure {
  const cells = ran.map(analysed);
  const found = new Map<AnalysedCell, 'declares' | 'changes'>();
  const foreign: ForeignImport[] = [];
  const pending = [cells.find(({ cell }) => cell === entry)!];
  found.set(pending[0]!, 'declares');
  const add = (cell: AnalysedCell, because: 'declares' | 'changes') => {
    if (!found.has(cell)) pending.push(cell);
    if (because === 'changes' || !found.has(cell)) found.set(cell, because);
  };
  for (let user = pending.pop(); user !== undefined; user = pending.pop()) {
    for (const name of freeNames(user)) {
      const declaring = cells.filter((cell) => cell !== user && declares(cell, name));
      const latest = declaring.at(-1);
      if (!latest) continue;
      const seen = declaring.filter(({ order }) => order < user!.order).at(-1);
      for (const cell of new Set([seen ?? latest, latest])) {
        const imported = cell.imported.get(name);
        if (imported) foreign.push({ ...imported, user, name, importer: cell });
        else add(cell, 'declares');
      }
      if (latest.imported.has(name)) continue;
      for (const cell of cells) {
        if (cell.order > latest.order && cell !== user && cell.changed.has(name)) add(cell, 'changes');
      }
    }
  }
  return { cells: [...found.keys()], foreign, texts: textsOf(found) };
}

function declares({ declared, imported }: AnalysedCell, name: string): boolean {
  return declared.has(name) || imported.has(name);
}

/** A cell that declares is worth the same however often it ran; one that changes something is not. */
function textsOf(found: ReadonlyMap<AnalysedCell, 'declares' | 'changes'>): Map<string, string> {
  const byKey = new Map<string, string[]>();
  for (const [{ source, declared }, because] of [...found].sort(([a], [b]) => a.order - b.order)) {
    const key = `cell/${[...declared].sort().join(',') || 'unnamed'}`;
    const texts = byKey.get(key) ?? [];
    const text = normalisedFile(source);
    if (because === 'changes' || !texts.includes(text)) texts.push(text);
    byKey.set(key, texts);
  }
  return new Map([...byKey].map(([key, texts]) => [key, JSON.stringify(texts)]));
}

/** A cell as a module: the empty export lets it await at its top level. */
export function cellModuleText({ source }: Cell): string {
  return `${withoutCarriageReturns(source)}\nexport {};`;
}

const known = new Map<string, Omit<AnalysedCell, 'cell' | 'order'>>();

function analysed(cell: Cell, order: number): AnalysedCell {
  let facts = known.get(cell.source);
  if (!facts) {
    const source = parse(withoutTypes(cellModuleText(cell), 'cell.ts', true), 'cell.ts');
    facts = { source, ...topLevelNames(source), changed: changedNames(source) };
    known.set(cell.source, facts);
  }
  return { cell, order, ...facts };
}

function topLevelNames(source: ParsedFile): Pick<AnalysedCell, 'declared' | 'imported'> {
  const ts = typescript();
  const declared = new Set<string>();
  const imported = new Map<string, ImportedName>();
  const bind = (name: TypeScript.BindingName): void => {
    if (ts.isIdentifier(name)) declared.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  /** `var` reaches the top level out of any block. */
  const visit = (node: Node, nested: boolean): void => {
    if (ts.isVariableDeclarationList(node) && (!nested || (node.flags & ts.NodeFlags.BlockScoped) === 0))
      for (const { name } of node.declarations) bind(name);
    if (!nested && (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name)
      declared.add(node.name.text);
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const inner = nested || !(ts.isSourceFile(node) || ts.isVariableStatement(node));
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) addImports(statement, imported);
    else if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference: from, name } = statement;
      const specifier = ts.isExternalModuleReference(from) ? literalText(from.expression) : undefined;
      if (specifier !== undefined) imported.set(name.text, { specifier, exported: undefined });
    } else visit(statement, false);
  }
  return { declared, imported };
}

function addImports(statement: TypeScript.ImportDeclaration, imported: Map<string, ImportedName>): void {
  const ts = typescript();
  const specifier = literalText(statement.moduleSpecifier)!;
  const { name, namedBindings: bindings } = statement.importClause ?? {};
  if (name) imported.set(name.text, { specifier, exported: 'default' });
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) imported.set(bindings.name.text, { specifier, exported: undefined });
  else {
    for (const element of bindings.elements)
      imported.set(element.name.text, { specifier, exported: (element.propertyName ?? element.name).text });
  }
}

/** Methods of arrays, maps and sets that change them; those of the second kind have namesakes that give new tensors. */
const changing = /^(?:push|pop|shift|unshift|splice|sort|fill|copyWithin|set|delete|clear)$/;
const changingAsStatement = /^(?:add|reverse)$/;

function changedNames(source: ParsedFile): Set<string> {
  const ts = typescript();
  const changed = new Set<string>();
  /** The name at the root of `a.b[c]`, or the names in a pattern. */
  const addTarget = (target: Node): void => {
    const core = unwrapped(target);
    if (ts.isIdentifier(core)) changed.add(core.text);
    else if (ts.isPropertyAccessExpression(core) || ts.isElementAccessExpression(core))
      addTarget(core.expression);
    else if (ts.isArrayLiteralExpression(core)) core.elements.forEach(addTarget);
    else if (ts.isSpreadElement(core)) addTarget(core.expression);
    else if (ts.isObjectLiteralExpression(core)) {
      for (const property of core.properties) {
        if (ts.isPropertyAssignment(property)) addTarget(property.initializer);
        else if (ts.isSpreadAssignment(property)) addTarget(property.expression);
        else if (property.name) addTarget(property.name);
      }
    } else if (ts.isBinaryExpression(core)) addTarget(core.left);
  };
  visitAll(source, (node, parent) => {
    const { SyntaxKind: k } = ts;
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind >= k.FirstAssignment && kind <= k.LastAssignment) addTarget(node.left);
    } else if (ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node))
      addTarget(ts.isDeleteExpression(node) ? node.expression : node.operand);
    else if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === k.PlusPlusToken || node.operator === k.MinusMinusToken) addTarget(node.operand);
    } else if ((ts.isForInStatement(node) || ts.isForOfStatement(node)) && ts.isExpression(node.initializer))
      addTarget(node.initializer);
    else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: object, name } = node.expression;
      if (
        changing.test(name.text) ||
        (changingAsStatement.test(name.text) && ts.isExpressionStatement(parent))
      )
        addTarget(object);
      // Object.assign(target, …) and its kind.
      if (/^(?:Object|Reflect)$/.test(object.getText(source)) && node.arguments[0])
        addTarget(node.arguments[0]);
    }
  });
  return changed;
}

const freeNamesOf = new WeakMap<ParsedFile, ReadonlySet<string>>();

/** Names that a cell mentions and declares nowhere itself, by TypeScript's own scopes. */
function freeNames({ source }: AnalysedCell): ReadonlySet<string> {
  const found = freeNamesOf.get(source);
  if (found) return found;
  const ts = typescript();
  const { fileName } = source;
  const program = ts.createProgram({
    rootNames: [fileName],
    options: {
      noLib: true,
      noResolve: true,
      types: [],
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
    },
    host: {
      getSourceFile: (name) => (name === fileName ? source : undefined),
      getDefaultLibFileName: () => '',
      writeFile: () => {},
      getCurrentDirectory: () => '',
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: (name) => name === fileName,
      readFile: () => undefined,
    },
  });
  const checker = program.getTypeChecker();
  const free = new Set<string>();
  visitAll(source, (node, parent) => {
    if (!ts.isIdentifier(node) || !isReference(node, parent)) return;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (!symbol?.declarations?.length) free.add(node.text);
  });
  freeNamesOf.set(source, free);
  return free;
}
