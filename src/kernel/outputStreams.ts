/** What cells print: process.stdout and process.stderr become stream messages. */
import { StringDecoder } from 'node:string_decoder';

type Write = (
  chunk: string | Uint8Array,
  encoding?: BufferEncoding | ((error?: Error) => void),
  done?: (error?: Error) => void,
) => boolean;

/** @param send publishes text of one of the two streams */
export function redirectOutput(send: (name: 'stdout' | 'stderr', text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8'); // a character may be split between two writes
    const write: Write = (chunk, encoding, done) => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
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
}
