/** Long stretches that never wait, and so reach no safe point: Ctrl-C ends them where they are. */
import * as vm from 'node:vm';
import { StoppedError } from './errors';

const name = '__pretrainingLabStretch__';
const script = new vm.Script(`${name}()`, { filename: 'interruptible' });

/**
 * Runs work that computes and nothing else: it may be cut off between any two statements, without its `finally`.
 * @throws StoppedError on Ctrl-C or Jupyter's interrupt; what the work throws
 */
export function interruptible<Result>(work: () => Result): Result {
  Object.defineProperty(globalThis, name, { value: work, configurable: true });
  try {
    return script.runInThisContext({ breakOnSigint: true }) as Result;
  } catch (error) {
    if ((error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')
      throw new StoppedError();
    throw error;
  }
}
