/** Runs cells one at a time; after a failure the cells that were already waiting are aborted, later ones are not. */
import type { Reply } from './channels';
import type { Message } from './wire';
export interface Execution {
    readonly request: Message;
    readonly reply: Reply;
}
export declare class ExecutionQueue {
    private readonly run;
    private readonly abort;
    private waiting;
    private running;
    /**
     * @param run runs one cell; gives how to answer, and whether waiting cells must be aborted. The answer is sent
     *   after the abort, so that a client that sends its next cell on receiving it never loses that cell.
     * @param abort answers a cell that is not run
     */
    constructor(run: (execution: Execution) => Promise<{
        answer: () => void;
        abortWaiting: boolean;
    }>, abort: (execution: Execution) => void);
    add(execution: Execution): void;
    private drain;
}
