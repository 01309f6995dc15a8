/**
 * Domain-adaptive pretraining: going on with the target's domain.
 *
 * Claim: a model pretrained on general text classifies better after pretraining on the target's domain (DAPT), on the
 * task's own texts (TAPT) or both, and not after as much text of a wrong domain.
 * Source: Gururangan et al. 2020, "Don't Stop Pretraining", tables 3 and 5.
 * Run: npx lab run domain-adaptation --tier quick|laptop|full
 * On other data: npx lab run domain-adaptation --cards target=./task.json general=./general.json other=./other.json
 * Biomedical: npx lab run domain-adaptation --cards target=chemprot domain=bc5cdr general=wikitext-2 other=ag-news
 */
import { readCard } from '../data/cards';
import { labelsPerClass } from '../form/axis';
import { defineStudy } from '../form/study';
import { adaptationTexts } from '../recipes/adaptationTexts';
import { continuedPretraining } from '../recipes/continuedPretraining';
import { coOccurrence } from '../recipes/coOccurrence';
import { finetuned } from '../recipes/finetunedTexts';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { tfidfClassifier } from '../recipes/tfidfClassifier';
import { wordVectorClassifier } from '../recipes/wordVectorClassifier';
import { classification } from '../tasks/classification';
import { full, laptop, quick } from './settings/domainAdaptation';

const vectors = (title: string, corpora: string[]) => coOccurrence({ title, corpora });
const general = { from: 'general' } as const;
/** As the reference's: tuned by the arm that saw general text alone, which favours it. */
const tuned = { tunedAs: 'generalLonger' } as const;
const wordVectors = <const From extends string>(title: string, from: From) =>
  wordVectorClassifier({ title, from });

const limits = (ofDomain: string) => [
  ofDomain,
  'The vocabulary was learned from general text, as that of a published model is; a vocabulary of the domain might change the order.',
  "Fine-tuning has one setting for all pretrained arms and one for scratch, chosen on dev by 'lab tune', for the pretrained arms by the arm of general text alone, which favours the reference. Pretraining was set by hand and not tuned.",
  'A very small model; one target unless other cards are given.',
  'The full tier has not been run, and its minutes are an estimate.',
];

/** The study; see the head of this file. */
export const domainAdaptation = defineStudy({
  id: 'domain-adaptation',
  title: 'Domain-adaptive pretraining',
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
  data: adaptationTexts({
    cards: {
      ...{ target: 'spam-assassin', general: 'wordnet-glosses', other: 'state-of-the-union' },
      domain: 'spam-assassin',
    },
  }),
  task: classification({ metrics: ['macroF1', 'accuracy'] }),
  axis: labelsPerClass,
  stages: {
    generalVectors: vectors('Word vectors of general text', ['general']),
    domainVectors: vectors('Word vectors of domain text', ['domain', 'task']),
    bothVectors: vectors('Word vectors of both', ['general', 'domain', 'task']),
    general: maskedLanguageModelling({
      ...{ title: 'General', corpus: 'general', packed: true },
      from: 'generalVectors',
    }),
    generalLonger: continuedPretraining({
      ...{ title: 'General, then more general', ...general },
      phases: [{ corpus: 'general', share: 1 }],
    }),
    domain: continuedPretraining({
      ...{ title: 'General, then domain (DAPT)', ...general },
      phases: [{ corpus: 'domain', share: 1 }],
    }),
    task: continuedPretraining({
      ...{ title: 'General, then task (TAPT)', ...general },
      phases: [{ corpus: 'task', share: 1 }],
    }),
    domainTask: continuedPretraining({
      ...{ title: 'General, domain, task', ...general },
      phases: [
        { corpus: 'domain', share: 2 / 3 },
        { corpus: 'task', share: 1 / 3 },
      ],
    }),
    domainReplay: continuedPretraining({
      ...{ title: 'General, then domain with replay', ...general },
      phases: [{ corpus: 'domain', share: 1, replay: { corpus: 'general', share: 0.5 } }],
    }),
    other: continuedPretraining({
      ...{ title: 'General, then wrong domain', ...general },
      phases: [{ corpus: 'other', share: 1 }],
    }),
  },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    generalLonger: finetuned({ title: 'General only', from: 'generalLonger' }),
    domain: finetuned({ title: 'General, domain (DAPT)', from: 'domain', ...tuned }),
    task: finetuned({ title: 'General, task (TAPT)', from: 'task', ...tuned }),
    domainTask: finetuned({ title: 'General, domain, task', from: 'domainTask', ...tuned }),
    domainReplay: finetuned({ title: 'General, domain with replay', from: 'domainReplay', ...tuned }),
    other: finetuned({ title: 'General, wrong domain', kind: 'control', from: 'other', ...tuned }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    vectorsGeneral: wordVectors('Word vectors of general text', 'generalVectors'),
    vectorsDomain: wordVectors('Word vectors of domain text', 'domainVectors'),
    vectorsBoth: wordVectors('Word vectors of both', 'bothVectors'),
  },
  verdict: { treatment: 'domain', reference: 'generalLonger', expects: 'better' },
  tiers: {
    quick: { minutes: 1, levels: [2, 8], seeds: 2, settings: quick },
    laptop: { minutes: 15, levels: [2, 8, 32], seeds: 5, settings: laptop, tuned: true },
    full: { minutes: 600, levels: [2, 8, 32], seeds: 10, settings: full, tuned: true },
  },
  tuning: {
    arms: ['scratch', 'generalLonger'],
    seeds: [101, 102],
    grid: {
      steps: {
        ...{ values: [40, 160], within: [10, 320] },
        because: 'at more steps the laptop tier would take over half an hour',
      },
      learningRate: {
        ...{ values: [5e-4, 2e-3], within: [1e-4, 3e-2] },
        because: 'rates beyond are outside what AdamW is used with',
      },
      freezeEmbeddings: [false, true],
    },
  },
  limits: limits(
    "The domain's texts and the task's are random halves of one collection, so that TAPT is a smaller DAPT here; in the paper the task's texts are a special part of a broad domain.",
  ),
  // A target's authors' micro-F1 over all classes is accuracy, since each text has one label.
  onCards: ({ target, domain }) => ({
    task: classification({
      metrics:
        readCard(target!).card.metrics[0] === 'microF1' ? ['accuracy', 'macroF1'] : ['macroF1', 'accuracy'],
    }),
    ...(domain !== target && {
      limits: limits(
        "The domain's texts are another collection than the task's; those that nearly repeat a text of the target's dev or test split are left out. A class with fewer labels than a budget asks for gives all it has.",
      ),
    }),
  }),
});
