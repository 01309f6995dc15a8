/** How errors name places in a user's own files. */
import * as path from 'node:path';
import { LabError } from '../../errors';

/** A place in a file; line and column count from one. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters that are meant. Default 1. */
  readonly width?: number;
}

/** As a reader of the terminal finds it: from the current folder, where it lies inside. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** 'my-study.ts:3:9: message', with the line and a caret under the place. */
export function placedMessage(place: Place, text: string, message: string): string {
  const { file, line, column, width = 1 } = place;
  const head = `${shownPath(file)}:${line}:${column}: ${message}`;
  const code = text.split(/\r\n?|\n/)[line - 1];
  if (code === undefined) return head;
  const lead = code.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(width, code.length - column + 1)));
  return `${head}\n    ${code}\n    ${lead}${carets}`;
}

/** An error at a place of an own file. */
export function placedError(place: Place, text: string, message: string): LabError {
  return new LabError(placedMessage(place, text, message));
}
