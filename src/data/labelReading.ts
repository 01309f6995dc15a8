/** From the value in a file to the name of a label: blank values, codes, and spellings of one number. */
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import type { DatasetCard } from './card';

/** Words that programs write for a missing value. A label may be called so where the card lists it. */
const missingMarks = new Set(['nan', '<na>', '#n/a', '#na', 'null', '\\n']);

/** Whether a word, blanks apart, is how programs write a missing value. */
export function isMissingMark(word: string): boolean {
  return missingMarks.has(word.toLowerCase());
}

/** The label's spelling without what cannot be seen: ill-formed characters, kinds of accents, blanks at the ends. */
export function cleanLabel(value: string): string {
  return value.toWellFormed().normalize('NFC').trim();
}

/** One spelling for a whole number ('1' for '1.0') and for a truth value ('true' for 'TRUE'); others stay. */
export function plainSpelling(label: string): string {
  if (/^[+-]?\d+\.0*$/.test(label)) return label.replace(/^\+/, '').replace(/\.0*$/, '').replace(/^-0$/, '0');
  return /^(true|false)$/i.test(label) ? label.toLowerCase() : label;
}

/**
 * Turns values of a label column into names of labels, as the card says: codes into words, checked against its labels, and
 * blank ones as 'onBlankLabel' says.
 */
export class LabelReader {
  private readonly known: ReadonlyMap<string, string>;
  private readonly words: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly card: DatasetCard,
    labelValues?: Readonly<Record<string, string>>,
  ) {
    this.known = bySpelling(card.labels.map((label) => [label, label]));
    this.words = labelValues && bySpelling(Object.entries(labelValues));
  }

  /**
   * @param where the line or row and the file, to begin a sentence with
   * @returns the label's name; undefined for a blank value where the card takes those texts as unlabelled
   * @throws LabError for a blank value where it does not, and for a value that the card does not know
   */
  name(value: string, where: string): string | undefined {
    const label = cleanLabel(value);
    if (this.isBlank(label)) {
      if (this.card.onBlankLabel === 'unlabelled') return undefined;
      throw new LabError(
        label === ''
          ? `${where} has an empty label: fill it in, remove the row, or set "onBlankLabel": "unlabelled" in the card to use such texts for pretraining only.`
          : `${where} has the label '${label}', which stands for a missing one: remove the row, set "onBlankLabel": "unlabelled" in the card to use such texts for pretraining only, or list '${label}' under 'labels' if it is a class.`,
      );
    }
    return this.listed(this.word(label, where), where);
  }

  /** The label's name where it is no value of a column but stands in the card or in a name: checked, never blank. */
  listed(label: string, where: string): string {
    if (this.known.size === 0) return label;
    const known = this.known.get(label) ?? this.known.get(plainSpelling(label));
    if (known !== undefined) return known;
    const nearest = nearestName(label, this.card.labels);
    throw new LabError(
      `${where} has the label '${label}', which is not in the card's labels${nearest ? ` (did you mean '${nearest}'?)` : ''}: add it there or correct the file.`,
    );
  }

  private isBlank(label: string): boolean {
    if (label === '') return !this.words?.has('');
    return isMissingMark(label) && !this.known.has(label) && !this.words?.has(label);
  }

  private word(label: string, where: string): string {
    if (!this.words) return label;
    const word = this.words.get(label) ?? this.words.get(plainSpelling(label));
    if (word !== undefined) return word;
    throw new LabError(
      `${where} has the label value '${label}', which is not in 'labelValues' of the card: add it there or correct the file.`,
    );
  }
}

/** Looks up names also by their plain spelling, where no other name is spelt so. */
function bySpelling(entries: readonly (readonly [string, string])[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [spelling, name] of entries) found.set(spelling.trim(), name);
  for (const [spelling, name] of entries) {
    const plain = plainSpelling(cleanLabel(spelling));
    if (!found.has(plain)) found.set(plain, name);
  }
  return found;
}

/**
 * For labels that only the files name: which of them are one number or truth value in several spellings ('1' here, '1.0'
 * there, as a column with holes is written), and the name that they then share.
 * @returns spelling to name, of those that change
 */
export function sharedSpellings(labels: Iterable<string>): Map<string, string> {
  const spellings = new Map<string, Set<string>>();
  for (const label of labels) {
    const plain = plainSpelling(label);
    const known = spellings.get(plain);
    if (known) known.add(label);
    else spellings.set(plain, new Set([label]));
  }
  // One number in two spellings shows how the others came about, too: '0.0' beside '1' and '1.0' is '0'.
  const changed = new Map<string, string>();
  if ([...spellings.values()].every(({ size }) => size === 1)) return changed;
  for (const [plain, found] of spellings)
    for (const label of found) if (label !== plain) changed.set(label, plain);
  return changed;
}
