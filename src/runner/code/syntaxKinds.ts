/** Kinds of syntax that the canonical text treats alike. */
import { type TypeScript, typescript } from './typescriptParser';

type Kinds = ReadonlySet<TypeScript.SyntaxKind>;

export interface KindSets {
  /** Statements and members that end in a semicolon, written or not. */
  readonly endedBySemicolon: Kinds;
  /** What ends in a semicolon where it has no body. */
  readonly withBody: Kinds;
  /** Lists of statements, in which an empty one says nothing. */
  readonly lists: Kinds;
  readonly closing: Kinds;
  /** Properties, whose names may be quoted. */
  readonly named: Kinds;
  /** Expressions that take parentheses as operands. */
  readonly composite: Kinds;
  /** Expressions around operands alone. */
  readonly operators: Kinds;
  /** Expressions that go on from another one: its members, its call. */
  readonly members: Kinds;
}

let sets: KindSets | undefined;

/** The sets, made when TypeScript is first needed. */
export function kindSets(): KindSets {
  sets ??= made(typescript().SyntaxKind);
  return sets;
}

function made(k: typeof TypeScript.SyntaxKind): KindSets {
  return {
    endedBySemicolon: new Set([
      k.VariableStatement,
      k.ExpressionStatement,
      k.ReturnStatement,
      k.ThrowStatement,
      k.BreakStatement,
      k.ContinueStatement,
      k.DebuggerStatement,
      k.DoStatement,
      k.ImportDeclaration,
      k.ImportEqualsDeclaration,
      k.ExportDeclaration,
      k.ExportAssignment,
      k.NamespaceExportDeclaration,
      k.TypeAliasDeclaration,
      k.PropertyDeclaration,
      k.PropertySignature,
      k.MethodSignature,
      k.CallSignature,
      k.ConstructSignature,
      k.IndexSignature,
    ]),
    withBody: new Set([
      k.FunctionDeclaration,
      k.MethodDeclaration,
      k.Constructor,
      k.GetAccessor,
      k.SetAccessor,
      k.ModuleDeclaration,
    ]),
    lists: new Set([k.SourceFile, k.Block, k.ModuleBlock, k.CaseClause, k.DefaultClause]),
    closing: new Set([k.CloseParenToken, k.CloseBracketToken, k.CloseBraceToken, k.GreaterThanToken]),
    named: new Set([
      k.PropertyAssignment,
      k.PropertyDeclaration,
      k.PropertySignature,
      k.MethodDeclaration,
      k.MethodSignature,
      k.GetAccessor,
      k.SetAccessor,
      k.BindingElement,
    ]),
    composite: new Set([
      k.BinaryExpression,
      k.ConditionalExpression,
      k.PrefixUnaryExpression,
      k.PostfixUnaryExpression,
      k.TypeOfExpression,
      k.VoidExpression,
      k.DeleteExpression,
      k.AwaitExpression,
      k.YieldExpression,
      k.ArrowFunction,
      k.AsExpression,
      k.SatisfiesExpression,
      k.TypeAssertionExpression,
      k.FunctionExpression,
      k.ClassExpression,
      k.ObjectLiteralExpression,
    ]),
    operators: new Set([
      k.PrefixUnaryExpression,
      k.PostfixUnaryExpression,
      k.TypeOfExpression,
      k.VoidExpression,
      k.DeleteExpression,
      k.AwaitExpression,
      k.ConditionalExpression,
      k.TypeAssertionExpression,
      k.ExpressionWithTypeArguments,
      k.Decorator,
    ]),
    members: new Set([
      k.PropertyAccessExpression,
      k.ElementAccessExpression,
      k.CallExpression,
      k.TaggedTemplateExpression,
      k.NonNullExpression,
    ]),
  };
}
