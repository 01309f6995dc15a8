/** The pictures in a folder, without what operating systems and tools leave there. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { headLength, pictureEnding, pictureKind } from './pictureKinds';

export interface PictureFiles {
  /** Paths inside the folder with '/' between parts, sorted. */
  readonly pictures: readonly string[];
  /** How many files were hidden or a tool's own. */
  readonly hidden: number;
  /** Paths of files of other kinds. */
  readonly others: readonly string[];
}

/** Names that no one gives to a class: thumbnails of NAS systems, archives' leftovers, wastebaskets. */
const toolFolders =
  /^(?:@eaDir|@tmp|@Recycle|@Recently-Snapshot|__MACOSX|#recycle|#snapshot|\$RECYCLE\.BIN|System Volume Information|Network Trash Folder|Temporary Items|lost\+found)$/i;
const toolFiles = /^(?:Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r)$/i;

/** Whether a path has a part that is hidden or belongs to a system or tool ('.ipynb_checkpoints', '._photo.jpg'). */
export function isHidden(file: string): boolean {
  const parts = file.split('/');
  const name = parts.pop()!;
  return (
    name.startsWith('.') ||
    toolFiles.test(name) ||
    parts.some((part) => part.startsWith('.') || toolFolders.test(part))
  );
}

/**
 * Files under a folder, at any depth. A picture has a picture's ending, whatever it holds (a damaged one is not overlooked), or
 * no ending and a picture's first bytes.
 */
export function pictureFiles(root: string): PictureFiles {
  const files = (fs.readdirSync(root, { recursive: true }) as string[])
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => fs.statSync(path.join(root, file)).isFile())
    .sort();
  const visible = files.filter((file) => !isHidden(file));
  const isPicture = (file: string) =>
    pictureEnding.test(file) ||
    (path.posix.extname(file) === '' && pictureKind(headOf(path.join(root, file))) !== undefined);
  const pictures = visible.filter(isPicture);
  const known = new Set(pictures);
  return {
    pictures,
    hidden: files.length - visible.length,
    others: visible.filter((file) => !known.has(file)),
  };
}

/** How many files there are of each ending. */
export function countByEnding(files: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const file of files) {
    const ending = path.posix.extname(file).toLowerCase() || 'without ending';
    counts[ending] = (counts[ending] ?? 0) + 1;
  }
  return counts;
}

function headOf(file: string): Uint8Array {
  const descriptor = fs.openSync(file, 'r');
  try {
    const head = new Uint8Array(headLength);
    return head.subarray(0, fs.readSync(descriptor, head, 0, headLength, 0));
  } finally {
    fs.closeSync(descriptor);
  }
}
