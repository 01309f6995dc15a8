import { LabError } from '../errors';
import type { DatasetCard } from './card';
import type { RawExample, RawSplits } from './examples';
import { defaultNearDuplicateThreshold } from './nearDuplicates';
import { splitByCluster } from './splits';
import { readWordnetGlosses } from './wordnet';

export function readSplits(
  card: DatasetCard,
  folder: string,
): { splits: RawSplits; labels: readonly string[] } {
  if (card.format.kind !== 'wordnet') throw new LabError(`${card.name} cannot be read yet.`);
  const examples = readWordnetGlosses(
    folder,
    card.files.map(({ path }) => path),
    card.format.lexicographerFiles,
  );
  const split = splitByCluster(examples, {
    sizes: { dev: card.splits.sizes?.dev ?? 0, test: card.splits.sizes?.test ?? 0 },
    seed: card.splits.seed ?? 1,
    threshold: card.nearDuplicateThreshold ?? defaultNearDuplicateThreshold,
  });
  const of = (name: string): RawExample[] => examples.filter((_, index) => split[index] === name);
  const train = of('train');
  return {
    labels: card.labels,
    splits: {
      pretraining: train.map(({ text }) => text),
      train: train.filter(({ label }) => label !== undefined),
      dev: of('dev'),
      test: of('test'),
    },
  };
}
