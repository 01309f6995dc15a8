/** The code version of a run: one hash for each module that it executes, so that a stale run can name what changed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { projectRoot } from '../paths';
import type { Ablation, Determinants } from './ablation';
import { sha256 } from './identity';
import { mentionedFunctions, stripComments, topLevelFunctions } from './sourceText';

/** dist/ when compiled, src/ under the test runner: the code that really runs. */
const programFolder = path.resolve(__dirname, '..');

/** These tell what happens, name folders, or hold configurations, whose values are in every id: no number depends on their code. */
const withoutInfluence =
  /^(?:errors|memory|paths|progress|stop|durableFiles|report\/.*|engine\/(?:fingerprint|graphFiles)|ablations\/(?:ablation|task|\w+Settings))$/;

/** The module that loads the kernels compiled from src/engine/native. */
const kernelLibrary = 'engine/kernelLibrary';

/** Module name ('models/transformer') -> SHA-256 of its text without comments. */
export type CodeVersion = { readonly [module: string]: string };

/** What one stage, arm or preparation of an ablation executes. */
export type Part = 'pretraining' | 'trial' | 'data';

interface Module {
  readonly hash: string;
  readonly imports: readonly string[];
  readonly functions: ReadonlyMap<string, string>;
}

/**
 * Reads modules once and hashes what they execute. Make a new one to see edits.
 * @param root the folder that module names are relative to
 * @param native the folder that the lab's own kernels are compiled from
 */
export class CodeReader {
  private readonly modules = new Map<string, Module>();
  private kernelSources: CodeVersion | undefined;

  constructor(
    private readonly root = programFolder,
    private readonly native = path.join(projectRoot, 'src/engine/native'),
  ) {}

  /**
   * The code version of one part of an ablation: the modules it declares with all they import, the part's own function,
   * and the functions beside it in the ablation's file that it calls. The ablation's data (claim, titles) is left out.
   * @throws LabError for a declared module that does not exist
   */
  versionOf(ablation: Ablation, part: Part, declared: Determinants): CodeVersion {
    const version: Record<string, string> = {};
    for (const name of this.closure(declared.modules)) {
      version[name] = this.read(name).hash;
      if (name === kernelLibrary) Object.assign(version, this.kernels());
    }
    const own = part === 'data' ? [ablation.data.prepare, ablation.data.hash] : [ablation[part]];
    const texts = own.map((code) => stripComments(code.toString()));
    const functions = mentionedFunctions(texts, this.read(this.nameOf(ablation.file)).functions);
    version[`${ablation.id}:${part}`] = sha256([...texts, ...functions].join('\n'));
    return version;
  }

  /** The C++ that the lab's own kernels are compiled from: no module imports it, yet numbers depend on it. */
  private kernels(): CodeVersion {
    this.kernelSources ??= Object.fromEntries(
      fs
        .readdirSync(this.native)
        .sort()
        .map((file) => [
          `engine/native/${file}`,
          sha256(stripComments(fs.readFileSync(path.join(this.native, file), 'utf8'))),
        ]),
    );
    return this.kernelSources;
  }

  /**
   * Modules that the ablation's file imports although no stage, arm or preparation declares them, directly or through
   * another: a change in them would go unnoticed.
   */
  undeclared(ablation: Ablation): string[] {
    const parts = [ablation.data, ...Object.values(ablation.stages), ...Object.values(ablation.arms)];
    const covered = this.closure(parts.flatMap((part) => part.modules));
    return this.read(this.nameOf(ablation.file)).imports.filter(
      (name) => !covered.has(name) && !withoutInfluence.test(name),
    );
  }

  private nameOf(file: string): string {
    return path
      .relative(this.root, file)
      .split(path.sep)
      .join('/')
      .replace(/\.[jt]s$/, '');
  }

  private closure(names: readonly string[]): Set<string> {
    const found = new Set<string>();
    const pending = [...names];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (found.has(name) || withoutInfluence.test(name)) continue;
      found.add(name);
      pending.push(...this.read(name).imports);
    }
    return new Set([...found].sort());
  }

  private read(name: string): Module {
    const known = this.modules.get(name);
    if (known) return known;
    const file = ['.js', '.ts', '/index.js', '/index.ts']
      .map((ending) => path.join(this.root, name + ending))
      .find((candidate) => fs.existsSync(candidate));
    if (!file) {
      throw new LabError(
        `There is no module '${name}' under ${path.basename(this.root)}/: correct the 'modules' that the ablation declares, or run 'npm run build'.`,
      );
    }
    const text = stripComments(fs.readFileSync(file, 'utf8'));
    const imports = new Set<string>();
    for (const match of text.matchAll(/(?:require\(|import\(|\bfrom |\bimport )(["'])(\.[^"']*)\1/g)) {
      imports.add(this.nameOf(path.resolve(path.dirname(file), match[2]!)));
    }
    const module = { hash: sha256(text), imports: [...imports], functions: topLevelFunctions(text) };
    this.modules.set(name, module);
    return module;
  }
}

const loadedAt = Date.now();

/**
 * A kernel keeps the modules it loaded; the numbers it computes belong to those, not to what was compiled since.
 * @throws LabError if one of the modules was compiled anew after this process loaded it
 */
export function refuseEditedCode(modules: readonly string[]): void {
  for (const name of modules) {
    const file = path.join(programFolder, `${name}.js`);
    if (require.cache[file] && fs.statSync(file, { throwIfNoEntry: false })!.mtimeMs > loadedAt) {
      throw new LabError(
        `${name} was compiled anew since it was loaded here: restart the kernel or the command.`,
      );
    }
  }
}
