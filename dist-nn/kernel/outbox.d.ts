/** Sending without waiting, on a socket that takes one message at a time. */
/** What is used of zeromq 6, which comes with tslab. */
export interface Socket extends AsyncIterable<Buffer[]> {
    bind(address: string): Promise<void>;
    send(frames: Buffer[]): Promise<void>;
    close(): void;
}
/**
 * A socket whose sends may overlap. zeromq sends at once where it can, so that a cell which then keeps the process
 * busy is still heard; where it cannot, it refuses a second send (EBUSY), and the rest waits in line.
 */
export declare class Outbox {
    readonly socket: Socket;
    private readonly waiting;
    private unfinished;
    constructor(socket: Socket);
    send(frames: Buffer[]): void;
    get empty(): boolean;
    private sendWaiting;
    private trySend;
}
