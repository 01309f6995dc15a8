/**
 * Makes the top-level names of all cells one set of variables. A cell is compiled to a function of its own; so that a
 * function of one cell and the code of a later one mean the same variable, each such name is kept as a property of one
 * object, `names`, and every use of it is rewritten to that property. A name that a later cell declares again is the
 * same variable with a new value, as it is in Python's notebooks.
 */
import type ts from 'typescript';
import {
  declares,
  isClosed,
  isVar,
  namesFunction,
  type TypeScriptApi,
  topLevelDeclarations,
  withoutParentheses,
} from './cellSyntax';
import { Targets } from './cellTargets';

/** Parameters of the function that a cell becomes: the variables, and a way to bind a name to an import. */
export const namesParameter = '__cells';
export const bindImport = '__import';
/** Gets the value of every call that is a statement by itself, which may be a promise that nothing awaits. */
export const followStatement = '__follow';

export interface SharedBindings {
  /** Names that the cell declares. */
  readonly declared: ReadonlySet<string>;
  /** The cell awaits something outside all functions. */
  readonly awaits: boolean;
}

/**
 * A transformer of a cell's code: JavaScript whose last statement exports every name that the cell declares. The value of
 * a last expression is returned.
 * @param previous names that earlier cells declared
 * @param found filled in when the transformer has run
 */
export function sharedBindings(
  api: TypeScriptApi,
  checker: ts.TypeChecker,
  previous: ReadonlySet<string>,
  found: (bindings: SharedBindings) => void,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const rewriting = new Rewriting(api, checker, context, file, previous);
    const rewritten = rewriting.file(file);
    found({ declared: rewriting.declared, awaits: rewriting.awaits });
    return rewritten;
  };
}

class Rewriting {
  readonly declared: ReadonlySet<string>;
  awaits = false;
  /** Declarations, at the top level of the cell, of the names that it shares. */
  private readonly own = new Set<ts.Node>();
  private readonly targets: Targets;
  /** How many functions, class fields and static blocks enclose the node that is visited. */
  private depth = 0;
  /** Classes whose body is visited: inside it, a class's own name is a constant that nothing rebinds. */
  private readonly inside: ts.Node[] = [];

  constructor(
    private readonly api: TypeScriptApi,
    private readonly checker: ts.TypeChecker,
    private readonly context: ts.TransformationContext,
    file: ts.SourceFile,
    private readonly previous: ReadonlySet<string>,
  ) {
    const exported = new Set<string>();
    for (const statement of file.statements) {
      if (!this.isOwnExport(statement) || !statement.exportClause) continue;
      if (!api.isNamedExports(statement.exportClause)) continue;
      for (const { name } of statement.exportClause.elements) exported.add(name.text);
    }
    const names = new Set<string>();
    for (const [name, declaration] of topLevelDeclarations(api, file)) {
      if (!exported.has(name)) continue; // TypeScript's own helpers stay inside the cell
      names.add(name);
      this.own.add(declaration);
    }
    this.declared = names;
    this.targets = new Targets(api, context.factory, {
      variable: (name) => this.property(name),
      expression: (node) => this.expression(node),
      propertyName: (node) => api.visitNode(node, this.visit, api.isPropertyName) as ts.PropertyName,
    });
  }

  file(file: ts.SourceFile): ts.SourceFile {
    const { factory } = this.context;
    const first: ts.Statement[] = [];
    const rest: ts.Statement[] = [];
    for (const name of this.hoistedVariables(file)) first.push(this.assign(name, this.nothing()));
    const statements = file.statements.filter((statement) => !this.isOwnExport(statement));
    const last = statements.at(-1);
    for (const statement of statements) {
      if (statement === last && this.api.isExpressionStatement(statement)) {
        rest.push(this.at(factory.createReturnStatement(this.expression(statement.expression)), statement));
        continue;
      }
      const visited = this.statement(statement);
      if (this.api.isFunctionDeclaration(statement) && this.own.has(statement)) {
        first.push(this.assign(statement.name!.text, factory.createIdentifier(statement.name!.text)));
      }
      rest.push(visited);
      if (this.api.isClassDeclaration(statement) && this.own.has(statement)) {
        rest.push(this.assign(statement.name!.text, factory.createIdentifier(statement.name!.text)));
      }
      if (this.api.isImportDeclaration(statement)) rest.push(...this.importBindings(statement));
    }
    return factory.updateSourceFile(file, [...first, ...rest]);
  }

  /** `export { a, b }`, which tslab adds to each cell. */
  private isOwnExport(statement: ts.Statement): statement is ts.ExportDeclaration {
    return this.api.isExportDeclaration(statement) && !statement.moduleSpecifier;
  }

  /** Shared names that are declared by `var` alone: they have no value until one is assigned. */
  private hoistedVariables(file: ts.SourceFile): string[] {
    const variables = new Set<string>();
    const others = new Set<string>();
    for (const [name, declaration] of topLevelDeclarations(this.api, file)) {
      if (!this.own.has(declaration)) continue;
      (isVar(this.api, declaration) ? variables : others).add(name);
    }
    return [...variables].filter((name) => !others.has(name));
  }

  private importBindings({ importClause }: ts.ImportDeclaration): ts.Statement[] {
    if (!importClause) return [];
    const { factory } = this.context;
    const { namedBindings } = importClause;
    const specifiers: ts.NamedDeclaration[] = [
      ...(importClause.name ? [importClause] : []),
      ...(namedBindings
        ? this.api.isNamespaceImport(namedBindings)
          ? [namedBindings]
          : namedBindings.elements
        : []),
    ];
    return specifiers
      .filter((specifier) => this.own.has(specifier))
      .map((specifier) => {
        const name = specifier.name as ts.Identifier;
        // Known to TypeScript as a use of the import, which it then replaces by what it calls the module.
        const use = this.api.setOriginalNode(factory.createIdentifier(name.text), name);
        const read = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, use);
        const call = factory.createCallExpression(factory.createIdentifier(bindImport), undefined, [
          factory.createStringLiteral(name.text),
          read,
        ]);
        return factory.createExpressionStatement(call);
      });
  }

  private readonly visit = (node: ts.Node): ts.Node | undefined => {
    const { api } = this;
    if (api.isAwaitExpression(node) || (api.isForOfStatement(node) && node.awaitModifier)) {
      if (this.depth === 0) this.awaits = true;
    }
    if (api.isIdentifier(node)) return this.isUse(node) ? (this.shared(node) ?? node) : node;
    if (api.isShorthandPropertyAssignment(node)) return this.shorthand(node);
    if (api.isCallExpression(node)) return this.call(node);
    if (api.isTaggedTemplateExpression(node)) return this.taggedTemplate(node);
    if (api.isBinaryExpression(node)) return this.assignment(node);
    if (api.isExpressionStatement(node) && this.depth === 0) return this.followed(node);
    if (api.isVariableStatement(node)) {
      const expression = this.declarations(node.declarationList);
      if (expression === undefined) return this.children(node);
      const { factory } = this.context;
      return this.at(
        expression ? factory.createExpressionStatement(expression) : factory.createEmptyStatement(),
        node,
      );
    }
    if (api.isForStatement(node) && node.initializer && api.isVariableDeclarationList(node.initializer)) {
      const first = this.declarations(node.initializer);
      if (first !== undefined) return this.forStatement(node, first ?? undefined);
    }
    if (api.isForInStatement(node) || api.isForOfStatement(node)) return this.forEach(node);
    if (api.isClassLike(node)) {
      this.inside.push(node);
      const visited = this.children(node);
      this.inside.pop();
      return visited;
    }
    return this.children(node);
  };

  private children<T extends ts.Node>(node: T): T {
    const closed = isClosed(this.api, node);
    if (closed) this.depth += 1;
    const visited = this.api.visitEachChild(node, this.visit, this.context);
    if (closed) this.depth -= 1;
    return visited;
  }

  private expression(node: ts.Expression): ts.Expression {
    return this.api.visitNode(node, this.visit, this.api.isExpression) as ts.Expression;
  }

  private statement(node: ts.Statement): ts.Statement {
    return this.api.visitNode(node, this.visit, this.api.isStatement) as ts.Statement;
  }

  /** `__cells.name` for the use of a shared name; undefined for every other. */
  private shared(node: ts.Identifier): ts.Expression | undefined {
    // The name of `{ name }` is a property and a use of the variable at once.
    const symbol = this.api.isShorthandPropertyAssignment(node.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.checker.getSymbolAtLocation(node);
    const declarations = symbol?.declarations ?? [];
    // A name that the cell does not declare is of an earlier cell or Node's.
    const ours = declares(this.api, declarations)
      ? declarations.some((one) => this.own.has(one) && !this.inside.includes(one))
      : this.previous.has(node.text);
    return ours ? this.at(this.property(node.text), node) : undefined;
  }

  private property(name: string): ts.PropertyAccessExpression {
    const { factory } = this.context;
    return factory.createPropertyAccessExpression(factory.createIdentifier(namesParameter), name);
  }

  private assign(name: string, value: ts.Expression): ts.Statement {
    const { factory } = this.context;
    return factory.createExpressionStatement(factory.createAssignment(this.property(name), value));
  }

  private nothing(): ts.Expression {
    return this.context.factory.createVoidZero();
  }

  private at<T extends ts.Node>(node: T, original: ts.Node): T {
    return this.api.setTextRange(node, original);
  }

  /** `{ name }` written out, with the default that it has as a target of an assignment. */
  private shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    const { factory } = this.context;
    const shared = this.shared(node.name);
    if (!shared) return this.children(node);
    const fallback = node.objectAssignmentInitializer;
    const value = fallback
      ? factory.createAssignment(
          shared,
          this.targets.named(node.name.text, fallback, this.expression(fallback)),
        )
      : shared;
    return this.at(factory.createPropertyAssignment(node.name.text, value), node);
  }

  /** Called through a comma, so that a function does not get the variables as its `this`. */
  private callee(node: ts.Expression): ts.Expression {
    const visited = this.expression(node);
    const bare = withoutParentheses(this.api, node);
    if (!this.api.isIdentifier(bare) || !this.shared(bare)) return visited;
    const { factory } = this.context;
    const comma = factory.createComma(factory.createNumericLiteral(0), visited);
    return this.at(factory.createParenthesizedExpression(comma), node);
  }

  private call(node: ts.CallExpression): ts.Node {
    const { factory } = this.context;
    const callee = this.callee(node.expression);
    const given = this.api.visitNodes(node.arguments, this.visit, this.api.isExpression);
    return this.api.isCallChain(node)
      ? factory.updateCallChain(node, callee, node.questionDotToken, undefined, given)
      : factory.updateCallExpression(node, callee, undefined, given);
  }

  private followed(node: ts.ExpressionStatement): ts.Node {
    const expression = this.expression(node.expression);
    const { factory } = this.context;
    if (!this.api.isCallExpression(withoutParentheses(this.api, node.expression))) {
      return factory.updateExpressionStatement(node, expression);
    }
    const call = factory.createCallExpression(factory.createIdentifier(followStatement), undefined, [
      expression,
    ]);
    return factory.updateExpressionStatement(node, this.at(call, node.expression));
  }

  private taggedTemplate(node: ts.TaggedTemplateExpression): ts.Node {
    const template = this.api.visitNode(
      node.template,
      this.visit,
      this.api.isTemplateLiteral,
    ) as ts.TemplateLiteral;
    return this.context.factory.updateTaggedTemplateExpression(
      node,
      this.callee(node.tag),
      undefined,
      template,
    );
  }

  private assignment(node: ts.BinaryExpression): ts.Node {
    const { factory } = this.context;
    const { left, operatorToken, right } = node;
    const names = this.api.isIdentifier(left) && namesFunction(this.api, operatorToken.kind);
    const value = this.expression(right);
    return factory.updateBinaryExpression(
      node,
      this.expression(left),
      operatorToken,
      names && this.shared(left) ? this.targets.named(left.text, right, value) : value,
    );
  }

  /** Assignments in place of declarations of shared names; null for none, undefined for other declarations. */
  private declarations(list: ts.VariableDeclarationList): ts.Expression | null | undefined {
    if (!list.declarations.some((one) => this.declares(one))) return undefined;
    const { factory } = this.context;
    const lexical = (list.flags & this.api.NodeFlags.BlockScoped) !== 0;
    const assignments = list.declarations.flatMap((one) => {
      // Without a value `let` gives undefined, `var` what the name holds.
      if (!one.initializer && !lexical) return [];
      const target = this.targets.target(one.name);
      const value = one.initializer ? this.targets.valueOf(one.name, one.initializer) : this.nothing();
      return [this.at(factory.createAssignment(target, value), one)];
    });
    const [first, ...others] = assignments as ts.Expression[];
    return first ? others.reduce((list, one) => factory.createComma(list, one), first) : null;
  }

  private declares(node: ts.VariableDeclaration | ts.BindingElement): boolean {
    if (this.api.isIdentifier(node.name)) return this.own.has(node);
    return node.name.elements.some((element) => this.api.isBindingElement(element) && this.declares(element));
  }

  private forStatement(node: ts.ForStatement, initializer: ts.Expression | undefined): ts.Node {
    const optional = (one: ts.Expression | undefined) => one && this.expression(one);
    return this.context.factory.updateForStatement(
      node,
      initializer,
      optional(node.condition),
      optional(node.incrementor),
      this.statement(node.statement),
    );
  }

  private forEach(node: ts.ForInOrOfStatement): ts.Node {
    const list = node.initializer;
    const [declaration] = this.api.isVariableDeclarationList(list) ? list.declarations : [];
    if (!declaration || !this.declares(declaration)) return this.children(node);
    const target = this.targets.target(declaration.name);
    const over = this.expression(node.expression);
    const body = this.statement(node.statement);
    const { factory } = this.context;
    return this.api.isForInStatement(node)
      ? factory.updateForInStatement(node, target, over, body)
      : factory.updateForOfStatement(node, node.awaitModifier, target, over, body);
  }

  /** Whether an identifier stands for the value of a variable, and is not a property, a label or a declaration. */
  private isUse(node: ts.Identifier): boolean {
    const { api } = this;
    const parent = node.parent as ts.Node | undefined;
    if (!parent) return false;
    if (api.isPropertyAccessExpression(parent)) return parent.expression === node;
    if (api.isBindingElement(parent)) return parent.initializer === node;
    if (api.isExportAssignment(parent)) return true;
    if (api.isLabeledStatement(parent) || api.isBreakOrContinueStatement(parent)) return false;
    if (api.isMetaProperty(parent) || api.isImportSpecifier(parent) || api.isExportSpecifier(parent))
      return false;
    return (parent as ts.NamedDeclaration).name !== node;
  }
}
