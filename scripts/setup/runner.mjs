// @ts-check
/**
 * Runs set-up steps in order. A step whose stamp matches is skipped; one that is due has its stamp removed, is run,
 * verified, and stamped. Nothing here knows what the steps do.
 */
import { Children } from './children.mjs';
import { SetupLock } from './lock.mjs';
import { Stamps } from './stamps.mjs';

/**
 * @typedef {object} Step
 * @property {string} id file name of the stamp
 * @property {string} title what the user reads
 * @property {() => string} key hash of what determines the result; may throw while an earlier step is missing
 * @property {(stamp: import('./stamps.mjs').Stamp, stamps: Stamps) => boolean} [present] whether the result still stands; cheap
 * @property {() => boolean} [adopt] whether the result is there although we did not make it (then it is only stamped)
 * @property {(tools: Tools) => Promise<Record<string, unknown> | undefined | void>} run makes and verifies the result;
 *   resolves to facts worth recording, with { skipped: why } among them where the step does not apply here
 *
 * @typedef {object} Tools
 * @property {Children} children
 * @property {Stamps} stamps
 * @property {(text: string) => void} note prints a line under the step
 *
 * @typedef {{ id: string, title: string, state: 'done' | 'already done' | 'skipped', seconds: number }} Outcome
 */

/**
 * Whether a step's recorded result is valid.
 * @param {Step} step
 * @param {Stamps} stamps
 */
export function isDone(step, stamps) {
  const stamp = stamps.read(step.id);
  try {
    return stamp !== undefined && stamp.key === step.key() && (step.present?.(stamp, stamps) ?? true);
  } catch {
    return false; // what the key is made of is missing
  }
}

/**
 * @param {Step[]} steps
 * @param {{ folder: string, console: import('./display.mjs').Display }} options folder: holds stamps and the lock
 * @returns {Promise<Outcome[]>}
 */
export async function runSteps(steps, options) {
  const stamps = new Stamps(`${options.folder}/stamps`);
  const lock = new SetupLock(`${options.folder}/setup.lock`);
  const children = new Children((pid) => lock.recordChild(pid));
  const display = options.console;
  children.onLine = (line) => display.detail(line);
  const stop = () => children.stop();
  const drop = () => lock.release();
  process.on('SIGINT', stop).on('SIGTERM', stop).on('exit', drop);
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    await lock.take((owner) => display.line(`Another set-up (${owner}) is at work here; waiting for it.`));
    for (const step of steps) {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const finish = (/** @type {Outcome['state']} */ state, /** @type {string} */ note = '') => {
        const outcome = { id: step.id, title: step.title, state, seconds: seconds() };
        outcomes.push(outcome);
        display.finish(outcome, note);
      };
      if (isDone(step, stamps)) {
        finish('already done');
        continue;
      }
      stamps.remove(step.id);
      if (step.adopt?.()) {
        stamps.write(step.id, step.key(), seconds(), {});
        finish('already done');
        continue;
      }
      display.start(step.title);
      // Taken before the work: if an input changes meanwhile, the stamp does not match and the step is redone.
      const keyBefore = keyOrUndefined(step);
      const facts = (await step.run({ children, stamps, note: (text) => display.line(`  ${text}`) })) ?? {};
      stamps.write(step.id, keyBefore ?? step.key(), seconds(), facts);
      if (typeof facts.skipped === 'string') finish('skipped', facts.skipped);
      else finish('done');
    }
    return outcomes;
  } finally {
    display.end();
    lock.release();
    process.off('SIGINT', stop).off('SIGTERM', stop).off('exit', drop);
  }
}

/** @param {Step} step */
function keyOrUndefined(step) {
  try {
    return step.key();
  } catch {
    return undefined;
  }
}
