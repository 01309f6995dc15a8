/** Checks the types of a user's own files with the strict options that the lab itself is compiled with. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../../errors';
import { labFolder, projectRoot } from '../../paths';
import { libraryName } from './labExports';
import { packageManifest } from './modulePaths';
import { diagnosedError, type OwnSource } from './ownSources';
import { isTypeScript, type TypeScript, typescript } from './typescriptParser';

/** What the library's declarations are; `npm run build` writes them. */
const declarations = path.join(projectRoot, 'dist', 'index.d.ts');

/**
 * @param sources as {@link readOwnSources} gives them, the entry first. JavaScript among them is not checked.
 * @throws LabError with file, line, column, message and the line for the first error, and how many more there are
 */
export function checkTypes(sources: ReadonlyMap<string, OwnSource>): void {
  const files = [...sources.keys()].filter(isTypeScript);
  if (files.length === 0) return;
  if (!fs.existsSync(declarations))
    throw new LabError("The lab's declarations in dist/ are missing: run 'npm run build'.");
  const passed = passedCheck(sources);
  if (passed.isKnown()) return;
  const ts = typescript();
  const program = ts.createProgram({ rootNames: files, options: checkOptions() });
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...files.flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    }),
  ].filter(({ category }) => category === ts.DiagnosticCategory.Error);
  const [first] = diagnostics;
  if (!first) {
    passed.remember();
    return;
  }
  const { file, start = 0, length = 1, messageText, code } = first;
  if (file) throw diagnosedError(file, { start, length, messageText, code }, diagnostics.length - 1);
  throw new LabError(`The types cannot be checked: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

function checkOptions(): TypeScript.CompilerOptions {
  const ts = typescript();
  return {
    strict: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    // Imports as people write them, with and without endings.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    allowJs: true,
    checkJs: false,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [path.join(projectRoot, 'node_modules/@types')],
    paths: { [libraryName]: [declarations], [`${libraryName}/*`]: [path.join(projectRoot, '*')] },
  };
}

/** A check that passed need not be made again while nothing that it saw has changed. */
function passedCheck(sources: ReadonlyMap<string, OwnSource>): { isKnown(): boolean; remember(): void } {
  const [entry] = sources.keys();
  const note = labFolder(
    'cache',
    'type-checks',
    createHash('sha256').update(entry!).digest('hex').slice(0, 32),
  );
  const state = stateOf(sources);
  return {
    isKnown() {
      try {
        return fs.readFileSync(note, 'utf8') === state;
      } catch {
        return false;
      }
    },
    remember() {
      try {
        fs.mkdirSync(path.dirname(note), { recursive: true });
        fs.writeFileSync(note, state);
      } catch {
        // A folder that cannot be written to costs the next run two seconds, no more.
      }
    },
  };
}

/** A hash of all that decides what a check says: own files, the library's and the packages' declarations, the compiler. */
function stateOf(sources: ReadonlyMap<string, OwnSource>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([typescript().version, checkOptions()]));
  for (const { file, text, packages } of sources.values()) {
    const manifests = packages.map((name) => fs.readFileSync(packageManifest(name, file)!, 'utf8'));
    hash.update(JSON.stringify([file, text, ...manifests]));
  }
  for (const file of declarationFiles(path.dirname(declarations))) hash.update(fs.readFileSync(file));
  hash.update(fs.readFileSync(path.join(projectRoot, 'package-lock.json')));
  return hash.digest('hex');
}

function declarationFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
