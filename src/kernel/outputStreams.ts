/** What cells print: process.stdout and process.stderr become stream messages. */
import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from './streamBatch';

type Write = (
  chunk: string | Uint8Array,
  encoding?: BufferEncoding | ((error?: Error) => void),
  done?: (error?: Error) => void,
) => boolean;

/**
 * @param send publishes text of one of the two streams
 * @returns to be called at the end of a cell: sends the bytes of a character that was never completed, as U+FFFD
 */
export function redirectOutput(send: (name: StreamName, text: string) => void): () => void {
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  for (const name of ['stdout', 'stderr'] as const) {
    const write: Write = (chunk, encoding, done) => {
      const text = textOf(chunk, encoding, decoders[name]);
      if (text !== '') send(name, text);
      const callback = typeof encoding === 'function' ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
  // Node's own notes (deprecated, experimental) tell a notebook's reader nothing; other warnings do.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!/^(Deprecation|Experimental)Warning$/.test(warning.name))
      send('stderr', `${warning.name}: ${warning.message}\n`);
  });
  return () => {
    for (const name of ['stdout', 'stderr'] as const) {
      const rest = decoders[name].end();
      if (rest !== '') send(name, rest);
    }
  };
}

/** A character may be split between two chunks of bytes; text may be given as hex or base64. */
function textOf(chunk: string | Uint8Array, encoding: Parameters<Write>[1], decoder: StringDecoder): string {
  if (typeof chunk !== 'string') return decoder.write(Buffer.from(chunk));
  const written = typeof encoding === 'string' ? encoding : 'utf8';
  return /^utf-?8$/i.test(written) ? chunk : decoder.write(Buffer.from(chunk, written));
}
