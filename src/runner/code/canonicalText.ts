/**
 * Prints a parsed program in one way only, whatever its comments, line breaks, quotes, semicolons, trailing commas and
 * redundant parentheses: token by token, with the punctuation that formatters add or drop decided by the syntax tree.
 * The result is a program that means the same. Where in doubt it keeps what stands there.
 */
import { kindSets } from './syntaxKinds';
import { type ParsedFile, type TypeScript, typescript, unwrapped } from './typescriptParser';

type Node = TypeScript.Node;

/** The printer met something that it does not know how to print, such as JSX. */
export class Unprintable extends Error {}

const identifierName = /^[A-Za-z_$][\w$]*$/;

/**
 * @param leftOut properties of object literals that are not printed
 * @throws Unprintable for JSX and for trees out of source order
 */
export function canonicalText(source: ParsedFile, leftOut: ReadonlySet<Node>): string {
  return new CanonicalPrinter(source, leftOut).print();
}

class CanonicalPrinter {
  private readonly ts = typescript();
  private readonly kinds = this.ts.SyntaxKind;
  private readonly text: string;
  private readonly scanner: TypeScript.Scanner;
  private readonly tokens: string[] = [];
  private readonly sets = kindSets();

  constructor(
    private readonly source: ParsedFile,
    private readonly leftOut: ReadonlySet<Node>,
  ) {
    this.text = source.text;
    this.scanner = this.ts.createScanner(this.ts.ScriptTarget.ESNext, true);
    this.scanner.setText(this.text);
  }

  print(): string {
    this.children(this.source);
    let text = '';
    let gap = '';
    for (const token of this.tokens) {
      text += token === ';' ? ';\n' : gap + token;
      gap = token === ';' ? '' : ' ';
    }
    return text;
  }

  /** Prints a child of `parent`; expressions get the parentheses that their place needs, and no others. */
  private child(node: Node, parent: Node): void {
    const core = unwrapped(node);
    const wrapped = this.needsParentheses(core, node, parent);
    if (wrapped) this.tokens.push('(');
    this.node(core, parent);
    if (wrapped) this.tokens.push(')');
  }

  private node(node: Node, parent: Node): void {
    const { ts, kinds: k } = this;
    switch (node.kind) {
      case k.StringLiteral:
        this.tokens.push(this.stringOrName(node as TypeScript.StringLiteral, parent));
        return;
      case k.NumericLiteral:
      case k.BigIntLiteral:
        this.tokens.push((node as TypeScript.LiteralLikeNode).text);
        return;
      case k.OmittedExpression:
      case k.SemicolonClassElement:
        return;
      case k.EmptyStatement:
        if (!this.sets.lists.has(parent.kind)) this.tokens.push(';');
        return;
      case k.ObjectLiteralExpression: {
        const { properties } = node as TypeScript.ObjectLiteralExpression;
        const shown = properties.filter((property) => !this.leftOut.has(property));
        this.tokens.push('{');
        this.list(shown, node, ',');
        this.tokens.push('}');
        return;
      }
      case k.ArrowFunction:
        this.arrow(node as TypeScript.ArrowFunction);
        return;
      case k.NewExpression:
        this.children(node);
        if (!(node as TypeScript.NewExpression).arguments) this.tokens.push('(', ')');
        return;
      case k.UnionType:
        this.list((node as TypeScript.UnionTypeNode).types, node, '|');
        return;
      case k.IntersectionType:
        this.list((node as TypeScript.IntersectionTypeNode).types, node, '&');
        return;
      default:
        if (node.kind >= k.JsxElement && node.kind <= k.JsxNamespacedName) throw new Unprintable('JSX');
        if (ts.isTokenKind(node.kind)) this.token(node);
        else this.children(node);
    }
    if (this.sets.endedBySemicolon.has(node.kind) || this.isBodiless(node)) this.tokens.push(';');
  }

  private token(node: Node): void {
    const start = node.getStart(this.source, false);
    if (node.end > start) this.tokens.push(this.text.slice(start, node.end));
  }

  /** Children in source order with the punctuation between them. */
  private children(node: Node): void {
    let at = node.pos;
    let last: Node | undefined;
    this.ts.forEachChild(node, (child) => {
      if (child.pos < at) throw new Unprintable('a tree out of order');
      this.punctuation(at, child.pos, node, false);
      this.child(child, node);
      at = child.end;
      last = child;
    });
    // [a, ,] is longer than [a].
    if (last?.kind === this.kinds.OmittedExpression) this.tokens.push(',', ']');
    else this.punctuation(at, node.end, node, true);
  }

  /** @param closing after the last child: a comma there separates nothing */
  private punctuation(from: number, to: number, parent: Node, closing: boolean): void {
    if (from >= to) return;
    const { kinds: k, scanner } = this;
    let comma = false;
    scanner.resetTokenState(from);
    for (let kind = scanner.scan(); kind !== k.EndOfFileToken; kind = scanner.scan()) {
      if (scanner.getTokenStart() >= to) break;
      if (kind === k.SemicolonToken && parent.kind !== k.ForStatement) continue;
      if (kind === k.CommaToken) {
        comma = true;
        continue;
      }
      if (comma && !this.sets.closing.has(kind)) this.tokens.push(',');
      comma = false;
      this.tokens.push(scanner.getTokenText());
    }
    if (comma && !closing) this.tokens.push(',');
  }

  private list(nodes: readonly Node[], parent: Node, separator: string): void {
    nodes.forEach((node, index) => {
      if (index > 0) this.tokens.push(separator);
      this.child(node, parent);
    });
  }

  /** With parentheses around its parameters, however many there are. */
  private arrow(node: TypeScript.ArrowFunction): void {
    for (const modifier of node.modifiers ?? []) this.node(modifier, node);
    if (node.typeParameters) {
      this.tokens.push('<');
      this.list(node.typeParameters, node, ',');
      this.tokens.push('>');
    }
    this.tokens.push('(');
    this.list(node.parameters, node, ',');
    this.tokens.push(')');
    if (node.type) {
      this.tokens.push(':');
      this.node(node.type, node);
    }
    this.tokens.push('=>');
    this.child(node.body, node);
  }

  /** In double quotes; a property's name without, where it can do without. */
  private stringOrName(node: TypeScript.StringLiteral, parent: Node): string {
    const named = parent as { name?: Node; propertyName?: Node };
    const isName = named.name === node || named.propertyName === node;
    if (isName && this.sets.named.has(parent.kind) && identifierName.test(node.text)) return node.text;
    return JSON.stringify(node.text);
  }

  /** Overloads, abstract members and the like. */
  private isBodiless(node: Node): boolean {
    return this.sets.withBody.has(node.kind) && (node as { body?: Node }).body === undefined;
  }

  private needsParentheses(core: Node, written: Node, parent: Node): boolean {
    const { ts, kinds: k } = this;
    if (ts.isBinaryExpression(core)) {
      const operator = core.operatorToken.kind;
      // A comma ends an argument, and 'in' ends the head of a for loop.
      if (operator === k.CommaToken || operator === k.InKeyword) return true;
    }
    if (this.isOperand(written, parent)) {
      if (this.sets.composite.has(core.kind)) return true;
      // (a?.b).c throws where a?.b.c is undefined.
      return core !== written && this.sets.members.has(parent.kind) && ts.isOptionalChain(core);
    }
    switch (parent.kind) {
      case k.NewExpression:
        return (parent as TypeScript.NewExpression).expression === written && !this.isConstructible(core);
      case k.ExpressionStatement:
        // In parentheses a string is no directive.
        return this.beginsLikeStatement(core) || (core !== written && core.kind === k.StringLiteral);
      case k.ArrowFunction:
        return (parent as TypeScript.ArrowFunction).body === written && this.beginsWithBrace(core);
      case k.ExportAssignment:
        return core.kind === k.FunctionExpression || core.kind === k.ClassExpression;
      default:
        return false;
    }
  }

  /** Whether an expression stands where only some expressions can stand without parentheses. */
  private isOperand(node: Node, parent: Node): boolean {
    const { ts } = this;
    if (ts.isBinaryExpression(parent)) return !this.isAssignment(parent);
    if (this.sets.operators.has(parent.kind)) return true;
    return (
      (this.sets.members.has(parent.kind) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) &&
      ((parent as { expression?: Node }).expression ?? (parent as { tag?: Node }).tag) === node
    );
  }

  /** What `new` can stand before without parentheses: a name and its members, without calls. */
  private isConstructible(core: Node): boolean {
    const { ts, kinds: k } = this;
    let at = core;
    while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
      if (ts.isOptionalChain(at)) return false;
      at = unwrapped(at.expression);
    }
    return (
      ts.isIdentifier(at) ||
      at.kind === k.ThisKeyword ||
      at.kind === k.SuperKeyword ||
      at.kind === k.MetaProperty
    );
  }

  private isAssignment({ operatorToken: { kind } }: TypeScript.BinaryExpression): boolean {
    return kind >= this.kinds.FirstAssignment && kind <= this.kinds.LastAssignment;
  }

  private beginsWithBrace(core: Node): boolean {
    const { ts, kinds: k } = this;
    if (ts.isBinaryExpression(core) && this.isAssignment(core))
      return unwrapped(core.left).kind === k.ObjectLiteralExpression;
    return core.kind === k.ObjectLiteralExpression;
  }

  private beginsLikeStatement(core: Node): boolean {
    const k = this.kinds;
    return (
      this.beginsWithBrace(core) || core.kind === k.FunctionExpression || core.kind === k.ClassExpression
    );
  }
}
