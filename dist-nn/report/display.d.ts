/** One result in several forms, by MIME type; the viewer picks the richest it can draw. Always has 'text/plain'. */
export type MimeBundle = Record<string, unknown>;
/** Implemented by whatever knows how to show itself: claims, verdicts, curves. */
export interface Displayable {
    toDisplay(): MimeBundle;
}
/** A plotly figure: traces, and optionally layout and configuration. */
export interface FigureLike {
    readonly data: readonly object[];
    readonly layout?: object;
    readonly config?: object;
}
/** What the kernel offers to the lab, found through a global symbol, so that two copies of the lab share it. */
export interface KernelHost {
    display(content: {
        data: MimeBundle;
        metadata: Record<string, unknown>;
        transient: Record<string, unknown>;
    }, update: boolean): void;
}
export declare const kernelHostKey: unique symbol;
/** Whether the code runs in a notebook's kernel. */
export declare function inNotebook(): boolean;
/** One thing on show, which can be replaced by a newer state of itself. */
export declare class Display {
    readonly id: `${string}-${string}-${string}-${string}-${string}`;
    private shown;
    /**
     * Shows the bundle: the first time as new output, then in place of what was shown.
     * Bytes (Uint8Array, for image/png) are sent as base64. In a terminal the text/plain form is printed each time.
     * @param transient told to the program that runs the notebook, never saved in it
     */
    update(bundle: MimeBundle, transient?: Record<string, unknown>): void;
}
/** Shows all forms of one result in one output; the returned {@link Display} can update it later. */
export declare function display(bundle: MimeBundle): Display;
/**
 * Shows a value as well as it can be shown: a danfo frame or series as a table, a plotly figure ({ data, layout })
 * as a figure, a string as Markdown, anything with toDisplay() as it says, and the rest as Node prints it.
 */
export declare function show(value: unknown): void;
/** Markdown text, which terminals get as it is written. */
export declare function markdownBundle(text: string): MimeBundle;
/** The forms in which {@link show} shows a value that is not a string. */
export declare function mimeBundleOf(value: unknown): MimeBundle;
/**
 * A plotly figure for JupyterLab's plotly renderer, with what static viewers can show beside it.
 * @param still a picture of the figure for viewers that run no scripts: SVG text
 */
export declare function figureBundle(figure: FigureLike, still?: string): MimeBundle;
