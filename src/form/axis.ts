/** What a study varies: something counted, a setting, or a category. */
import type { Json } from './json';

/** Changes of settings, section by section: `{ contrastive: { temperature: 0.1 } }`. Only what exists can be changed. */
export type Changes = { readonly [section: string]: { readonly [setting: string]: Json } };

/** A value on the axis: a count, a setting's value, or a category's name. */
export type Level = number | string;

interface AxisHead {
  /** As rows and exports name it: 'labelsPerClass', 'layers'. */
  readonly name: string;
  /** As it stands on figures and in sentences after a number: 'labels per class', 'encoder layers'. */
  readonly title: string;
}

/** Counts what a user pays for: labels, sentence pairs, images. Only such an axis has a label multiplier. */
export interface CountedAxis extends AxisHead {
  readonly kind: 'counted';
  readonly scale: 'log';
}

/** Changes numbers among the settings; every level is planned with settings of its own. */
export interface SettingAxis extends AxisHead {
  readonly kind: 'setting';
  readonly scale: 'log' | 'linear';
  /** What a level changes: `(layers) => ({ encoder: { layers } })`. */
  set(level: number): Changes;
}

/** Changes the settings to one of several named states. */
export interface CategoryAxis extends AxisHead {
  readonly kind: 'category';
  readonly scale: 'category';
  set(level: string): Changes;
}

export type Axis = CountedAxis | SettingAxis | CategoryAxis;

const counted = (name: string, title: string): CountedAxis => ({
  kind: 'counted',
  scale: 'log',
  name,
  title,
});

/** Labelled examples of each class. */
export const labelsPerClass = counted('labelsPerClass', 'labels per class');
/** Sentences with a tag on every token. */
export const labelledSentences = counted('labelledSentences', 'labelled sentences');
/** Sentences with their translation. */
export const sentencePairs = counted('sentencePairs', 'sentence pairs');
/** Images or frames with their labels. */
export const labelledImages = counted('labelledImages', 'labelled images');

/** An axis over a number among the settings: layers, temperature, steps. */
export const settingAxis = (axis: Omit<SettingAxis, 'kind'>): SettingAxis => ({ kind: 'setting', ...axis });

/** An axis over named states of the settings. */
export const categoryAxis = (axis: Omit<CategoryAxis, 'kind' | 'scale'>): CategoryAxis => ({
  ...{ kind: 'category', scale: 'category' },
  ...axis,
});

/** What the levels of an axis are: names of a category, else numbers. */
export type LevelOf<A> = A extends { readonly kind: 'category' } ? string : number;

/** A level as it is read: '8', 'left to right'. */
export function levelText(level: Level): string {
  return String(level);
}

/** 'at 8 labels per class', 'at 3 encoder layers', 'for left to right'. */
export function atLevel({ kind, title }: Pick<Axis, 'kind' | 'title'>, level: Level): string {
  return kind === 'category' ? `for ${level}` : `at ${level} ${title}`;
}
