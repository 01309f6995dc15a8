/** Which module called: how a study or a recipe knows the file or the cell that it stands in. */
import { fileURLToPath } from 'node:url';

/**
 * The file of a caller, as an absolute path, or the name of a notebook's cell ('cell 3').
 * @param depth 0: the function that calls `callerFile`; 1: the function that called that one; and so on. Calls through
 *   Node's own functions (`map`, `forEach`) are not counted.
 * @returns undefined where the stack is not that deep
 */
export function callerFile(depth: number): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, callerFile);
    const files = holder.stack!.map(fileOf).filter((file) => file !== undefined);
    return files[depth];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function fileOf(site: NodeJS.CallSite): string | undefined {
  const name = site.getFileName() ?? undefined;
  if (name === undefined || name === '' || name.startsWith('node:') || site.isNative()) return undefined;
  return (name.startsWith('file:') ? fileURLToPath(name) : name).replace(/\?.*$/, '');
}
