// @ts-check
/** A failure the user can act on: its message is one sentence with the remedy; `details` are the last useful lines. */
export class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {string[]} [details]
   */
  constructor(message, details = []) {
    super(message);
    this.name = 'SetupFailure';
    this.details = details;
  }
}

/** Thrown when the user pressed Ctrl-C: what was finished is kept, the step at work is redone next time. */
export class SetupStopped extends SetupFailure {
  constructor() {
    super('Set-up was stopped; the same command goes on from here.');
    this.name = 'SetupStopped';
  }
}
