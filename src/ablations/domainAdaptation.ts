/**
 * Domain-adaptive pretraining: going on with the target's domain.
 *
 * Claim: a model pretrained on general text classifies better after pretraining on the target's domain (DAPT), on the
 * task's own texts (TAPT) or both, and not after as much text of a wrong domain.
 * Source: Gururangan et al. 2020, "Don't Stop Pretraining", tables 3 and 5. Expected here: domain ahead of general at equal
 * tokens at every budget, wrong domain not ahead of general, general text forgotten unless it is replayed.
 * Run: npx lab run domain-adaptation --tier quick|laptop|full
 * On other data: npx lab run domain-adaptation --cards target=./task.json general=./general.json other=./other.json
 * Biomedical: npx lab run domain-adaptation --cards target=chemprot domain=bc5cdr general=wikitext-2 other=ag-news
 */
import { readCard } from '../data/cards';
import { Tfidf } from '../models/tfidf';
import { transformerEncoder } from '../models/transformerEncoder';
import { sifWeights } from '../models/wordVectors';
import { startFromVectors } from '../training/pretrain';
import { loadEncoder } from '../training/savedEncoder';
import { type Ablation, defineAblation, type PretrainingContext, type TrialContext } from './ablation';
import { type AdaptationData, adaptationData } from './adaptationData';
import { maskedLanguageModelStage, storedVectors, type TextPhase, wordVectorStage } from './adaptationStages';
import { withCandidate } from './candidateSettings';
import { cardsOf, idOn } from './cardRoles';
import { linearProbe } from './classificationArms';
import { type Config, candidates, configurations } from './domainAdaptationSettings';
import { type FinetuningSettings, probeThenFinetune } from './probeThenFinetune';
import { classification } from './task';
import { encodeTexts, tfidfSets, wordVectorSets } from './textClassificationArms';

/** Which card plays which part. */
const roles = {
  /** The task. */
  target: 'spam-assassin',
  /** What the general model learns from. */
  general: 'wordnet-glosses',
  /** Text of a domain that has nothing to do with the target. */
  other: 'state-of-the-union',
  /** Text of the target's domain; where it is the target itself, its texts that no label is drawn from. */
  domain: 'spam-assassin',
};

type Stages =
  | 'generalVectors'
  | 'domainVectors'
  | 'bothVectors'
  | 'general'
  | 'generalLonger'
  | 'domain'
  | 'task'
  | 'domainTask'
  | 'domainReplay'
  | 'other';
type Arms =
  | 'scratch'
  | 'tfidf'
  | 'vectorsGeneral'
  | 'vectorsDomain'
  | 'vectorsBoth'
  | Exclude<Stages, 'generalVectors' | 'domainVectors' | 'bothVectors' | 'general'>;

const encoderOf = (config: Config, data: AdaptationData, seed: number) =>
  transformerEncoder({
    vocabularySize: data.tokenizer.vocabularySize,
    ...config.encoder,
    paddingToken: data.tokenizer.specialTokens.padding,
    seed,
  });

async function pretraining(context: PretrainingContext<Config, AdaptationData, Stages>) {
  const { stage, config, data, seed, folder, engine, precision } = context;
  const { tokenizer } = data;
  if (stage === 'generalVectors' || stage === 'domainVectors' || stage === 'bothVectors') {
    const domain = [...data.domain, ...data.task];
    const sequences = {
      generalVectors: data.general,
      domainVectors: domain,
      bothVectors: [...data.general, ...domain],
    };
    const { width: dimensions } = config.encoder;
    return wordVectorStage({
      sequences: sequences[stage],
      tokenizer,
      dimensions,
      settings: config.coOccurrence,
      seed,
      folder,
    });
  }
  const { generalSteps, continuedSteps, taskShare, replayShare, startNorm, ...settings } =
    config.maskedLanguageModel;
  const taskSteps = Math.round(continuedSteps * taskShare);
  const phases: Record<typeof stage, readonly TextPhase[]> = {
    general: [{ name: 'general', sequences: data.general, steps: generalSteps }],
    generalLonger: [{ name: 'general', sequences: data.general, steps: continuedSteps }],
    domain: [{ name: 'domain', sequences: data.domain, steps: continuedSteps }],
    task: [{ name: 'task', sequences: data.task, steps: continuedSteps }],
    domainTask: [
      { name: 'domain', sequences: data.domain, steps: continuedSteps - taskSteps },
      { name: 'task', sequences: data.task, steps: taskSteps },
    ],
    domainReplay: [
      {
        name: 'domain',
        sequences: data.domain,
        steps: continuedSteps,
        replay: { sequences: data.general, share: replayShare },
      },
    ],
    other: [{ name: 'other', sequences: data.other, steps: continuedSteps }],
  };
  const from = stage === 'general' ? undefined : context.artefact('general').folder;
  const encoder = from ? loadEncoder(from) : encoderOf(config, data, seed);
  if (!from) startFromVectors(encoder, storedVectors(context.artefact('generalVectors').folder), startNorm);
  const { heldOut } = data;
  const common = { encoder, tokenizer, settings, heldOut, seed, engine, precision, folder };
  const result = await maskedLanguageModelStage({
    ...common,
    phases: phases[stage],
    ...(from ? { from } : {}),
  });
  encoder.dispose();
  return result;
}

async function trial(context: TrialContext<Config, AdaptationData, Stages, Arms>) {
  const { arm, config, data, labelsPerClass, seed, engine, precision } = context;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const { labels: classes, dev, test, tokenizer } = data;
  const train = encodeTexts(data.pool.labelled({ perClass: labelsPerClass, seed }), tokenizer);
  if (arm === 'tfidf') {
    const tfidf = Tfidf.fit(train.texts, { maximumWords: 1 });
    const sets = tfidfSets(tfidf, train, dev, test);
    return linearProbe(sets, classes.length, config.linear.tfidfL2, elapsed()).result;
  }
  const weights = sifWeights(data.counts, config.pooling.sifConstant);
  if (arm === 'vectorsGeneral' || arm === 'vectorsDomain' || arm === 'vectorsBoth') {
    const stage = {
      vectorsGeneral: 'generalVectors',
      vectorsDomain: 'domainVectors',
      vectorsBoth: 'bothVectors',
    } as const;
    const vectors = storedVectors(context.artefact(stage[arm]).folder);
    const sets = wordVectorSets(vectors, weights, data.task, train, dev, test);
    return linearProbe(sets, classes.length, config.linear.l2, elapsed()).result;
  }
  weights[tokenizer.specialTokens.padding] = 0;
  const artefact = arm === 'scratch' ? undefined : context.artefact(arm);
  const { scratch, pretrained, ...shared } = config.finetuning;
  const result = await probeThenFinetune({
    start: artefact ? loadEncoder(artefact.folder) : encoderOf(config, data, seed),
    task: { key: data.hash, classes, tokenWeights: weights, unlabelled: data.task, dev, test },
    train,
    settings: {
      ...(artefact ? pretrained : scratch)[labelsPerClass],
      ...shared,
      l2: config.linear.l2,
    },
    seed,
    engine,
    precision,
  });
  return { ...result, metrics: { ...result.metrics, ...artefact?.metrics } };
}

const stageModules = ['ablations/adaptationStages', 'models/transformerEncoder', 'training/pretrain'];
const trialModules = ['ablations/probeThenFinetune', 'models/transformerEncoder', 'training/savedEncoder'];
const linearModules = ['ablations/classificationArms', 'ablations/textClassificationArms'];
const finetuned = ['encoder', 'pooling', 'finetuning', 'linear'] as const;

const vectorStage = (title: string) =>
  ({ title, modules: ['ablations/adaptationStages'], uses: ['coOccurrence', 'encoder'] }) as const;
const continuation = (title: string) =>
  ({ title, from: 'general', modules: stageModules, uses: ['encoder', 'maskedLanguageModel'] }) as const;
const vectorArm = <Name extends Stages>(title: string, from: Name) =>
  ({
    kind: 'classical',
    title,
    from,
    modules: [...linearModules, 'ablations/adaptationStages', 'models/wordVectors'],
    uses: ['pooling', 'linear'],
  }) as const;
const pretrainedArm = <Name extends Stages, Kind extends 'pretrained' | 'control'>(
  kind: Kind,
  title: string,
  from: Name,
) => ({ kind, title, from, modules: trialModules, uses: finetuned }) as const;

const sameCollection =
  "The domain's texts and the task's are random halves of one collection, so that TAPT is a smaller DAPT here; in the paper the task's texts are a special part of a broad domain.";
const otherCollection =
  "The domain's texts are another collection than the task's; those that nearly repeat a text of the target's dev or test split are left out. A class with fewer labels than a budget asks for gives all it has.";

/** The metrics of a target. Its authors' micro-F1 over all classes is accuracy, since each text has one label. */
function metricsOf(target: string): ['macroF1', 'accuracy'] | ['accuracy', 'macroF1'] {
  return readCard(target).card.metrics[0] === 'microF1' ? ['accuracy', 'macroF1'] : ['macroF1', 'accuracy'];
}

/** The study on cards of one's own: `domainAdaptationOn({ target: './my-task.json' })`; others keep their defaults. */
export function domainAdaptationOn(own: Readonly<Record<string, string>>): Ablation<Arms> {
  const defaults = { ...roles, domain: own.target ?? roles.target };
  const cards = cardsOf('domain-adaptation', defaults, own);
  const { quick, laptop, full } = configurations(cards.target);
  return defineAblation({
    id: idOn('domain-adaptation', defaults, cards),
    title: 'Domain-adaptive pretraining',
    file: __filename,
    roles,
    onCards: domainAdaptationOn,
    claim: {
      sentence:
        'A model pretrained on general text classifies better after pretraining goes on with the target domain than after as much more general text.',
      source: {
        paper: "Gururangan et al., Don't Stop Pretraining: Adapt Language Models to Domains and Tasks",
        version: 'ACL 2020',
        where: 'tables 3 and 5',
        number:
          'DAPT gains 0.0 to 12.4 points of F1 over RoBERTa in eight tasks (81.9 to 84.2 on ChemProt, 63.0 to 75.4 on ACL-ARC); pretraining on an irrelevant domain is below DAPT in all eight; DAPT and then TAPT is best in all but one',
        protocol:
          'RoBERTa-base, 12,500 steps on 2 to 8 billion tokens a domain; macro-F1 (micro-F1 for ChemProt and RCT), five seeds',
      },
      expected:
        'Macro-F1 after domain text ahead of as much more general text at every budget, after text of a wrong domain not ahead; the loss on general text rises with continued pretraining, and less with replay.',
    },
    task: classification(cards.target, { metrics: metricsOf(cards.target) }),
    data: {
      cards: [...new Set(Object.values(cards))],
      modules: ['ablations/adaptationData', 'ablations/cardRoles', 'ablations/textClassificationArms'],
      uses: ['data'],
      prepare: ({ config }) => adaptationData(cards, config.data),
      hash: (data: AdaptationData) => data.hash,
    },
    stages: {
      generalVectors: vectorStage('Word vectors of general text'),
      domainVectors: vectorStage('Word vectors of domain text'),
      bothVectors: vectorStage('Word vectors of both'),
      general: {
        title: 'General',
        from: 'generalVectors',
        modules: stageModules,
        uses: ['encoder', 'maskedLanguageModel'],
      },
      generalLonger: continuation('General, then more general'),
      domain: continuation('General, then domain (DAPT)'),
      task: continuation('General, then task (TAPT)'),
      domainTask: continuation('General, domain, task'),
      domainReplay: continuation('General, then domain with replay'),
      other: continuation('General, then wrong domain'),
    },
    arms: {
      scratch: { kind: 'baseline', title: 'From scratch', modules: trialModules, uses: finetuned },
      generalLonger: pretrainedArm('pretrained', 'General only', 'generalLonger'),
      domain: pretrainedArm('pretrained', 'General, domain (DAPT)', 'domain'),
      task: pretrainedArm('pretrained', 'General, task (TAPT)', 'task'),
      domainTask: pretrainedArm('pretrained', 'General, domain, task', 'domainTask'),
      domainReplay: pretrainedArm('pretrained', 'General, domain with replay', 'domainReplay'),
      other: pretrainedArm('control', 'General, wrong domain', 'other'),
      tfidf: {
        kind: 'classical',
        title: 'TF-IDF, logistic regression',
        modules: [...linearModules, 'models/tfidf'],
        uses: ['linear'],
      },
      vectorsGeneral: vectorArm('Word vectors of general text', 'generalVectors'),
      vectorsDomain: vectorArm('Word vectors of domain text', 'domainVectors'),
      vectorsBoth: vectorArm('Word vectors of both', 'bothVectors'),
    },
    tuning: {
      arms: ['scratch', 'generalLonger'],
      seeds: [101, 102],
      candidates,
      onDev: (data: AdaptationData) => ({ ...data, test: data.dev }),
      withCandidate: (config, arm, labelsPerClass, candidate) =>
        withCandidate(
          config,
          arm === 'scratch' ? 'scratch' : 'pretrained',
          labelsPerClass,
          candidate as FinetuningSettings,
        ),
    },
    verdict: { treatment: 'domain', reference: 'generalLonger', expects: 'better' },
    tiers: {
      quick: {
        minutes: 1,
        labelsPerClass: [2, 8],
        seeds: 2,
        engine: 'compiled',
        config: quick,
      },
      laptop: {
        minutes: 10,
        labelsPerClass: [2, 8, 32],
        seeds: 5,
        pretrainingPerSeed: true,
        engine: 'compiled',
        config: laptop,
      },
      full: {
        minutes: 600,
        labelsPerClass: [2, 8, 32],
        seeds: 10,
        pretrainingPerSeed: true,
        engine: 'compiled',
        config: full,
      },
    },
    limits: [
      cards.domain === cards.target ? sameCollection : otherCollection,
      'The vocabulary was learned from general text, as that of a published model is; a vocabulary of the domain might change the order.',
      "Fine-tuning has one setting for all pretrained arms and one for scratch, chosen on dev by 'lab tune', for the pretrained arms by the arm of general text alone, which favours the reference. Pretraining was set by hand and not tuned.",
      'A very small model; one target unless other cards are given.',
      'The full tier has not been run, and its minutes are an estimate.',
    ],
    pretraining,
    trial,
  });
}

/** The study; see the head of this file. */
export const domainAdaptation = domainAdaptationOn({});
