/** Turns whatever a cell threw into the three fields Jupyter asks for: ename, evalue, traceback. */
import * as fs from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import * as path from 'node:path';
import { inspect } from 'node:util';
import { LabError } from '../errors';
import { projectRoot } from '../paths';
import { TypeScriptError } from './cellErrors';
import type { Cells } from './cells';
import { namesParameter } from './sharedBindings';

export interface JupyterError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const frame = /^\s*at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;
const deepestCause = 4;

/** @param cells knows where the lines of compiled cells came from */
export function describeError(thrown: unknown, cells: Cells): JupyterError {
  if (!isError(thrown)) {
    const text = typeof thrown === 'string' ? thrown : inspect(thrown);
    return { ename: 'Thrown', evalue: text, traceback: [`Thrown: ${text}`] };
  }
  const ename = thrown.name || 'Error';
  const evalue = withoutReceiver(String(thrown.message));
  if (isLabError(thrown)) return { ename, evalue, traceback: [evalue] };
  if (thrown instanceof TypeScriptError) {
    return { ename, evalue, traceback: [`${ename}: this cell does not compile.`, ...thrown.report] };
  }
  const traceback = [`${ename}: ${evalue}`, ...stackLines(thrown, cells)];
  const inner = thrown instanceof AggregateError ? thrown.errors : [];
  let cause: unknown = thrown.cause;
  for (let depth = 0; cause !== undefined && depth < deepestCause; depth++) {
    const text = isError(cause) ? `${cause.name}: ${cause.message}` : inspect(cause);
    traceback.push(`caused by ${text}`, ...(isError(cause) ? stackLines(cause, cells) : []));
    cause = isError(cause) ? cause.cause : undefined;
  }
  for (const one of inner)
    traceback.push(`one of its errors: ${isError(one) ? `${one.name}: ${one.message}` : inspect(one)}`);
  return { ename, evalue, traceback };
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** By name as well, so that an error of another copy of the lab reads the same. */
function isLabError(error: Error): boolean {
  if (error instanceof LabError) return true;
  for (let type = Object.getPrototypeOf(error); type; type = Object.getPrototypeOf(type)) {
    if (type.constructor?.name === 'LabError') return true;
  }
  return false;
}

/** The frames a reader can act on: cells with an excerpt, the lab's and the reader's own files; nothing of Node or the kernel. */
function stackLines(error: Error, cells: Cells): string[] {
  const text = String(error.stack ?? '');
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const match = frame.exec(line);
    if (!match) continue;
    const [, called, file, row, column] = match;
    const name =
      called && !/^(async )?(eval|Object\.<anonymous>|<anonymous>)$/.test(called) ? readable(called) : '';
    const place = cells.position(file!, Number(row), Number(column));
    if (place) {
      lines.push(`    at ${name}(${file}, line ${place.line})`, ...excerpt(place.lines, place.line));
    } else if (path.isAbsolute(file!) && !isInternal(file!)) {
      lines.push(`    at ${name}(${sourceOf(file!, Number(row), Number(column))})`);
    }
  }
  return lines;
}

/** Without the receiver that a function has as a value of an object ('Object.train'). */
function readable(called: string): string {
  return `${called.replace(/^(async )?Object\./, '$1')} `;
}

/** V8 quotes compiled code, where a cell's variable is a property: '(0 , names.x) is not a function'. */
function withoutReceiver(message: string): string {
  return message.replaceAll(quotedCall, '$1').replaceAll(`${namesParameter}.`, '');
}
const quotedCall = new RegExp(`\\(0 , ${namesParameter}\\.([\\w$]+)\\)`, 'g');

function excerpt(lines: readonly string[], line: number): string[] {
  const from = Math.max(1, line - 1);
  const to = Math.min(lines.length, line + 1);
  const width = String(to).length;
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    return `      ${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${lines[number - 1]}`;
  });
}

function isInternal(file: string): boolean {
  return file.includes(`${path.sep}node_modules${path.sep}`) || file.startsWith(__dirname + path.sep);
}

/** The TypeScript line behind a line of dist, where the build left its source map; a short path otherwise. */
function sourceOf(file: string, row: number, column: number): string {
  const short = (absolute: string) => {
    const relative = path.relative(projectRoot, absolute);
    return relative.startsWith('..') ? absolute : relative;
  };
  try {
    const payload = JSON.parse(fs.readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload;
    const entry = new SourceMap(payload).findEntry(row - 1, column - 1);
    if ('originalLine' in entry) {
      return `${short(path.resolve(path.dirname(file), entry.originalSource))}:${entry.originalLine + 1}`;
    }
  } catch {
    // No map: the compiled line is still better than nothing.
  }
  return `${short(file)}:${row}`;
}
