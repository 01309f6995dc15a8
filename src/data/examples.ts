/** A text as read from a file, before splits: its label's name, where it has one. */
export interface RawExample {
  readonly text: string;
  /** The second text of a pair. */
  readonly secondText?: string;
  readonly label?: string | undefined;
  /** Several labels a text: all that apply, which may be none. */
  readonly labels?: readonly string[];
  /** Regression: the number to predict. */
  readonly target?: number;
  /** Tagging: the tokens of the text and the tag name of each. */
  readonly tokens?: readonly string[];
  readonly tags?: readonly string[];
}

/** Texts of each split. Labels are names; pretraining texts have none. */
export interface RawSplits {
  readonly pretraining: string[];
  readonly train: RawExample[];
  readonly dev: RawExample[];
  readonly test: RawExample[];
}

/** All words of an example: a pair counts as one text, so that repeats of the whole pair are found. */
export function wholeText({ text, secondText }: RawExample): string {
  return secondText === undefined ? text : `${text} ${secondText}`;
}

/** Whether someone said of the text as a whole what is to be predicted. */
export function isAnnotated({ label, labels, target }: RawExample): boolean {
  return label !== undefined || labels !== undefined || target !== undefined;
}
