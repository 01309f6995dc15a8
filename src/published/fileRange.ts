/** Parts of large files, read where they are, without the rest. */
import * as fs from 'node:fs';

/** Fills a view from a place of a file; false where the file ends before it. */
export function readRange(file: string, position: number, view: NodeJS.ArrayBufferView): boolean {
  const descriptor = fs.openSync(file, 'r');
  try {
    let done = 0;
    while (done < view.byteLength) {
      const count = fs.readSync(descriptor, view, done, view.byteLength - done, position + done);
      if (count === 0) return false;
      done += count;
    }
    return true;
  } finally {
    fs.closeSync(descriptor);
  }
}
