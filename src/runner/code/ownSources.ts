/** The files of a user's own study: the one that is named, and those that it imports, read and checked for syntax. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../../errors';
import { projectRoot } from '../../paths';
import { libraryName } from './labExports';
import { isBuiltin, isPath, moduleFile, packageManifest, packageName } from './modulePaths';
import { placedError, shownPath } from './ownPlaces';
import { codeFacts } from './programCode';
import { withoutCarriageReturns } from './programText';
import { type ParsedFile, parse, type TypeScript, typescript } from './typescriptParser';

export interface OwnSource {
  /** Its real path. */
  readonly file: string;
  readonly text: string;
  /** Parsed; undefined for JSON. */
  readonly parsed: ParsedFile | undefined;
  /** Packages that it imports, by name. */
  readonly packages: readonly string[];
}

const code = /\.[cm]?[jt]s$/;

/**
 * Reads an own file and, transitively, the files that it imports by their paths.
 * @returns by real path; the entry comes first
 * @throws LabError for a file that is missing, is no code, has a syntax error, awaits at its top level, or imports what
 *   is not there
 */
export function readOwnSources(entry: string): ReadonlyMap<string, OwnSource> {
  const found = new Map<string, OwnSource>();
  const pending = [entryFile(entry)];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    const text = readText(file);
    if (file.endsWith('.json')) {
      found.set(file, { file, text, parsed: undefined, packages: [] });
      continue;
    }
    const { parsed, imports } = readCode(file, text);
    const packages: string[] = [];
    for (const specifier of imports) {
      const target = targetOf(specifier, file, parsed);
      if (target === undefined) continue;
      if (typeof target === 'string') pending.push(target);
      else packages.push(target.package);
    }
    found.set(file, { file, text, parsed, packages });
  }
  return found;
}

function entryFile(entry: string): string {
  const file = path.resolve(entry);
  const facts = fs.statSync(file, { throwIfNoEntry: false });
  if (!facts)
    throw new LabError(
      `There is no file ${shownPath(file)}: give the path of a study, such as ./my-study.ts.`,
    );
  if (!facts.isFile())
    throw new LabError(`${shownPath(file)} is no file: give the path of a study, such as ./my-study.ts.`);
  if (!code.test(file) || file.endsWith('.d.ts')) {
    throw new LabError(
      `${shownPath(file)} is neither TypeScript nor JavaScript: a study's file ends in .ts, .js, .mjs or .cjs.`,
    );
  }
  return fs.realpathSync(file);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new LabError(
      `${shownPath(file)} cannot be read (${(error as Error).message}): mend its permissions.`,
    );
  }
}

function readCode(file: string, text: string): { parsed: ParsedFile; imports: readonly string[] } {
  try {
    const parsed = parse(withoutCarriageReturns(text), file);
    refuseSyntaxErrors(parsed);
    refuseTopLevelAwait(parsed);
    return { parsed, imports: codeFacts(text, file, 'own').imports };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LabError(
      `${shownPath(file)} holds an expression that is nested too deeply to be read: split it, or keep such data in a JSON file.`,
    );
  }
}

function refuseSyntaxErrors(parsed: ParsedFile): void {
  const ts = typescript();
  const [first] = parsed.parseDiagnostics;
  if (first) throw diagnosedError(parsed, first, parsed.parseDiagnostics.length - 1);
  if (/\.[cm]?ts$/.test(parsed.fileName)) return;
  // JavaScript with types in it: only a program knows.
  const { diagnostics = [] } = ts.transpileModule(parsed.text, {
    fileName: parsed.fileName,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const found = diagnostics.find(({ start }) => start !== undefined) as
    | TypeScript.DiagnosticWithLocation
    | undefined;
  if (found) throw diagnosedError(parsed, found, 0);
}

/** One of the compiler's messages as an error with its place. @param more how many others there are */
export function diagnosedError(
  source: TypeScript.SourceFile,
  {
    start,
    length,
    messageText,
    code: number,
  }: Pick<TypeScript.DiagnosticWithLocation, 'start' | 'length' | 'messageText' | 'code'>,
  more: number,
): LabError {
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  const place = { file: source.fileName, line: line + 1, column: character + 1, width: length };
  const message = typescript().flattenDiagnosticMessageText(messageText, '\n  ');
  const others = more > 0 ? ` (and ${more} more)` : '';
  return placedError(place, source.text, `${message} (TS${number})${others}`);
}

function refuseTopLevelAwait(parsed: ParsedFile): void {
  const ts = typescript();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node)) return;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
      const { line, character } = parsed.getLineAndCharacterOfPosition(node.getStart(parsed, false));
      throw placedError(
        { file: parsed.fileName, line: line + 1, column: character + 1, width: 'await'.length },
        parsed.text,
        'A study cannot wait at the top level of its file: await inside the functions of its recipes.',
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
}

/** The file that is imported, or the package; undefined for Node's own modules and the library. */
function targetOf(
  specifier: string,
  from: string,
  parsed: ParsedFile,
): string | { readonly package: string } | undefined {
  const refuse = (what: string): LabError => {
    const at = Math.max(0, parsed.text.search(new RegExp(`(['"\`])${specifier.replace(/\W/g, '\\$&')}\\1`)));
    const { line, character } = parsed.getLineAndCharacterOfPosition(at);
    const place = { file: from, line: line + 1, column: character + 1, width: specifier.length + 2 };
    return placedError(place, parsed.text, `'${specifier}' ${what}`);
  };
  if (isBuiltin(specifier) || packageName(specifier) === libraryName) return undefined;
  if (!isPath(specifier)) {
    if (packageManifest(specifier, from)) return { package: packageName(specifier) };
    throw refuse(`is not installed: run 'npm install ${packageName(specifier)}' in ${path.dirname(from)}.`);
  }
  const file = moduleFile(path.resolve(path.dirname(from), specifier));
  if (!file) throw refuse('is no file: correct the path, or write the file.');
  const real = fs.realpathSync(file);
  const inLab = path.relative(projectRoot, real).split(path.sep);
  if (inLab[0] === 'src') throw refuse(`is source of the lab: import what you need from '${libraryName}'.`);
  if (inLab[0] === 'dist') return undefined;
  if (!code.test(real) && !real.endsWith('.json'))
    throw refuse('is neither TypeScript, JavaScript nor JSON: read it with node:fs.');
  return real;
}
