/**
 * Talks to Jupyter through the thread of {@link file://./channelsThread.ts}, which holds the sockets: it sends what a
 * cell prints, answers the heartbeat and obeys an interrupt also while a cell keeps this thread busy.
 */
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StreamName } from './streamBatch';
import { wellFormedJson } from './wellFormed';
import type { Content, Header, Message } from './wire';

export type ChannelName = 'shell' | 'control';

/** What the kernel asks of the thread. Contents are JSON text, made where its errors belong to the cell. */
export type ToThread =
  | readonly [StreamName, string]
  | {
      readonly kind: 'publish';
      readonly type: string;
      readonly content: string;
      readonly parent?: Header;
      readonly toReader: boolean;
    }
  /** Whose output the printed text is that follows: told apart, because a text may come for every character. */
  | { readonly kind: 'printing'; readonly parent?: Header; readonly toReader: boolean }
  | {
      readonly kind: 'reply';
      readonly channel: ChannelName;
      readonly identities: readonly Uint8Array[];
      readonly type: string;
      readonly content: string;
      readonly parent: Header;
    }
  | { readonly kind: 'close' };

/** What the thread tells the kernel. */
export type FromThread =
  | { readonly kind: 'open' }
  | { readonly kind: 'request'; readonly channel: ChannelName; readonly request: Message };

export interface ThreadData {
  readonly connectionFile: string;
  /** Int32: how many printed characters the thread has not taken yet. */
  readonly unread: SharedArrayBuffer;
}

/** Printed characters that may wait for the thread before printing waits for it. */
const mostUnread = 2 ** 20;
/** How long printing waits at most, in milliseconds: the thread always comes, unless it failed. */
const longestWait = 5000;

export type Reply = (type: string, content: Content) => void;

export class Channels {
  private readonly unread: Int32Array;
  private readonly closed: Promise<void>;
  /** The request whose output was printed last. */
  private printing: Message | undefined;

  private constructor(
    private readonly thread: Worker,
    data: ThreadData,
  ) {
    this.unread = new Int32Array(data.unread);
    this.closed = new Promise((resolve) => thread.once('exit', () => resolve()));
  }

  /**
   * Binds all sockets; `onRequest` gets each request of the shell and control channels with a way to answer it.
   * @param onFailure gets what ended the thread later: nobody can be told anything more
   * @throws Error if the connection file cannot be read, or its ports are taken
   */
  static async open(
    connectionFile: string,
    onRequest: (request: Message, reply: Reply) => void,
    onFailure: (error: Error) => void,
  ): Promise<Channels> {
    const workerData: ThreadData = { connectionFile, unread: new SharedArrayBuffer(4) };
    const thread = new Worker(path.join(__dirname, 'channelsThread.js'), { workerData });
    const channels = new Channels(thread, workerData);
    await new Promise<void>((resolve, reject) => {
      thread.once('error', reject);
      thread.on('message', (message: FromThread) => {
        if (message.kind === 'open') resolve();
        else {
          const { channel, request } = message;
          onRequest(request, (type, content) => channels.reply(channel, request, type, content));
        }
      });
    });
    thread.on('error', onFailure);
    return channels;
  }

  /** Publishes to every client, as a consequence of `parent`. */
  publish(type: string, content: Content, parent?: Message): void {
    const toReader = asksReader(parent);
    this.post({ kind: 'publish', type, content: wellFormedJson(content), parent: parent?.header, toReader });
  }

  /** Publishes printed text, soon and together with what is printed before and after it. */
  print(name: StreamName, text: string, parent?: Message): void {
    const giveUp = performance.now() + longestWait;
    // A cell that prints without end must not fill the memory with what nobody could read yet.
    for (
      let unread = Atomics.load(this.unread, 0);
      unread > mostUnread && performance.now() < giveUp;
      unread = Atomics.load(this.unread, 0)
    ) {
      Atomics.wait(this.unread, 0, unread, 100);
    }
    Atomics.add(this.unread, 0, text.length);
    if (parent !== this.printing) {
      this.post({ kind: 'printing', parent: parent?.header, toReader: asksReader(parent) });
    }
    this.printing = parent;
    this.post([name, text]);
  }

  /** Waits a moment until what was sent has been handed to ZeroMQ, then closes. */
  async close(): Promise<void> {
    this.post({ kind: 'close' });
    await this.closed;
  }

  private reply(channel: ChannelName, request: Message, type: string, content: Content): void {
    const { identities, header: parent } = request;
    this.post({ kind: 'reply', channel, identities, type, content: wellFormedJson(content), parent });
  }

  private post(message: ToThread): void {
    this.thread.postMessage(message);
  }
}

/** Whether somebody sits before the client: programs that run notebooks say that nobody can be asked. */
function asksReader(request: Message | undefined): boolean {
  return request?.content.allow_stdin === true;
}
