/** A linear tagger of words whose penalty dev chooses: a probe, the classical baseline, and the head to fine-tune from. */
import type { TrialResult } from '../form/result';
import type { Scoring } from '../form/task';
import { entityF1 } from '../metrics/tagging';
import type { TagSequence } from '../metrics/tagScheme';
import type { HeadValues } from '../models/classificationHead';
import type { Features } from '../models/logisticRegression';
import { chooseRegularisation } from '../models/regularisation';
import { scoredTags, type TaggedSentences } from '../tasks/tagging';
import { flat } from '../training/taggedTokens';

/** Sentences with features of the words that a model sees, the first of each sentence. */
export interface ProbedSentences {
  readonly sentences: TaggedSentences;
  /** [words, columns], sentence after sentence. */
  readonly features: Features;
  /** Of the same words, sentence by sentence. */
  readonly labels: readonly Int32Array[];
}

export interface TagProbe {
  readonly result: TrialResult;
  readonly head: HeadValues;
}

/** Bias of a tag that training never showed: never answered, yet finite. */
const absentTagBias = -10;

/**
 * Logistic regression on words, with the penalty from `grid` that gives the best entity F1 on dev.
 * @param preparationSeconds time spent on the features, added to the ledger
 */
export function tagProbe(
  sets: { readonly train: ProbedSentences; readonly dev: ProbedSentences; readonly test: ProbedSentences },
  tagNames: readonly string[],
  grid: readonly number[],
  scoring: Scoring,
  preparationSeconds: number,
): TagProbe {
  const started = performance.now();
  const classes = tagNames.length;
  const { train, dev, test } = sets;
  const { model, l2 } = chooseRegularisation(
    { features: train.features, labels: flat(train.labels) },
    { features: dev.features, labels: flat(dev.labels) },
    {
      ...{ classes, grid },
      score: (predictions) => entityF1.compute(tagsOf(predictions, dev, tagNames), dev.sentences.tags),
    },
  );
  const predicted = tagsOf(model.predict(test.features), test, tagNames);
  const { metrics, facts } = scoredTags(predicted, test.sentences, train.sentences, scoring);
  const { features } = train;
  const { columns } = features;
  const entries = features.kind === 'dense' ? features.rows * columns : features.values.length;
  const weight = new Float32Array(columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < columns; k++) weight[k * classes + c] = model.weights[c * columns + k]!;
  }
  return {
    result: {
      metrics,
      facts: { ...facts, l2 },
      ledger: {
        trainableParameters: (columns + 1) * classes,
        // Scores and gradient: two multiply-adds for each entry and tag, an iteration. Of the chosen fit alone.
        trainingFlops: 4 * entries * classes * model.iterations,
        seconds: preparationSeconds + (performance.now() - started) / 1000,
        steps: model.iterations,
      },
    },
    head: { weight, bias: Float32Array.from(model.biases, (bias) => Math.max(bias, absentTagBias)) },
  };
}

/** Answers as tags of whole sentences; words that the model did not see are O. */
export function tagsOf(
  answers: Int32Array,
  { sentences, labels }: Pick<ProbedSentences, 'sentences' | 'labels'>,
  tagNames: readonly string[],
): TagSequence[] {
  let at = 0;
  return labels.map(({ length }, row) => {
    const start = at;
    at += length;
    return sentences.words[row]!.map((_, word) => (word < length ? tagNames[answers[start + word]!]! : 'O'));
  });
}
