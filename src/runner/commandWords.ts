/** How a study is named on the command line. */
import * as path from 'node:path';
import type { Study } from '../form/study';
import { ownFolder } from './code/ownFolder';

/** 'masking-share', './my-study.ts', 'domain-adaptation --cards target=chemprot'. */
export function studyWords(study: Study): string {
  const { id, file, on } = study;
  const own = file !== undefined && path.isAbsolute(file) && ownFolder(study) !== undefined;
  const name = own ? `./${path.basename(file)}` : (on?.study ?? id);
  const cards = Object.entries(on?.cards ?? {}).map(([role, card]) => `${role}=${card}`);
  return cards.length > 0 ? `${name} --cards ${cards.join(' ')}` : name;
}
