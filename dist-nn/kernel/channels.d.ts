import { type Content, type Message } from './wire';
export type Reply = (type: string, content: Content) => void;
export declare class Channels {
    private readonly wire;
    private readonly outboxes;
    private readonly sockets;
    private constructor();
    /** Binds all sockets; `onRequest` gets each request of the shell and control channels with a way to answer it. */
    static open(connectionFile: string, onRequest: (request: Message, reply: Reply) => void): Promise<Channels>;
    /** Publishes to every client, as a consequence of `parent`. */
    publish(type: string, content: Content, parent?: Message): void;
    /**
     * Waits a moment until what was sent has been handed to ZeroMQ, then closes. Not for ever: an interrupt that ends a
     * busy loop may take the promise of a send with it, which then never tells its end.
     */
    close(): Promise<void>;
    private listen;
}
