/** Turns a user's TypeScript, or JavaScript with import statements, into a module that Node can require. */
import * as path from 'node:path';
import type { OwnSource } from './ownSources';
import { isTypeScript, type TypeScript, typescript } from './typescriptParser';

export interface CompiledModule {
  readonly text: string;
  /** JSON; undefined where the text runs as it was written. */
  readonly sourceMap: string | undefined;
}

/** Types are taken away without being checked. CommonJS in JavaScript stays as it is. */
export function compiledModule({ file, text, parsed }: OwnSource): CompiledModule {
  const ts = typescript();
  if (!isTypeScript(file) && !ts.isExternalModule(parsed!) && !importsDynamically(parsed!))
    return { text, sourceMap: undefined };
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    // Of .mjs and .mts the compiler would not make CommonJS.
    fileName: file.replace(/\.[cm](?=[jt]s$)/, '.'),
    transformers: { before: [explainImportMeta] },
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
      sourceMap: true,
    },
  });
  const code = outputText.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
  const sourceMap = JSON.stringify({ ...JSON.parse(sourceMapText!), sources: [path.basename(file)] });
  const encoded = Buffer.from(sourceMap).toString('base64');
  return { text: `${code}//# sourceMappingURL=data:application/json;base64,${encoded}\n`, sourceMap };
}

/** `import('./other')` would go past the lab to Node, which finds neither the library nor TypeScript. */
function importsDynamically(source: TypeScript.SourceFile): boolean {
  const ts = typescript();
  const search = (node: TypeScript.Node): boolean =>
    (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) ||
    (ts.forEachChild(node, search) ?? false);
  return search(source);
}

/** CommonJS has no `import.meta`: its properties are put in its place. */
const explainImportMeta: TypeScript.TransformerFactory<TypeScript.SourceFile> = (context) => (source) => {
  const ts = typescript();
  const { factory } = context;
  const name = (text: string) => factory.createIdentifier(text);
  const property = (key: string, value: TypeScript.Expression) =>
    factory.createPropertyAssignment(key, value);
  const meta = () => {
    const node = factory.createCallExpression(name('require'), undefined, [
      factory.createStringLiteral('node:url'),
    ]);
    const toUrl = factory.createPropertyAccessExpression(node, 'pathToFileURL');
    const url = factory.createCallExpression(toUrl, undefined, [name('__filename')]);
    return factory.createObjectLiteralExpression([
      property('url', factory.createPropertyAccessExpression(url, 'href')),
      property('filename', name('__filename')),
      property('dirname', name('__dirname')),
    ]);
  };
  const visit = (node: TypeScript.Node): TypeScript.Node =>
    ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
      ? factory.createParenthesizedExpression(meta())
      : ts.visitEachChild(node, visit, context);
  return ts.visitEachChild(source, visit, context);
};
