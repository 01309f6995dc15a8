/** A text as read from a file, before splits: its label's name, where it has one. */
export interface RawExample {
    readonly text: string;
    readonly label?: string | undefined;
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
