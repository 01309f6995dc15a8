/** Loads a study from a user's own file, wherever it lies: TypeScript or JavaScript that imports 'pretraining-lab'. */
import * as fs from 'node:fs';
import { createRequire, Module } from 'node:module';
import * as path from 'node:path';
import { LabError, StoppedError } from '../../errors';
import { projectRoot } from '../../paths';
import { libraryName } from './labExports';
import { rememberLoaded } from './loadedCode';
import { isPath, moduleFile, packageName } from './modulePaths';
import { compiledModule } from './ownCompiler';
import { loadingError, type RunningFile } from './ownErrors';
import { shownPath } from './ownPlaces';
import { type OwnSource, readOwnSources } from './ownSources';
import { checkTypes } from './typeCheck';

/** What 'pretraining-lab' means to own files: this repository's library. */
const library = path.join(projectRoot, 'dist', 'index.js');

interface OwnModule extends Module {
  _compile(text: string, file: string): void;
}

/** Own modules that this process has loaded, by real path. */
const loaded = new Map<string, { readonly text: string; readonly module: OwnModule }>();

/**
 * Reads, checks and runs a user's own file and what it imports by path. `import 'pretraining-lab'` gives this
 * repository's library; files of TypeScript can import each other with or without their ending. A file that has not
 * changed since it was loaded is not loaded again.
 * @param file a path, absolute or from the current folder
 * @returns what the file exports
 * @throws LabError with one sentence for a file that is missing, no code, of wrong syntax or types, exports nothing, or
 *   throws; the place is the line that the user wrote
 */
export function loadOwnModule(file: string): Readonly<Record<string, unknown>> {
  const sources = readOwnSources(file);
  checkTypes(sources);
  if (!fs.existsSync(library)) throw new LabError("The lab is not compiled: run 'npm run build'.");
  const [entry] = sources.keys();
  const edited = [...sources.values()].some(({ file: own, text }) => loaded.get(own)?.text !== text);
  if (edited) for (const own of sources.keys()) loaded.delete(own);
  const exported = new OwnLoader(sources).load(entry!);
  if (exportsNothing(exported)) {
    throw new LabError(
      `${shownPath(entry!)} exports nothing: export what defineStudy returns, such as 'export const study = lab.defineStudy({ … })'.`,
    );
  }
  return exported as Readonly<Record<string, unknown>>;
}

function exportsNothing(exported: unknown): boolean {
  if (exported === null || exported === undefined) return true;
  return typeof exported === 'object' && Object.keys(exported).every((name) => name === '__esModule');
}

class OwnLoader {
  private readonly running = new Map<string, RunningFile>();

  constructor(private readonly sources: ReadonlyMap<string, OwnSource>) {}

  load(entry: string): unknown {
    try {
      return this.moduleOf(this.sources.get(entry)!).exports;
    } catch (error) {
      for (const file of this.sources.keys()) loaded.delete(file);
      // By name: the library's own class is another one than this copy's under the test runner.
      if (error instanceof StoppedError || (error as Error | null)?.name === 'StoppedError') throw error;
      throw loadingError(error, entry, this.running);
    }
  }

  private moduleOf(source: OwnSource): OwnModule {
    const { file, text, parsed } = source;
    const known = loaded.get(file);
    if (known) return known.module;
    const module = new Module(file) as OwnModule;
    loaded.set(file, { text, module });
    rememberLoaded(file, text);
    module.filename = file;
    if (!parsed) {
      module.exports = parsedJson(source);
      return module;
    }
    module.paths = createRequire(file).resolve.paths('x') ?? [];
    module.require = this.requireFrom(file);
    const compiled = compiledModule(source);
    this.running.set(file, { file, text, sourceMap: compiled.sourceMap });
    // From here on stacks name the user's lines, also of errors that a run throws later.
    process.setSourceMapsEnabled(true);
    module._compile(compiled.text, file);
    module.loaded = true;
    return module;
  }

  private requireFrom(file: string): NodeJS.Require {
    const nodeRequire = createRequire(file);
    const load = (id: string): unknown => {
      if (id === libraryName) return requireUnmapped(library);
      if (packageName(id) === libraryName)
        return requireUnmapped(path.join(projectRoot, id.slice(libraryName.length)));
      const found = isPath(id) ? moduleFile(path.resolve(path.dirname(file), id)) : undefined;
      const own = found && this.sources.get(fs.realpathSync(found));
      return own ? this.moduleOf(own).exports : nodeRequire(found ?? id);
    };
    return Object.assign(load, nodeRequire) as NodeJS.Require;
  }
}

/** The library's own modules need no maps, which Node would read one by one. */
function requireUnmapped(file: string): unknown {
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean };
  process.setSourceMapsEnabled(false);
  try {
    return createRequire(library)(file);
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled ?? true);
  }
}

function parsedJson({ file, text }: OwnSource): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LabError(`${shownPath(file)} is no JSON (${(error as Error).message}): mend it.`);
  }
}
