/** Nobody answers a cell that asks for input: it is told so at once, where it would wait for ever. */
import fs from 'node:fs'; // the module itself, whose functions are replaced
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import { LabError } from '../errors';

function refuse(): never {
  throw new LabError(
    "A cell cannot ask for input, because nobody answers when a notebook runs from start to end: put the answer into a variable (const name = '...'), or into the cell tagged 'parameters', and run the cell again.",
  );
}

/** Events whose listeners wait for input. */
const reading = new Set<string | symbol>(['data', 'readable', 'keypress']);

/** Can be looked at as other streams can; every way to read from it throws. */
class NobodyAnswers extends Readable {
  readonly fd = 0;
  override _read(): void {
    refuse();
  }
  override read(): never {
    return refuse();
  }
  override resume(): never {
    return refuse();
  }
  override pipe(): never {
    return refuse();
  }
  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    if (reading.has(event)) refuse();
    return super.on(event as 'close', listener as () => void);
  }
  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }
  override once(event: string | symbol, listener: (...args: never[]) => void): this {
    if (reading.has(event)) refuse();
    return super.once(event as 'close', listener as () => void);
  }
  override [Symbol.asyncIterator](): never {
    return refuse();
  }
}

type AnyFunction = (...args: unknown[]) => unknown;

/** Called once, before anything reads. Reading file 0, /dev/stdin or the terminal is asking too. */
export function refuseStandardInput(): void {
  const stdin = new NobodyAnswers();
  Object.defineProperty(process, 'stdin', { get: () => stdin, configurable: true, enumerable: true });
  const isInput = (file: unknown) =>
    file === 0 || (typeof file === 'string' && /^\/dev\/(stdin|tty|fd\/0)$/.test(file));
  const guard = (holder: object, names: readonly string[]) => {
    const functions = holder as Record<string, AnyFunction>;
    for (const name of names) {
      const original = functions[name]!;
      const guarded: AnyFunction = function (this: unknown, ...args) {
        if (isInput(args[0])) refuse();
        return original.apply(this, args);
      };
      functions[name] = Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
    }
  };
  guard(fs, ['read', 'readSync', 'readFile', 'readFileSync', 'open', 'openSync', 'createReadStream']);
  guard(fs.promises, ['readFile', 'open']);
  syncBuiltinESMExports();
}
