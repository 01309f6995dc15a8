/** The tokenizer behind a study's token ids. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadTokenizer, type Tokenizer } from '../data/tokenizer';

/**
 * @param vocabulary of a study's data: `live.data.vocabulary`
 * @throws LabError for a vocabulary that is no tokenizer
 */
export function tokenizerOf(vocabulary: { readonly json: string }): Tokenizer {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-tokenizer-'));
  try {
    fs.writeFileSync(path.join(folder, 'tokenizer.json'), vocabulary.json);
    return loadTokenizer(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
