/** A stage that selects text for the target under a token budget and learns word vectors from it. */
import type { SelectionBudget } from '../adaptation/pool';
import type { Selection } from '../adaptation/selectCorpus';
import { type Part, type StageContext, stageRecipe } from '../form/recipe';
import type { Artefact, StageResult } from '../form/result';
import { type CoOccurrenceSettings, countedVectors } from './coOccurrence';
import type { TextCorpora } from './textData';

/** Texts with their token ids. */
export interface EncodedCorpus {
  readonly texts: readonly string[];
  readonly sequences: readonly Int32Array[];
}

export interface SelectionData extends TextCorpora {
  /** Text to select from, by domain; 'target' is the target's own. */
  readonly domains: Readonly<Record<string, EncodedCorpus>>;
  /** The target's texts that labels may be drawn from, without labels: what a user has in hand. */
  readonly inHand: EncodedCorpus;
}

export interface SelectedTextSettings {
  /** Tokens that every stage pretrains on. */
  readonly selection: { readonly tokens: number };
  readonly coOccurrence: CoOccurrenceSettings;
}

/** What a way of selecting may look at. */
export interface SelectionTask<S> {
  readonly data: SelectionData;
  /** The texts of all domains. */
  readonly pool: readonly string[];
  readonly sequenceOf: (text: string) => Int32Array;
  readonly budget: SelectionBudget;
  readonly seed: number;
  readonly settings: S;
  readonly start: Artefact | undefined;
}

/** A way of selecting text: a part, so that its module counts for the stages that use it, and for no others. */
export interface TextSelection<S> extends Part<S> {
  select(task: SelectionTask<S>): Promise<Selection>;
}

/** @param by how the text is selected */
export const selectedText = stageRecipe({
  name: 'selectedText',
  uses: ['selection', 'coOccurrence'],
  async run(
    context: StageContext<SelectionData, SelectedTextSettings, { readonly by: TextSelection<never> }>,
  ): Promise<StageResult> {
    const { data, settings, options, seed, start } = context;
    const all = [...Object.values(data.domains), data.inHand];
    const sequences = new Map(
      all.flatMap(({ texts, sequences: ids }) => texts.map((text, k) => [text, ids[k]!] as const)),
    );
    const sequenceOf = (text: string) => sequences.get(text)!;
    const selection = await options.by.select({
      ...{ data, sequenceOf, seed, start, settings: settings as never },
      pool: Object.values(data.domains).flatMap(({ texts }) => texts),
      budget: {
        tokens: settings.selection.tokens,
        countTokens: (text) => sequenceOf(text).length,
      },
    });
    const ofTarget = new Set(data.domains.target?.texts);
    const { texts } = selection;
    const result = await countedVectors(
      texts.map(sequenceOf),
      data.vocabulary.vocabularySize,
      settings.coOccurrence,
      context,
    );
    const targetShare = texts.filter((text) => ofTarget.has(text)).length / texts.length;
    return { ...result, facts: { ...result.facts, texts: texts.length, targetShare } };
  },
});
