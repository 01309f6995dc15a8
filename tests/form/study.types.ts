/** What does not make sense must not compile: each `@ts-expect-error` fails the type check where no error is found. */
import { labelledSentences, labelsPerClass, settingAxis } from '../../src/form/axis';
import { dataRecipe } from '../../src/form/dataRecipe';
import {
  armRecipe,
  type Part,
  type StageContext,
  stageRecipe,
  type TrialContext,
} from '../../src/form/recipe';
import { defineStudy, type Study } from '../../src/form/study';
import { study } from '../../src/report/studyOutcome';
import { type ClassificationData, classification } from '../../src/tasks/classification';
import { languageModelling } from '../../src/tasks/languageModelling';
import { tagging } from '../../src/tasks/tagging';

const file = __filename;
const ledger = { trainableParameters: 1, trainingFlops: 1, seconds: 1, steps: 1 };
const labels = { labels: Int32Array.of(0, 1) };
const plain: ClassificationData = { labels: ['a', 'b'], pool: labels, dev: labels, test: labels };

// The data's recipe reads a setting and gives more than its task needs.
interface Texts extends ClassificationData {
  readonly words: readonly string[];
}
interface Given<S> {
  readonly cards: { readonly target: string };
  readonly settings: S;
}
const texts = dataRecipe({
  ...{ name: 'texts', uses: ['texts'] as const },
  prepare: async ({ settings }: Given<{ texts: { limit: number } }>): Promise<Texts> => ({
    ...plain,
    words: [String(settings.texts.limit)],
  }),
});
const wordless = dataRecipe({
  ...{ name: 'wordless', uses: [] },
  prepare: async (_: Given<object>): Promise<ClassificationData> => plain,
});
const unlabelled = dataRecipe({
  ...{ name: 'unlabelled', uses: [] },
  prepare: async (_: Given<object>) => ({ words: ['a'] }),
});

interface Encoder {
  readonly encoder: { readonly width: number };
}
const masked = stageRecipe({
  ...{ name: 'masked', uses: ['encoder'] as const },
  run: async (_: StageContext<Texts, Encoder, { corpus: string; packed?: boolean }>) => ({ ledger }),
});
const trained = armRecipe({
  ...{ name: 'trained', kind: 'pretrained', uses: ['encoder', 'finetuning'] as const },
  run: async (_: TrialContext<Texts, Encoder & { finetuning: { steps: number } }, { frozen?: boolean }>) => ({
    ...{ metrics: { accuracy: 1 }, ledger },
  }),
});
const onNetwork = armRecipe({
  ...{ name: 'onNetwork', kind: 'frozen', uses: [] },
  run: async (_: TrialContext<ClassificationData, object, { network: Part<never> }>) => ({
    ...{ metrics: { accuracy: 1 }, ledger },
  }),
});
const wide: Part<{ wideNetwork: { width: number } }> = { part: 'wide', file, uses: ['wideNetwork'] };

const cards = { target: 'wordnet-glosses' };
const ofNetwork = onNetwork({ title: 'N', kind: 'baseline', network: wide });
const settings = { texts: { limit: 5 }, encoder: { width: 8 }, finetuning: { steps: 10, rate: 0.1 } };
const tier = { minutes: 1, levels: [2, 8], seeds: 2, pretraining: 'shared', settings } as const;
const tiers = { quick: tier, laptop: tier, full: tier };
const head = {
  ...{ id: 'x', title: 'X', limits: [] },
  claim: {
    ...{ sentence: 's', expected: 'e' },
    source: { paper: 'p', version: 'v', where: 'w', number: 'n', protocol: 'q' },
  },
};
const task = classification({ metrics: ['accuracy', 'macroF1'] });
const data = texts({ cards: { target: 'wordnet-glosses' } });
const first = masked({ title: 'First', corpus: 'words' });
const second = masked({ title: 'Second', corpus: 'words', from: 'first', packed: true });
const scratch = trained({ title: 'From scratch', kind: 'baseline' });
const tuned = trained({ title: 'Pretrained', from: 'second', with: { finetuning: { steps: 5 } } });
const matched = trained({ title: 'Matched', kind: 'control', matches: 'second', tunedAs: 'scratch' });
const verdict = { treatment: 'tuned', reference: 'scratch', expects: 'better' } as const;
const stages = { first, second };
const arms = { scratch, tuned, matched };
const parts = { ...head, task, data, stages, arms, verdict, tiers };
const counted = { ...parts, axis: labelsPerClass };

const ofN = { treatment: 'n', reference: 'n', expects: 'better' } as const;
const network = { ...counted, stages: {}, arms: { n: ofNetwork }, verdict: ofN };
const networked = { ...tier, settings: { ...settings, wideNetwork: { width: 4 } } };
const networks = { quick: networked, laptop: networked, full: networked };

// What makes sense compiles.
const multiplier = { at: 8, atLeast: 10 };
const grid = { steps: { values: [1, 2], within: [1, 9] as const, because: 'b' }, frozen: [true, false] };
const tuning = { arms: ['scratch', 'tuned'], seeds: [101], grid, only: { scratch: ['steps'] } } as const;
const laptop = { ...tier, tuned: true, omits: ['matched'], fewer: { tuned: { levels: [2] } } } as const;
export const valid: Study = defineStudy({
  ...{ ...counted, tuning },
  verdict: { ...verdict, multiplier, control: 'matched', trend: { from: 2, to: 8 } },
  tiers: { ...tiers, laptop },
});
/** Names of arms are known, so that the rest of a program is told of a misspelt one. */
export const treatment = defineStudy(counted).arms.tuned;

// @ts-expect-error an arm that the study does not have, read from it
export const nobody = defineStudy(counted).arms.nobody;
// @ts-expect-error the same, asked for in a run
export const nobodyAsked = () => study(defineStudy(counted), { arms: ['nobody'] });

// What does not is refused: the arms.

// @ts-expect-error no baseline
defineStudy({ ...counted, arms: { tuned, scratch: trained({ title: 'S', kind: 'control' }) } });

// @ts-expect-error the arm starts from a stage that does not exist
defineStudy({ ...counted, arms: { ...arms, tuned: trained({ title: 'T', from: 'nothing' }) } });

// @ts-expect-error the arm is given the compute of a stage that does not exist
defineStudy({ ...counted, arms: { ...arms, matched: trained({ title: 'M', matches: 'nothing' }) } });

// @ts-expect-error the arm takes the settings of an arm that does not exist
defineStudy({ ...counted, arms: { ...arms, matched: trained({ title: 'M', tunedAs: 'nobody' }) } });

// @ts-expect-error the stage starts from a stage that does not exist
defineStudy({ ...counted, stages: { first, second: masked({ title: 'S', corpus: 'c', from: 'nothing' }) } });

// @ts-expect-error an option that the recipe does not have
trained({ title: 'T', frozn: true });

// @ts-expect-error an option of the wrong kind
trained({ title: 'T', frozen: 'yes' });

// @ts-expect-error an option that a stage's recipe does not have
masked({ title: 'M', corpus: 'words', pakced: true });

// @ts-expect-error an option that the recipe cannot do without
masked({ title: 'M' });

// @ts-expect-error a kind that there is not
trained({ title: 'T', kind: 'pretrianed' });

const run = async (_: StageContext<Texts, Encoder>) => ({ ledger });
stageRecipe({ name: 'sound', uses: ['encoder'], run });

// @ts-expect-error a recipe declares a section that its settings do not have
stageRecipe({ name: 'misspelt', uses: ['encodr'], run });

// @ts-expect-error no title
trained({ kind: 'baseline' });

// The verdict and the tuning.

// @ts-expect-error the verdict's treatment does not exist
defineStudy({ ...counted, verdict: { ...verdict, treatment: 'nobody' } });

// @ts-expect-error the verdict's reference does not exist
defineStudy({ ...counted, verdict: { ...verdict, reference: 'nobody' } });

// @ts-expect-error the verdict's control does not exist
defineStudy({ ...counted, verdict: { ...verdict, control: 'nobody' } });

// @ts-expect-error the gain is compared with one of arms that do not exist
defineStudy({ ...counted, verdict: { ...verdict, moreThan: { treatment: 'nobody', reference: 'scratch' } } });

// @ts-expect-error a word that is no expectation
defineStudy({ ...counted, verdict: { ...verdict, expects: 'equal' } });

// @ts-expect-error the tuned arm does not exist
defineStudy({ ...counted, tuning: { ...tuning, arms: ['nobody'], only: {} } });

// @ts-expect-error only some settings are tuned for an arm that does not exist
defineStudy({ ...counted, tuning: { ...tuning, only: { nobody: ['steps'] } } });

// @ts-expect-error the grid of numbers does not say where it ends
defineStudy({ ...counted, tuning: { ...tuning, grid: { steps: [1, 2] } } });

// The task and its metrics.

// @ts-expect-error a metric that does not fit the task
classification({ metrics: ['perplexity'] });

// @ts-expect-error a metric that does not fit the task
tagging({ metrics: ['bleu'] });

// @ts-expect-error no metric
classification({ metrics: [] });

// @ts-expect-error selection on the test split
classification({ metrics: ['accuracy'], selectOn: 'test' });

// @ts-expect-error the data have no labels
defineStudy({ ...network, tiers: networks, data: unlabelled({ cards }) });

// @ts-expect-error the data are of classes, the task of tags
defineStudy({ ...counted, task: tagging({ metrics: ['entityF1'] }), axis: labelledSentences });

// Data and settings.

// @ts-expect-error the data lack what the arms and stages need
defineStudy({ ...counted, data: wordless({ cards: { target: 'wordnet-glosses' } }) });

// @ts-expect-error the data lack a card
texts({ cards: {} });

// @ts-expect-error the data have no such card
texts({ cards: { target: 'wordnet-glosses', traget: 'sst2' } });

const { finetuning: _finetuning, ...withoutFinetuning } = settings;
const less = { ...tier, settings: withoutFinetuning };
// @ts-expect-error the tiers lack settings that an arm needs
defineStudy({ ...counted, tiers: { quick: less, laptop: less, full: less } });

const { encoder: _encoder, ...withoutEncoder } = settings;
const encoderless = { ...tier, settings: withoutEncoder };
// @ts-expect-error the tiers lack settings that a stage and the arms need
defineStudy({ ...counted, tiers: { quick: encoderless, laptop: encoderless, full: encoderless } });

// @ts-expect-error one of the tiers lacks settings
defineStudy({ ...counted, tiers: { ...tiers, full: less } });

const textless = { ...tier, settings: { encoder: settings.encoder, finetuning: settings.finetuning } };
// @ts-expect-error the tiers lack settings that the data's recipe needs (texts)
defineStudy({ ...counted, tiers: { quick: textless, laptop: textless, full: textless } });

const misshapen = { ...tier, settings: { ...settings, encoder: { width: 'wide' } } };
// @ts-expect-error a setting is not of the kind that is needed
defineStudy({ ...counted, tiers: { quick: misshapen, laptop: misshapen, full: misshapen } });

// @ts-expect-error the tiers lack the settings of the part among the options
defineStudy({ ...network, data: wordless({ cards }) });

const dated = { ...tier, settings: { ...settings, at: new Date() } };
// @ts-expect-error settings that JSON cannot carry have no hash
defineStudy({ ...counted, tiers: { quick: dated, laptop: dated, full: dated } });

export const withPart: Study = defineStudy({ ...network, tiers: networks, data: wordless({ cards }) });

// @ts-expect-error an option that the data's recipe does not have
texts({ cards, limit: 5 });

// The tiers.

// @ts-expect-error a tier is missing
defineStudy({ ...counted, tiers: { quick: tier, laptop: tier } });

// @ts-expect-error a tier that there is not
defineStudy({ ...counted, tiers: { ...tiers, huge: tier } });

// @ts-expect-error a tier leaves out an arm that does not exist
defineStudy({ ...counted, tiers: { ...tiers, full: { ...tier, omits: ['nobody'] } } });

// @ts-expect-error a tier runs an arm at fewer levels that does not exist
defineStudy({ ...counted, tiers: { ...tiers, full: { ...tier, fewer: { nobody: { seeds: 1 } } } } });

// @ts-expect-error a level of an axis that counts is a name
defineStudy({ ...counted, tiers: { ...tiers, full: { ...tier, levels: ['many'] } } });

// @ts-expect-error a word that is no way of pretraining
defineStudy({ ...counted, tiers: { ...tiers, full: { ...tier, pretraining: 'sometimes' } } });

// The axis.

const width = settingAxis({
  ...{ name: 'width', title: 'encoder width', scale: 'log' },
  set: (level) => ({ encoder: { width: level } }),
});
const ten = { ...tier, amount: 10 };
const tens = { quick: ten, laptop: ten, full: ten };
const overWidth = { ...parts, axis: width, tiers: tens };
export const alsoValid: Study = defineStudy({
  ...overWidth,
  verdict: { ...verdict, trend: { from: 2, to: 8 } },
});

// @ts-expect-error a label multiplier where no labels are counted
defineStudy({ ...overWidth, verdict: { ...verdict, multiplier } });

// @ts-expect-error no amount where the axis counts nothing
defineStudy({ ...overWidth, tiers });

// @ts-expect-error an amount where the axis counts
defineStudy({ ...counted, tiers: tens });

// @ts-expect-error the trend goes to a level that is no number
defineStudy({ ...overWidth, verdict: { ...verdict, trend: { from: 2, to: 'many' } } });

const named = { ...ten, levels: ['all'] };
const ofNames = { quick: named, laptop: named, full: named };
export const withoutAxis: Study = defineStudy({ ...parts, tiers: ofNames });

// @ts-expect-error a study without an axis has no number as its level
defineStudy({ ...parts, tiers: tens });

// @ts-expect-error a label multiplier in a study without an axis
defineStudy({ ...parts, tiers: ofNames, verdict: { ...verdict, multiplier } });

// @ts-expect-error a metric of classes for a language model
languageModelling({ metrics: ['accuracy'] });
