/** Arms that tag words with a transformer encoder: fine-tuned from a linear probe on, or frozen under it. */
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { SentenceTagger } from '../models/sentenceTagger';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { drawnSentences, scoredTags } from '../tasks/tagging';
import { hostTensors, restore } from '../training/checkpoint';
import { loadEncoder } from '../training/savedEncoder';
import { withinReach } from '../training/taggedTokens';
import { TaggerTrainer } from '../training/taggerTrainer';
import { keptTrainer } from './keptTrainers';
import { knownFeatures } from './knownFeatures';
import type { Finetuning, Probing } from './probeThenFinetune';
import { type EncodedSentences, pickSentences, type SentenceTaggingData, withLabels } from './taggingData';
import { tagProbe, tagsOf } from './tagProbe';
import { type EncoderSizes, freshEncoder } from './transformer';
import { weightsHash } from './weightsHash';

export interface TaggerArmSettings {
  readonly encoder: EncoderSizes;
  readonly finetuning: Finetuning & {
    /** Lengths that training batches are padded to. */
    readonly lengths: readonly number[];
    /** Whether the token table stays as it is. */
    readonly freezeEmbeddings: boolean;
  };
  readonly probe: Probing;
}

type Context = TrialContext<SentenceTaggingData, TaggerArmSettings>;

interface SharedTrainer {
  readonly encoder: TransformerEncoder;
  readonly trainer: TaggerTrainer;
  dispose(): void;
}

function sharedTrainer(context: Context): SharedTrainer {
  const { settings, data, engine, precision } = context;
  const { batchSize, weightDecay, lengths, freezeEmbeddings } = settings.finetuning;
  const compiled = { batchSize, weightDecay, lengths, engine, precision };
  const key = { tagged: context.dataName, encoder: settings.encoder, freezeEmbeddings, ...compiled };
  return keptTrainer(key, () => {
    const encoder = freshEncoder(settings.encoder, data.vocabulary, 1);
    const tagger = new SentenceTagger(encoder, { tags: data.tagNames, seed: 1 });
    const trains = (name: string) => !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(name));
    const trainer = new TaggerTrainer(tagger, { ...compiled, trains });
    return {
      encoder,
      trainer,
      dispose() {
        trainer.dispose();
        tagger.dispose();
      },
    };
  });
}

async function trial(context: Context, frozen: boolean): Promise<TrialResult> {
  const { settings, data, seed, start, amount, scoring, matched } = context;
  const { tagNames } = data;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const { encoder, trainer } = sharedTrainer(context);
  const first = start ? loadEncoder(start.folder) : freshEncoder(settings.encoder, data.vocabulary, seed);
  restore(encoder.parameters, hostTensors(first.parameters), 'the starting weights');
  first.dispose();
  trainer.reload();
  const { maxLength } = settings.encoder;
  const before = weightsHash(encoder.parameters);
  const known = (name: string, sentences: Pick<EncodedSentences, 'examples' | 'firsts'>) =>
    knownFeatures(`${context.dataName} tagged ${before} ${name} ${sentences.examples.length}`, () =>
      trainer.features(withinReach(sentences, maxLength)),
    );
  const scaling = trainer.tagger.standardize(known('scale', data.scaleOn));
  trainer.reload();
  const tokensOf = (sentences: EncodedSentences) => withinReach(withLabels(sentences, tagNames), maxLength);
  const drawn = pickSentences(data.pool, drawnSentences(data, amount, seed));
  const train = tokensOf(drawn);
  const test = { sentences: data.test, labels: tokensOf(data.test).labels };
  const probe = tagProbe(
    {
      train: {
        ...{ sentences: drawn, labels: train.labels },
        features: scaling.apply(trainer.features(train)),
      },
      dev: {
        ...{ sentences: data.dev, labels: tokensOf(data.dev).labels },
        features: scaling.apply(known('dev', data.dev)),
      },
      test: { ...test, features: scaling.apply(known(data.test === data.dev ? 'dev' : 'test', data.test)) },
    },
    ...([tagNames, settings.probe.l2, scoring, elapsed()] as const),
  );
  if (frozen) {
    const hashes = { weightsBefore: before, weightsAfter: weightsHash(encoder.parameters) };
    return { ...probe.result, facts: { ...probe.result.facts, ...hashes } };
  }
  const { finetuning } = settings;
  const steps =
    finetuning.steps + (matched ? trainer.stepsFor(matched.ledger.trainingFlops, train.examples, seed) : 0);
  const { examples, points } = finetuning.validation;
  const rows = [...data.dev.words.keys()].slice(0, examples);
  const result = await trainer.finetune({
    ...{ steps, train, seed },
    encoderLearningRate: finetuning.learningRate,
    headLearningRate: finetuning.learningRate / finetuning.headRateDivisor,
    // First the probe, then everything (LP-FT; Kumar et al. 2022).
    head: probe.head,
    ...(points > 0 && {
      validation: {
        ...tokensOf(pickSentences(data.dev, rows)),
        everySteps: Math.ceil(steps / points),
      },
    }),
  });
  const answers = trainer.predict(withinReach(withLabels(data.test, tagNames), maxLength));
  const { metrics, facts } = scoredTags(tagsOf(answers, test, tagNames), data.test, drawn, scoring);
  const ofProbe = Object.entries(probe.result.metrics).map(([name, value]) => [`probe ${name}`, value]);
  return {
    metrics,
    facts: { ...facts, ...Object.fromEntries(ofProbe) },
    ...(points > 0 && { curves: { validationLoss: result.validationLoss } }),
    ledger: {
      trainableParameters: result.trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: elapsed(),
      steps: result.steps,
    },
  };
}

const uses = ['encoder', 'finetuning', 'probe'] as const;

/** Trains a tagger on the drawn sentences, from the stage's encoder or, without one, from random weights. */
export const finetunedTagger = armRecipe({
  name: 'finetunedTagger',
  kind: 'pretrained',
  uses,
  run: (context: Context) => trial(context, false),
});

/** A linear probe on the stage's frozen encoder. */
export const probedTagger = armRecipe({
  name: 'probedTagger',
  kind: 'frozen',
  uses,
  run: (context: Context) => trial(context, true),
});
