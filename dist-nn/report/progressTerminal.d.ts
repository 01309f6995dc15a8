import type { ProgressRenderer } from '../progress';
type Sink = NodeJS.WritableStream & {
    isTTY?: boolean;
    columns?: number;
};
/** @param stream where to draw; live if it is a terminal */
export declare function terminalProgress(stream?: Sink): ProgressRenderer;
export {};
