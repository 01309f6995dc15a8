/** What the names of a study's own files are relative to. */
import * as path from 'node:path';
import { cellNamed } from './cellSources';
import { programFolder } from './loadedCode';

/** The folder of a study's file or notebook; undefined for one of the lab's own. */
export function ownFolder({ file }: { readonly file?: string }): string | undefined {
  if (file === undefined) return undefined;
  const cell = cellNamed(file);
  if (cell) return cell.folder;
  return file.startsWith(programFolder + path.sep) ? undefined : path.dirname(file);
}
