import * as path from 'node:path';
import { projectRoot } from '../paths';

/** Where results and tunings are recorded: notebooks/records, or another folder. */
export function recordsFolder(folder?: string): string {
  return folder ?? path.join(projectRoot, 'notebooks', 'records');
}
