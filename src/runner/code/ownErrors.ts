/** What a user's own file threw while it was loaded, told with the line that the user wrote. */
import { Module, SourceMap, type SourceMapPayload } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { LabError } from '../../errors';
import { type Place, placedMessage, shownPath } from './ownPlaces';

/** An own file as it runs. */
export interface RunningFile {
  readonly file: string;
  readonly text: string;
  /** JSON; undefined where the text runs as it was written. */
  readonly sourceMap: string | undefined;
}

/** A frame of a stack ('at f (/elsewhere/my-study.ts:3:9)'), or the first line of a syntax error ('/elsewhere/my-study.js:3'). */
const frame = /^(?:\s*at (?:.*? \()?)?((?:file:\/\/)?[^():]*\.[cm]?[jt]s):(\d+)(?::(\d+))?\)?$/;

/**
 * @param entry the file that was to be loaded
 * @param running all own files that were loaded for it, by path
 */
export function loadingError(
  thrown: unknown,
  entry: string,
  running: ReadonlyMap<string, RunningFile>,
): LabError {
  if (!(thrown instanceof Error)) {
    return new LabError(`${shownPath(entry)} threw ${inspect(thrown)} while it was loaded: mend it.`);
  }
  const found = placeOf(thrown, running);
  if (isLabError(thrown)) {
    if (!found) return thrown;
    const { file, line, column } = found;
    return new LabError(`${thrown.message} (${shownPath(file)}:${line}:${column})`, { cause: thrown });
  }
  const message = `${thrown.name}: ${thrown.message}`;
  const told = found
    ? placedMessage(found, running.get(found.file)!.text, message)
    : `${shownPath(entry)}: ${message}`;
  return new LabError(told, { cause: thrown });
}

/** By name as well: the library that an own file imports may be another copy than this one. */
function isLabError(error: Error): boolean {
  if (error instanceof LabError) return true;
  for (let type = Object.getPrototypeOf(error); type; type = Object.getPrototypeOf(type)) {
    if (type.constructor?.name === 'LabError') return true;
  }
  return false;
}

/** The innermost place of an error that lies in an own file. */
function placeOf(error: Error, running: ReadonlyMap<string, RunningFile>): Place | undefined {
  for (const text of String(error.stack).split('\n')) {
    const match = frame.exec(text);
    const file =
      match && path.normalize(match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!);
    const source = file ? running.get(file) : undefined;
    if (!match || !source) continue;
    const [line, column] = [Number(match[2]), Number(match[3] ?? 1)];
    // Of a syntax error Node never maps the line.
    const isMapped = source.sourceMap === undefined || (match[3] !== undefined && stacksAreMapped());
    if (isMapped) return { file: source.file, line, column };
    const map = new SourceMap(JSON.parse(source.sourceMap!) as SourceMapPayload);
    const entry = map.findEntry(line - 1, column - 1);
    if ('originalLine' in entry)
      return { file: source.file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }
  return undefined;
}

/**
 * Whether stacks tell original lines: Node's support for source maps does it, unless something else writes the stacks.
 * A module whose map says that its line 1 was line 101 tells.
 */
function stacksAreMapped(): boolean {
  const map = { version: 3, sources: ['probe.ts'], names: [], mappings: 'AAoGA' };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  const name = path.join(__dirname, 'probe.ts');
  const probe = new Module(name) as Module & { _compile(text: string, file: string): void };
  probe._compile(
    `module.exports = new Error().stack;\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`,
    name,
  );
  return String(probe.exports).includes(':101:');
}
