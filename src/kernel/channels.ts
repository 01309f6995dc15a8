/** The five sockets of a kernel, bound where the connection file says. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { Outbox, type Socket } from './outbox';
import { type Content, type Message, Wire } from './wire';

type SocketClass = new (options?: Record<string, unknown>) => Socket;

interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly [port: `${string}_port`]: number;
}

/** How long a closing kernel waits for its last messages to leave, in milliseconds. */
const linger = 2000;

export type Reply = (type: string, content: Content) => void;

export class Channels {
  private constructor(
    private readonly wire: Wire,
    private readonly outboxes: { shell: Outbox; control: Outbox; iopub: Outbox },
    private readonly sockets: readonly Socket[],
  ) {}

  /** Binds all sockets; `onRequest` gets each request of the shell and control channels with a way to answer it. */
  static async open(
    connectionFile: string,
    onRequest: (request: Message, reply: Reply) => void,
  ): Promise<Channels> {
    const connection = JSON.parse(fs.readFileSync(connectionFile, 'utf8')) as ConnectionFile;
    // zeromq is tslab's own dependency: found from there, wherever the package manager put it.
    const zmq = createRequire(require.resolve('tslab'))('zeromq') as Record<string, SocketClass>;
    // No high-water mark: a cell that prints 100,000 lines must not lose the error that follows them.
    const options = { sendHighWaterMark: 0, linger };
    const shell = new zmq.Router!(options);
    const control = new zmq.Router!(options);
    const stdin = new zmq.Router!();
    const iopub = new zmq.Publisher!(options);
    const heartbeat = new zmq.Reply!();
    const named = { shell, control, stdin, iopub, hb: heartbeat };
    await Promise.all(
      Object.entries(named).map(([name, socket]) =>
        socket.bind(`${connection.transport}://${connection.ip}:${connection[`${name}_port`]}`),
      ),
    );
    const outboxes = { shell: new Outbox(shell), control: new Outbox(control), iopub: new Outbox(iopub) };
    const channels = new Channels(new Wire(connection.key), outboxes, Object.values(named));
    void channels.listen(outboxes.shell, onRequest);
    void channels.listen(outboxes.control, onRequest);
    void (async () => {
      for await (const frames of heartbeat) await heartbeat.send(frames);
    })();
    return channels;
  }

  /** Publishes to every client, as a consequence of `parent`. */
  publish(type: string, content: Content, parent?: Message): void {
    this.outboxes.iopub.send(this.wire.pack(type, content, parent, [Buffer.from(type)]));
  }

  /**
   * Waits a moment until what was sent has been handed to ZeroMQ, then closes. Not for ever: an interrupt that ends a
   * busy loop may take the promise of a send with it, which then never tells its end.
   */
  async close(): Promise<void> {
    const deadline = Date.now() + linger;
    while (Date.now() < deadline && !Object.values(this.outboxes).every((outbox) => outbox.empty)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const socket of this.sockets) socket.close();
  }

  private async listen(outbox: Outbox, onRequest: (request: Message, reply: Reply) => void): Promise<void> {
    for await (const frames of outbox.socket) {
      let request: Message;
      try {
        request = this.wire.unpack(frames);
      } catch {
        continue; // not from our client: the specification says to ignore it
      }
      onRequest(request, (type, content) =>
        outbox.send(this.wire.pack(type, content, request, request.identities)),
      );
    }
  }
}
