/** What later cells may use of earlier ones, where tslab's own list leaves it out. */
import type ts from 'typescript';
import type { TypeScriptApi } from './cellSyntax';

/**
 * @param before declarations of the cells before this one
 * @param after tslab's list of declarations after this cell
 * @param names what this cell declares
 * @param program the program that holds this cell as `file`
 * @returns declarations to add: namespaces of earlier cells, and variables that `var` declared inside a block
 */
export function missingDeclarations(
  api: TypeScriptApi,
  before: string,
  after: string,
  names: ReadonlySet<string>,
  program: ts.Program,
  file: ts.SourceFile,
): string {
  const known = new Set(statementsOf(api, after).flatMap((statement) => namesOf(api, statement)));
  const namespaces = /\bnamespace\b/.test(before)
    ? statementsOf(api, before).filter(
        (statement) =>
          api.isModuleDeclaration(statement) &&
          !known.has(statement.name.text) &&
          !names.has(statement.name.text),
      )
    : [];
  const inBlocks = [...names].filter((name) => !known.has(name));
  return [
    ...namespaces.map((statement) => `${statement.getText()}\n`),
    ...(inBlocks.length > 0 ? variables(api, inBlocks, program, file) : []),
  ].join('');
}

function variables(
  api: TypeScriptApi,
  names: readonly string[],
  program: ts.Program,
  file: ts.SourceFile,
): string[] {
  const checker = program.getTypeChecker();
  const inScope = checker.getSymbolsInScope(file, api.SymbolFlags.FunctionScopedVariable);
  return names.flatMap((name) => {
    const symbol = inScope.find((one) => one.name === name && one.valueDeclaration?.getSourceFile() === file);
    if (!symbol?.valueDeclaration) return [];
    const type = checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration);
    return `declare var ${name}: ${checker.typeToString(type, undefined, api.TypeFormatFlags.NoTruncation)};\n`;
  });
}

function statementsOf(api: TypeScriptApi, text: string): readonly ts.Statement[] {
  return api.createSourceFile('declarations.d.ts', text, api.ScriptTarget.Latest, true).statements;
}

function namesOf(api: TypeScriptApi, statement: ts.Statement): string[] {
  if (api.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  if (api.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const inside = !namedBindings
      ? []
      : api.isNamespaceImport(namedBindings)
        ? [namedBindings.name.text]
        : namedBindings.elements.map((element) => element.name.text);
    return [...(name ? [name.text] : []), ...inside];
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  return name ? [name.text] : [];
}
