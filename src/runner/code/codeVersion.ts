/** The code version of a run: one hash for each module that it executes, so that a stale run can name what changed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../../errors';
import { projectRoot } from '../../paths';
import { type CellClosure, cellClosure, cellModuleText } from './cellCode';
import { type Cell, cellModule, cellNamed, cellsThatRan } from './cellSources';
import { cppWithoutComments } from './cppText';
import type { ComputedImport } from './imports';
import { exportedModules, libraryName, type Uses, usesOf } from './labExports';
import { kernelLibrary, loadedOwnFiles, loadedText, nativeFolder, programFolder } from './loadedCode';
import { isBuiltin, isPath, moduleFile, packageManifest, packageName } from './modulePaths';
import { codeFacts, sha256 } from './programCode';

/**
 * Modules that no number depends on: they tell what happens, name folders, show progress, or hash what others compute.
 * What they import is not followed.
 */
export const withoutInfluence =
  /^(?:errors|memory|paths|containedPath|processLock|progress|stop|durableFiles|form\/(?:callerFile|standing)|report\/.*|runner\/code\/.*|engine\/(?:fingerprint|graphFiles))$/;

/**
 * Module name -> SHA-256 of what it says: 'models/transformer' for a module of the program, 'own/my-study' for a file of
 * the user, 'cell/mine' for the cell of a notebook that declares `mine`, 'package/NAME' for a package that own code
 * imports, 'engine/native/gelu.h' for a source of the lab's own kernels.
 */
export type CodeVersion = { readonly [module: string]: string };

/** A module that is named by an expression, which no version can cover. */
export interface UncoveredImport extends ComputedImport {
  readonly module: string;
}

/**
 * Reads every file once and hashes what runs execute. Make a new one to see edits.
 * @param root the folder that the names of the program's modules are relative to
 * @param native the folder that the lab's own kernels are compiled from
 */
export class CodeReader {
  private readonly texts = new Map<string, string>();
  private readonly files = new Map<string, string>();
  private kernelSources: CodeVersion | undefined;
  private exports: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly root: string = programFolder,
    private readonly native: string = nativeFolder,
  ) {}

  /**
   * The modules that the entries are, with all that they import, directly or not.
   * @param entries absolute paths of the modules whose functions a run executes, or names of cells ('cell 3')
   * @param ownFolder what the names of own files are relative to: the study's folder. Default: that of the first entry
   *   that is an own file.
   * @throws LabError for an entry or an imported file that does not exist, and for an own file that imports a module by
   *   a computed name
   */
  versionOf(entries: readonly string[], ownFolder?: string): CodeVersion {
    const walk = this.walk(entries, ownFolder);
    const uncovered = walk.uncovered.find(({ module }) => /^(?:own|cell)\b/.test(module));
    if (uncovered) {
      throw new LabError(
        `${uncovered.module}, line ${uncovered.line}, imports a module by a computed name (${uncovered.text}): write the name out, so that the ids of runs can cover it.`,
      );
    }
    return Object.fromEntries([...walk.version].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Imports by computed names in all that the entries import; what they load is not part of the version. */
  uncoveredImports(entries: readonly string[]): readonly UncoveredImport[] {
    return this.walk(entries, undefined).uncovered;
  }

  private walk(entries: readonly string[], ownFolder: string | undefined): Walk {
    const files = entries.map((entry) => (cellNamed(entry) ? entry : this.realFile(entry)));
    const firstOwn = files.find((file) => !cellNamed(file) && !this.isProgram(file));
    const folder = ownFolder === undefined ? firstOwn && path.dirname(firstOwn) : fs.realpathSync(ownFolder);
    const walk = new Walk(this, folder);
    for (const file of files) {
      const cell = cellNamed(file);
      if (cell) walk.addCell(cell);
      else walk.addFile(file);
    }
    return walk;
  }

  private realFile(entry: string): string {
    const file = path.isAbsolute(entry) ? this.fileAt(entry) : undefined;
    if (file) return file;
    throw new LabError(
      `There is no module ${entry}: give the path of a file of code, or run 'npm run build' if it is one of the lab's.`,
    );
  }

  /** The real path of the module that a path stands for, found once. */
  fileAt(location: string): string | undefined {
    if (cellModule(location) !== undefined) return location;
    let file = this.files.get(location);
    if (file !== undefined) return file;
    const found = moduleFile(location);
    if (found === undefined) return undefined;
    file = this.asRead(fs.realpathSync(found));
    this.files.set(location, file);
    return file;
  }

  /** Under the test runner own studies run with dist, and versions are read from src: a module counts as its source. */
  private asRead(file: string): string {
    const compiled = path.join(projectRoot, 'dist') + path.sep;
    if (!file.startsWith(compiled) || this.root !== path.join(projectRoot, 'src')) return file;
    return moduleFile(path.join(this.root, file.slice(compiled.length).replace(/\.js$/, ''))) ?? file;
  }

  isProgram(file: string): boolean {
    return file.startsWith(this.root + path.sep);
  }

  /** 'models/transformer'. */
  programName(file: string): string {
    return slashed(path.relative(this.root, file)).replace(/\.[cm]?[jt]s$/, '');
  }

  read(file: string): string {
    let text = this.texts.get(file);
    if (text === undefined) {
      text = cellModule(file) ?? fs.readFileSync(file, 'utf8');
      this.texts.set(file, text);
    }
    return text;
  }

  /** The C++ that the lab's own kernels are compiled from: no module imports it, yet numbers depend on it. */
  kernels(): CodeVersion {
    this.kernelSources ??= Object.fromEntries(
      fs
        .readdirSync(this.native)
        .sort()
        .map((name) => {
          const text = fs.readFileSync(path.join(this.native, name), 'utf8');
          return [`engine/native/${name}`, sha256(cppWithoutComments(text))];
        }),
    );
    return this.kernelSources;
  }

  /** The files of modules that define what is used of the library. */
  filesOf(uses: Uses): string[] {
    this.exports ??= exportedModules(this.root);
    const { exports } = this;
    // A name that the library does not have: whatever happens, it is covered.
    const known = uses !== 'all' && [...uses].every((name) => exports.has(name));
    return [...new Set(known ? [...uses].map((name) => exports.get(name)!) : exports.values())];
  }
}

/** One walk along imports. */
class Walk {
  readonly version = new Map<string, string>();
  readonly uncovered: UncoveredImport[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly reader: CodeReader,
    private ownFolder: string | undefined,
  ) {}

  addFile(entry: string): void {
    const pending = [entry];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      if (this.seen.has(file)) continue;
      this.seen.add(file);
      const name = this.nameOf(file);
      if (this.reader.isProgram(file) && withoutInfluence.test(name)) continue;
      pending.push(...this.addModule(file, name));
      if (name === kernelLibrary)
        for (const [source, hash] of Object.entries(this.reader.kernels())) this.version.set(source, hash);
    }
  }

  addCell(entry: Cell): void {
    const { cells, foreign, texts }: CellClosure = cellClosure(entry, cellsThatRan());
    this.ownFolder ??= entry.folder;
    for (const [name, text] of texts) this.version.set(name, sha256(text));
    for (const { cell } of cells) {
      const place = path.join(cell.folder, 'cell.ts');
      const { imports, computed, uses } = codeFacts(cellModuleText(cell), 'cell.ts', 'own');
      this.uncovered.push(...computed.map((one) => ({ ...one, module: cell.name })));
      for (const file of this.targets(place, imports, uses, cell.name)) this.addFile(file);
    }
    for (const { specifier, exported, name, user, importer } of foreign) {
      const place = path.join(importer.cell.folder, 'cell.ts');
      const uses = exported === undefined ? usesOf(user.source, () => false, [name]) : new Set([exported]);
      for (const file of this.targets(place, [specifier], uses, importer.cell.name)) this.addFile(file);
    }
  }

  /** @returns the files that it imports */
  private addModule(file: string, name: string): string[] {
    const text = this.reader.read(file);
    if (!/\.[cm]?[jt]s$/.test(file) && cellModule(file) === undefined) {
      this.version.set(name, sha256(file.endsWith('.json') ? compactJson(text) : fs.readFileSync(file)));
      return [];
    }
    const owner = this.reader.isProgram(file) ? 'program' : 'own';
    const fileName = cellModule(file) === undefined ? file : `${file}.ts`;
    const { hash, imports, computed, uses } = codeFacts(text, fileName, owner);
    this.version.set(name, hash);
    this.uncovered.push(...computed.map((one) => ({ ...one, module: name })));
    return this.targets(file, imports, uses, name);
  }

  /** Files that imports of `from` lead to; packages that own code imports are noted as such. */
  private targets(from: string, imports: readonly string[], uses: Uses, importer: string): string[] {
    const own = !this.reader.isProgram(from);
    return imports.flatMap((specifier) => {
      if (isPath(specifier))
        return [this.imported(path.resolve(path.dirname(from), specifier), specifier, importer)];
      if (!own || isBuiltin(specifier) || specifier === 'tslab') return [];
      if (specifier === libraryName) return this.reader.filesOf(uses);
      if (packageName(specifier) === libraryName) {
        const inside = specifier.slice(libraryName.length + 1);
        return [this.imported(path.join(projectRoot, inside), specifier, importer)];
      }
      this.addPackage(specifier, from, importer);
      return [];
    });
  }

  private imported(location: string, specifier: string, importer: string): string {
    const file = this.reader.fileAt(location);
    if (file) return file;
    throw new LabError(
      `${importer} imports '${specifier}', and there is no such file: correct the import, or run 'npm run build' if it is one of the lab's.`,
    );
  }

  private addPackage(specifier: string, from: string, importer: string): void {
    const manifest = packageManifest(specifier, from);
    if (!manifest) {
      throw new LabError(
        `${importer} imports the package '${packageName(specifier)}', which is not installed: run 'npm install ${packageName(specifier)}' in ${path.dirname(from)}.`,
      );
    }
    this.version.set(`package/${packageName(specifier)}`, sha256(compactJson(this.reader.read(manifest))));
  }

  private nameOf(file: string): string {
    if (this.reader.isProgram(file)) return this.reader.programName(file);
    return ownName(file, this.ownFolder ?? path.dirname(file));
  }
}

/** 'own/my-study' for a file in the folder; data keep their ending. */
function ownName(file: string, folder: string): string {
  return `own/${slashed(path.relative(folder, file)).replace(/\.[cm]?[jt]s$/, '')}`;
}

function slashed(location: string): string {
  return location.split(path.sep).join('/');
}

function compactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * A kernel keeps the modules it loaded; the numbers it computes belong to those, not to what was written since. What
 * was read when a module was loaded is compared with what its file says now, comments and formatting aside, and no clock
 * is asked. Modules that were never loaded here, and cells, cannot be edited behind a process's back.
 * @param modules as a code version names them
 * @param ownFolder what the names of own files are relative to
 * @throws LabError naming a module that is no longer what was loaded
 */
export function refuseEditedCode(modules: readonly string[], ownFolder?: string): void {
  const folder = ownFolder === undefined ? undefined : fs.realpathSync(ownFolder);
  const ownFiles = new Map(
    folder === undefined ? [] : loadedOwnFiles().map((file) => [ownName(file, folder), file]),
  );
  for (const name of modules) {
    const native = name.startsWith('engine/native/');
    const file = native
      ? path.join(nativeFolder, path.posix.relative('engine/native', name))
      : (ownFiles.get(name) ?? path.join(programFolder, `${name}.js`));
    const then = loadedText(file);
    if (then === undefined || saysTheSame(then, file, native)) continue;
    const remedy = native
      ? "run 'npm run setup', then restart the kernel or the command"
      : 'restart the kernel or the command';
    throw new LabError(`${name} was changed since it was loaded here: ${remedy}.`);
  }
}

function saysTheSame(then: string, file: string, native: boolean): boolean {
  let now: string;
  try {
    now = fs.readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  if (now === then) return true;
  if (native) return cppWithoutComments(now) === cppWithoutComments(then);
  const owner = file.startsWith(programFolder + path.sep) ? 'program' : 'own';
  return codeFacts(now, file, owner).hash === codeFacts(then, file, owner).hash;
}
