/** An arm that classifies by filling a gap: a label word for each class, and the language model's own output layer. */
import { loadTokenizer, type Tokenizer } from '../data/tokenizer';
import { LabError } from '../errors';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { Artefact } from '../form/result';
import { ClozeClassifier } from '../models/clozeClassifier';
import { drawnExamples, scored } from '../tasks/classification';
import { hostTensors, loadTensors, restore } from '../training/checkpoint';
import { ClassifierTrainer } from '../training/classifierTrainer';
import type { Labelled } from '../training/feed';
import { loadEncoder } from '../training/savedEncoder';
import { type TokenSequences, textFeed } from '../training/textFeed';
import { type EncodedTexts, pickTexts, sampleTexts } from './encodedTexts';
import type { TextArmSettings } from './finetunedTexts';
import { keptTrainer } from './keptTrainers';
import type { TextClassificationData } from './textData';
import { freshEncoder } from './transformer';

export interface ClozeSettings {
  readonly encoder: TextArmSettings['encoder'];
  readonly finetuning: TextArmSettings['finetuning'];
}

/** A type, so that it counts as plain options. */
export type ClozeOptions = {
  /** What stands before every text, with one [MASK]: 'it was [MASK] .' */
  readonly pattern: string;
  /** Name of a class to its label word. */
  readonly words: { readonly [label: string]: string };
};

type Context = TrialContext<TextClassificationData, ClozeSettings, ClozeOptions>;

const blank = '[MASK]';

/** A pattern as token ids, and the ids of the label words. */
export interface Verbaliser {
  readonly pattern: Int32Array;
  readonly place: number;
  /** In label order. */
  readonly words: readonly number[];
}

/**
 * Checks a pattern and its label words against classes and vocabulary.
 * @throws LabError for a pattern without exactly one [MASK], a class without a word, or a word that is not one piece of the
 *   vocabulary
 */
export function verbaliser(
  { pattern, words }: ClozeOptions,
  labels: readonly string[],
  tokenizer: Pick<Tokenizer, 'encode' | 'specialTokens' | 'tokenOf'>,
): Verbaliser {
  const parts = pattern.split(blank);
  if (parts.length !== 2)
    throw new LabError(
      `The pattern '${pattern}' has ${parts.length - 1} times ${blank}: write it exactly once.`,
    );
  const [before, after] = parts.map((part) => tokenizer.encode(part)) as [Int32Array, Int32Array];
  const wordOf = (label: string): number => {
    const word = Object.hasOwn(words, label) ? words[label] : undefined;
    if (word === undefined)
      throw new LabError(`The class '${label}' has no label word: give one in 'words' of the cloze arm.`);
    const ids = tokenizer.encode(word);
    if (ids.length !== 1 || ids[0] === tokenizer.specialTokens.unknown)
      throw new LabError(
        `The label word '${word}' is not one piece of the vocabulary (${Array.from(ids, (id) => tokenizer.tokenOf(id)).join(' ') || 'nothing'}): choose a commoner word for '${label}'.`,
      );
    return ids[0]!;
  };
  return {
    pattern: Int32Array.from([...before, tokenizer.specialTokens.mask, ...after]),
    place: before.length,
    words: labels.map(wordOf),
  };
}

function sharedTrainer(context: Context, { place, words }: Verbaliser) {
  const { settings, data, engine, precision } = context;
  const { batchSize, weightDecay, lengths, freezeEmbeddings } = settings.finetuning;
  const compiled = { batchSize, weightDecay, lengths, engine, precision };
  const key = { cloze: context.dataName, encoder: settings.encoder, freezeEmbeddings, place, words };
  return keptTrainer({ ...key, ...compiled }, () => {
    const encoder = freshEncoder(settings.encoder, data.vocabulary, 1);
    const classifier = new ClozeClassifier(encoder, { classes: data.labels, place, words });
    const trains = (name: string) => !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(name));
    const trainer = new ClassifierTrainer(classifier, textFeed(encoder, compiled), { ...compiled, trains });
    return {
      encoder,
      trainer,
      dispose() {
        trainer.dispose();
        classifier.dispose();
      },
    };
  });
}

/** The output layer's biases [vocabulary] that a stage of masked language modelling kept. */
function outputBias({ folder }: Artefact): Float32Array {
  const [bias] = Object.values(loadTensors(`${folder}/output.safetensors`).tensors);
  if (!bias)
    throw new LabError(`${folder} holds no output layer: start the cloze from a masked language model.`);
  return bias.values as Float32Array;
}

/** From a stage of masked language modelling. The fact 'untrained accuracy' is that of the gap before any label. */
export const clozeClassifier = armRecipe({
  name: 'clozeClassifier',
  kind: 'pretrained',
  uses: ['encoder', 'finetuning'],
  async run(context: Context) {
    const { settings, data, seed, amount, start, scoring, options } = context;
    const started = performance.now();
    if (!start) throw new LabError("A cloze answers by what pretraining learned: give its stage in 'from'.");
    const asked = verbaliser(options, data.labels, loadTokenizer(start.folder));
    const { encoder, trainer } = sharedTrainer(context, asked);
    const pretrained = loadEncoder(start.folder);
    restore(encoder.parameters, hostTensors(pretrained.parameters), 'the starting weights');
    pretrained.dispose();
    trainer.classifier.setOutputBias(outputBias(start));
    trainer.reload();
    const put = ({ examples, labels }: EncodedTexts): Labelled<TokenSequences> => ({
      labels,
      examples: examples.map((tokens) => Int32Array.from([...asked.pattern, ...tokens])),
    });
    const test = put(data.test);
    const answered = () =>
      scored({ logits: trainer.logits(test.examples) }, test.labels, data.labels, scoring);
    const untrained = answered().metrics.accuracy!;
    const { steps, learningRate, headRateDivisor, validation } = settings.finetuning;
    const result = await trainer.finetune({
      ...{ steps, seed, encoderLearningRate: learningRate, headLearningRate: learningRate / headRateDivisor },
      train: put(pickTexts(data.pool, drawnExamples(data, amount, seed))),
      ...(validation.points > 0 && {
        validation: {
          ...put(sampleTexts(data.dev, validation.examples, 'validation')),
          everySteps: Math.ceil(steps / validation.points),
        },
      }),
    });
    const { metrics, facts } = answered();
    return {
      metrics,
      facts: { ...facts, 'untrained accuracy': untrained },
      ...(validation.points > 0 && { curves: { validationLoss: result.validationLoss } }),
      ledger: {
        trainableParameters: result.trainableParameters,
        trainingFlops: result.trainingFlops,
        seconds: (performance.now() - started) / 1000,
        steps: result.steps,
      },
    };
  },
});
