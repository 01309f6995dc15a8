/** The last step of compiling a cell: from a JavaScript module to the body of a function that Node can run. */
import type ts from 'typescript';
import type { TypeScriptApi } from './cellSyntax';
import { type SharedBindings, sharedBindings } from './sharedBindings';

export interface CellScript extends SharedBindings {
  readonly code: string;
  /** From `code` to the module, as JSON. */
  readonly sourceMap: string;
}

const input = 'cell.js';

/**
 * @param module JavaScript with imports, which become calls of `require`; its last statement exports what it declares
 * @param previous names that earlier cells declared
 */
export function cellScript(api: TypeScriptApi, module: string, previous: ReadonlySet<string>): CellScript {
  const options: ts.CompilerOptions = {
    allowJs: true,
    module: api.ModuleKind.CommonJS,
    target: api.ScriptTarget.ES2022,
    esModuleInterop: true,
    newLine: api.NewLineKind.LineFeed,
    outDir: 'out',
    sourceMap: true,
    // Names are all that matters here: the types were checked in the step before.
    isolatedModules: true,
    noLib: true,
    noResolve: true,
    types: [],
    // A cell is sloppy code, as it always was.
    noImplicitUseStrict: true,
  };
  const file = api.createSourceFile(input, module, api.ScriptTarget.ES2022, true, api.ScriptKind.JS);
  let code = '';
  let sourceMap = '';
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === input ? file : undefined),
    writeFile: (name, text) => {
      if (name.endsWith('.map')) sourceMap = text;
      else code = text;
    },
    fileExists: (name) => name === input,
    readFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  const program = api.createProgram([input], options, host);
  let bindings: SharedBindings = { declared: new Set(), awaits: false };
  const transformer = sharedBindings(api, program.getTypeChecker(), previous, (found) => {
    bindings = found;
  });
  program.emit(undefined, undefined, undefined, undefined, { before: [transformer] });
  return { ...bindings, code: code.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n'), sourceMap };
}
