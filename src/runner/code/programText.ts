/** What a program text says, apart from how it is written: its text without comments and formatting, and without types. */
import { canonicalText, Unprintable } from './canonicalText';
import {
  calledName,
  isTypeScript,
  type ParsedFile,
  parse,
  type TypeScript,
  typescript,
  unwrapped,
} from './typescriptParser';

type Node = TypeScript.Node;

/**
 * A program text without comments, source maps and formatting: equal for texts that differ only in these, and stable
 * when applied again. Strings, templates and regular expressions keep their content. The words of a study are left out
 * too: inside the object that a call of `defineStudy` is given, `title`, `claim`, `limits` and `minutes`, the minutes of
 * its tiers, and every nested `title` that is a text (functions inside are not touched).
 * A text that is no correct program, or holds JSX, is given back as it is.
 * @param fileName its ending says whether it is TypeScript or JavaScript
 */
export function normalised(text: string, fileName: string): string {
  return normalisedFile(parse(withoutCarriageReturns(text), fileName));
}

/** As {@link normalised}, of a file that is parsed already. */
export function normalisedFile(source: ParsedFile): string {
  if (source.parseDiagnostics.length > 0) return source.text;
  try {
    return canonicalText(source, wordsOfStudies(source));
  } catch (error) {
    // An expression of thousands of terms is deeper than the stack.
    if (error instanceof Unprintable || error instanceof RangeError) return source.text;
    throw error;
  }
}

/** Ends of lines mean the same however they are written, also inside templates. */
export function withoutCarriageReturns(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/**
 * TypeScript without its types, as it will run; imports of types alone are gone. JavaScript is given back as it is.
 * @param keepImports whether imports that the text itself never uses stay: those of a cell serve later cells
 */
export function withoutTypes(text: string, fileName: string, keepImports = false): string {
  if (!isTypeScript(fileName)) return text;
  const ts = typescript();
  return ts.transpileModule(text, {
    // The compiler would make a module of the kind that .cts and .mts ask for.
    fileName: 'module.ts',
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.Preserve,
      verbatimModuleSyntax: keepImports,
      removeComments: true,
    },
  }).outputText;
}

const wordsOfStudy: ReadonlySet<string> = new Set(['title', 'claim', 'limits', 'minutes']);

/** The properties that tell readers about a study and change no number. */
function wordsOfStudies(source: ParsedFile): ReadonlySet<Node> {
  const words = new Set<Node>();
  if (!source.text.includes('defineStudy')) return words;
  const ts = typescript();
  const visit = (node: Node): void => {
    if (ts.isCallExpression(node) && calledName(node.expression) === 'defineStudy') {
      const study = node.arguments[0] && unwrapped(node.arguments[0]);
      if (study && ts.isObjectLiteralExpression(study)) addWords(study, words);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return words;
}

function addWords(study: TypeScript.ObjectLiteralExpression, words: Set<Node>): void {
  const ts = typescript();
  const nested = (node: Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isPropertyAssignment(node) && nameOf(node) === 'title' && isText(node.initializer))
      words.add(node);
    else ts.forEachChild(node, nested);
  };
  for (const property of study.properties) {
    const name = nameOf(property);
    if (name !== undefined && wordsOfStudy.has(name) && !ts.isFunctionLike(property)) {
      words.add(property);
      continue;
    }
    if (name === 'tiers') addMinutes(property, words);
    nested(property);
  }
}

function addMinutes(tiers: Node, words: Set<Node>): void {
  for (const tier of propertiesOf(tiers)) {
    for (const property of propertiesOf(tier)) {
      if (nameOf(property) === 'minutes') words.add(property);
    }
  }
}

/** Of the object literal that a property has as its value; none for any other value. */
function propertiesOf(property: Node): readonly TypeScript.ObjectLiteralElementLike[] {
  const ts = typescript();
  const value = ts.isPropertyAssignment(property) ? unwrapped(property.initializer) : undefined;
  return value && ts.isObjectLiteralExpression(value) ? value.properties : [];
}

function nameOf(property: TypeScript.ObjectLiteralElementLike): string | undefined {
  const ts = typescript();
  const { name } = property;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

/** A literal string, a template, or such texts put together. */
function isText(value: Node): boolean {
  const ts = typescript();
  const core = unwrapped(value);
  if (ts.isBinaryExpression(core))
    return core.operatorToken.kind === ts.SyntaxKind.PlusToken && isText(core.left) && isText(core.right);
  return ts.isStringLiteralLike(core) || ts.isTemplateExpression(core);
}
