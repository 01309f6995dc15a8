/** What can be wrong with a cell besides the exceptions it throws. */

/** The cell does not compile. */
export class TypeScriptError extends Error {
  override readonly name = 'TypeScriptError';
  constructor(
    message: string,
    /** One line a problem, with its place in the cell and an excerpt. */
    readonly report: readonly string[],
  ) {
    super(message);
  }
}

/** The user interrupted a cell that did not stop by itself. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The cell called process.exit, process.abort or the like, which would end the kernel without a word. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit';
}
