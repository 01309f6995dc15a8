/**
 * Bag-of-words features: term frequency times inverse document frequency (Salton & Buckley 1988), with the smoothing
 * and normalisation that scikit-learn made the common meaning of the name.
 */
import { type SparseMatrix, SparseMatrixBuilder } from '../data/sparseMatrix';
import { LabError } from '../errors';

export interface TfidfOptions {
  /** Runs of up to this many words are terms: 2 takes words and pairs of neighbours. Default 2. */
  maximumWords?: number;
  /** Terms found in fewer texts are dropped. Default 1 (all are kept). */
  minimumDocuments?: number;
  /** A term found tf times counts 1 + ln(tf) instead of tf. Default false. */
  sublinear?: boolean;
  /** Which runs of characters are words. Default: two or more letters, digits or underscores, in lower case. */
  wordsOf?: (text: string) => string[];
}

/** Lower-cased words of two or more letters, digits or underscores. */
export function wordsOfText(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}

/** Terms and their inverse document frequencies, learnt from texts without labels. */
export class Tfidf {
  /** The terms, in alphabetical (code unit) order: column c of the features is terms[c]. */
  readonly terms: readonly string[];
  /** [terms], ln((1 + texts) / (1 + texts with the term)) + 1 */
  readonly inverseDocumentFrequencies: Float64Array;
  readonly #columnOf: ReadonlyMap<string, number>;
  readonly #options: Required<TfidfOptions>;

  private constructor(
    documentCounts: ReadonlyMap<string, number>,
    texts: number,
    options: Required<TfidfOptions>,
  ) {
    this.#options = options;
    this.terms = [...documentCounts.keys()]
      .filter((term) => documentCounts.get(term)! >= options.minimumDocuments)
      .sort();
    this.#columnOf = new Map(this.terms.map((term, column) => [term, column]));
    this.inverseDocumentFrequencies = Float64Array.from(
      this.terms,
      (term) => Math.log((1 + texts) / (1 + documentCounts.get(term)!)) + 1,
    );
  }

  /**
   * Learns terms and frequencies.
   * @throws LabError when no term is left
   */
  static fit(texts: readonly string[], options: TfidfOptions = {}): Tfidf {
    const complete = {
      maximumWords: options.maximumWords ?? 2,
      minimumDocuments: options.minimumDocuments ?? 1,
      sublinear: options.sublinear ?? false,
      wordsOf: options.wordsOf ?? wordsOfText,
    };
    const documentCounts = new Map<string, number>();
    for (const text of texts) {
      for (const term of new Set(termsOf(text, complete))) {
        documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1);
      }
    }
    const tfidf = new Tfidf(documentCounts, texts.length, complete);
    if (tfidf.terms.length === 0) {
      throw new LabError(
        `No term is left of ${texts.length} texts; lower minimumDocuments or give texts with words.`,
      );
    }
    return tfidf;
  }

  /** [texts, terms]; each row has length 1, or is empty for a text without known terms. */
  features(texts: readonly string[]): SparseMatrix {
    const builder = new SparseMatrixBuilder(this.terms.length);
    for (const text of texts) {
      const counts = new Map<number, number>();
      for (const term of termsOf(text, this.#options)) {
        const column = this.#columnOf.get(term);
        if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
      }
      const row = [...counts].sort(([a], [b]) => a - b);
      const values = row.map(([column, count]) => {
        const frequency = this.#options.sublinear ? 1 + Math.log(count) : count;
        return frequency * this.inverseDocumentFrequencies[column];
      });
      const norm = Math.hypot(...values);
      for (let k = 0; k < row.length; k++) builder.push(row[k][0], values[k] / norm);
      builder.endRow();
    }
    return builder.build();
  }
}

function termsOf(text: string, options: Required<TfidfOptions>): string[] {
  const words = options.wordsOf(text);
  const terms = [...words];
  for (let length = 2; length <= options.maximumWords; length++) {
    for (let start = 0; start + length <= words.length; start++) {
      terms.push(words.slice(start, start + length).join(' '));
    }
  }
  return terms;
}
