/** What one file of code says and imports, found once for each content in a process. */
import { createHash } from 'node:crypto';
import { type ComputedImport, importsOfFile } from './imports';
import { type Uses, usesOf } from './labExports';
import { normalisedFile, withoutCarriageReturns, withoutTypes } from './programText';
import { parse } from './typescriptParser';

/** SHA-256 in hexadecimal, 64 digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export interface CodeFacts {
  /** SHA-256 of the normalised text. */
  readonly hash: string;
  /** Modules as they are written. */
  readonly imports: readonly string[];
  readonly computed: readonly ComputedImport[];
  /** Which of the library's exports it uses by the library's name. */
  readonly uses: Uses;
}

const found = new Map<string, CodeFacts>();

/**
 * @param owner whether the program or a user wrote it: types of own files are taken away, since they never run, and
 *   those of src never leave the tests
 */
export function codeFacts(text: string, fileName: string, owner: 'program' | 'own'): CodeFacts {
  const key = `${owner} ${/\.\w+$/.exec(fileName)?.[0]} ${sha256(text)}`;
  const known = found.get(key);
  if (known) return known;
  const written = withoutCarriageReturns(text);
  const source = parse(owner === 'own' ? withoutTypes(written, fileName) : written, fileName);
  const { modules, computed } = importsOfFile(source);
  const facts: CodeFacts = {
    hash: sha256(normalisedFile(source)),
    imports: modules,
    // In the lines that the user wrote.
    computed:
      computed.length > 0 && owner === 'own' ? importsOfFile(parse(written, fileName)).computed : computed,
    uses: owner === 'own' ? usesOf(source) : new Set(),
  };
  found.set(key, facts);
  return facts;
}
