/** What translates without a network: a dictionary that is counted from the pairs, and a memory of them. */
import type { SparseMatrix } from '../data/sparseMatrix';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { LexicalTranslation } from '../models/lexicalTranslation';
import { Tfidf } from '../models/tfidf';
import { drawnPairs, scoredTranslations } from '../tasks/translation';
import type { TranslationTextData } from './translationData';

type Context = TrialContext<TranslationTextData, object>;

function trial(
  { data, amount, seed, scoring }: Context,
  translate: (
    sources: readonly string[],
    targets: readonly string[],
    test: readonly string[],
  ) => readonly string[],
): TrialResult {
  const started = performance.now();
  const rows = drawnPairs(data, amount, seed);
  const outputs = translate(
    rows.map((row) => data.pool.sources[row]!),
    rows.map((row) => [data.pool.targets[row]!].flat()[0]!),
    data.test.sources,
  );
  return {
    ...scoredTranslations(outputs, data.test, scoring),
    ledger: {
      ...{ trainableParameters: 0, trainingFlops: 0, steps: 0 },
      seconds: (performance.now() - started) / 1000,
    },
  };
}

/** Word by word, in the source's order. */
export const wordByWord = armRecipe({
  name: 'wordByWord',
  kind: 'classical',
  uses: [],
  run: async (context: Context) =>
    trial(context, (sources, targets, test) => {
      const table = LexicalTranslation.fit(sources, targets);
      return test.map((text) => table.translate(text));
    }),
});

/** The translation of the known source that is nearest by TF-IDF; the first of equals. */
export const translationMemory = armRecipe({
  name: 'translationMemory',
  kind: 'classical',
  uses: [],
  run: async (context: Context) =>
    trial(context, (sources, targets, test) => {
      const tfidf = Tfidf.fit(sources, { maximumWords: 2 });
      return nearestRows(tfidf.features(test), tfidf.features(sources)).map((row) => targets[row]!);
    }),
});

/** For each row the row of the others with the largest product; the first where none has a column in common. */
export function nearestRows(rows: SparseMatrix, others: SparseMatrix): number[] {
  const byColumn = new Map<number, { row: number; value: number }[]>();
  for (let row = 0; row < others.rows; row++)
    for (let k = others.rowOffsets[row]!; k < others.rowOffsets[row + 1]!; k++) {
      const column = others.columnIndices[k]!;
      const entries = byColumn.get(column);
      const entry = { row, value: others.values[k]! };
      if (entries) entries.push(entry);
      else byColumn.set(column, [entry]);
    }
  return Array.from({ length: rows.rows }, (_, row) => {
    const products = new Map<number, number>();
    for (let k = rows.rowOffsets[row]!; k < rows.rowOffsets[row + 1]!; k++)
      for (const entry of byColumn.get(rows.columnIndices[k]!) ?? [])
        products.set(entry.row, (products.get(entry.row) ?? 0) + entry.value * rows.values[k]!);
    let [best, highest] = [0, 0];
    for (const [other, product] of products)
      if (product > highest || (product === highest && product > 0 && other < best))
        [best, highest] = [other, product];
    return best;
  });
}
