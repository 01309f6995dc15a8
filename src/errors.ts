/**
 * An error a user can act on: its message is one sentence that names the thing that is wrong and the remedy.
 * Commands print the message alone (no stack) and exit with 1; every other error is a defect and keeps its stack.
 */
export class LabError extends Error {
  override readonly name: string = 'LabError';

  /** What a file says may stand in the message: what would steer a terminal is written out, line ends and tabs stand. */
  constructor(message: string, options?: ErrorOptions) {
    super(writtenOut(message, steering), options);
  }
}

/** Characters that end a line, move the cursor, steer a terminal or turn the writing direction. */
export const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** The same without line ends and tabs. */
export const steering = new RegExp(`(?![\\n\\t])${invisible.source}`, 'gu');

/** A text in which characters are replaced by their numbers: '\u001b'. */
export function writtenOut(text: string, characters: RegExp): string {
  return text.replace(
    characters,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Thrown at the next safe point after the user asked to stop (Ctrl-C, Jupyter's interrupt). What was finished is kept. */
export class StoppedError extends LabError {
  override readonly name = 'StoppedError';
  constructor(message = 'Stopped on request; the same command goes on from here.') {
    super(message);
  }
}
