import type { Background } from './background';
import type { Cells } from './cells';
import type { Channels, Reply } from './channels';
import { type Content, type Message } from './wire';
export declare class Kernel {
    private readonly channels;
    private readonly cells;
    private readonly background;
    private readonly exit;
    /** Numbers the cells of a session from one. */
    private executionCount;
    /** The request whose cell is running or ran last: it gets the output. */
    private parent;
    private giveUp;
    private stopRequested;
    private readonly progress;
    private readonly queue;
    constructor(channels: () => Channels, cells: Cells, background: Background, exit: () => void);
    /** Sends to all clients, under the current cell. */
    publish(type: string, content: Content): void;
    handle(request: Message, reply: Reply): void;
    /** First asks the running cell to stop at its next safe point; a second interrupt, or time, gives it up. */
    interrupt(): void;
    private answer;
    private info;
    private execute;
    private runCell;
    /** Unique also for silent requests, which share their number with the cell before. */
    private cellName;
    private ran;
    private describeLeftBehind;
    private abort;
    private status;
}
