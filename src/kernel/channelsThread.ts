/** The thread that holds the five sockets of a kernel, bound where the connection file says. Started by Channels. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { ChannelName, FromThread, ThreadData, ToThread } from './channels';
import { Outbox, type Socket } from './outbox';
import { PacedQueue } from './pacedQueue';
import { readerLimits, runnerLimits, StreamBatch } from './streamBatch';
import { wellFormedJson } from './wellFormed';
import { type Header, type Message, Wire } from './wire';

type SocketClass = new (options?: Record<string, unknown>) => Socket;

interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly [port: `${string}_port`]: number;
}

/** How long a closing kernel waits for its last messages to leave, in milliseconds. */
const linger = 2000;
/** Bytes that may wait for a slow reader before printing waits too. */
const mostBacklog = 1e6;
/** How long a cell that keeps the kernel busy may put off an order to shut down, in milliseconds. */
const shutdownPatience = 1000;
/** How often to look whether Jupyter still lives, in milliseconds. */
const watchInterval = 1000;

class Thread {
  private readonly unread: Int32Array;
  private readonly batch = new StreamBatch<Header>((name, text, parent) =>
    this.send('stream', wellFormedJson({ name, text }), parent),
  );
  private readonly paced = new PacedQueue(() => this.release());
  /** Whether what is sent now is shown as it comes. */
  private toReader = false;
  /** Printed characters that were taken, but whose place is not free yet. */
  private taken = 0;
  private endUnanswered: NodeJS.Timeout | undefined;

  constructor(
    private readonly kernel: MessagePort,
    data: ThreadData,
    private readonly wire: Wire,
    private readonly outboxes: { readonly shell: Outbox; readonly control: Outbox; readonly iopub: Outbox },
    private readonly sockets: readonly Socket[],
  ) {
    this.unread = new Int32Array(data.unread);
    kernel.on('message', (message: ToThread) => this.obey(message));
    void this.listen('shell');
    void this.listen('control');
    this.tell({ kind: 'open' });
  }

  private obey(message: ToThread): void {
    if ('length' in message) {
      const [name, text] = message;
      this.batch.add(name, text);
      this.taken += text.length;
      this.release();
    } else if (message.kind === 'printing') {
      this.batch.begin(message.parent, message.toReader ? readerLimits : runnerLimits);
      this.toReader = message.toReader;
    } else if (message.kind === 'publish') {
      const { type, content, parent } = message;
      // The end of a cell is its idle status; an error comes last too.
      const last = type === 'error' || (type === 'status' && content.includes('"idle"'));
      if (last) this.batch.end(parent);
      else this.batch.flush();
      this.toReader = message.toReader;
      this.send(type, content, parent);
    } else if (message.kind === 'reply') {
      const { channel, identities, type, content, parent } = message;
      if (type === 'shutdown_reply') clearTimeout(this.endUnanswered);
      this.outboxes[channel].send(this.wire.pack(type, content, parent, identities));
    } else {
      void this.close();
    }
  }

  private send(type: string, content: string, parent: Header | undefined): void {
    this.paced.add(Buffer.byteLength(content), this.toReader, () =>
      this.outboxes.iopub.send(this.wire.pack(type, content, parent, [Buffer.from(type)])),
    );
  }

  /** Lets the kernel print on, unless more waits already than it should. */
  private release(): void {
    if (this.taken === 0 || this.paced.backlog > mostBacklog) return;
    Atomics.sub(this.unread, 0, this.taken);
    Atomics.notify(this.unread, 0);
    this.taken = 0;
  }

  private async close(): Promise<void> {
    this.batch.end();
    this.paced.flush();
    await this.handedOver();
    for (const socket of this.sockets) socket.close();
    this.kernel.close();
    process.exit(); // ends this thread alone
  }

  private async handedOver(): Promise<void> {
    const deadline = performance.now() + linger;
    while (performance.now() < deadline && !Object.values(this.outboxes).every((outbox) => outbox.empty)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private async listen(channel: ChannelName): Promise<void> {
    for await (const frames of this.outboxes[channel].socket) {
      let request: Message;
      try {
        request = this.wire.unpack(frames);
      } catch {
        continue; // not from our client: the specification says to ignore it
      }
      if (request.header.msg_type === 'interrupt_request') this.interrupt(channel, request);
      else {
        if (request.header.msg_type === 'shutdown_request') this.endIfUnanswered(channel, request);
        this.tell({ kind: 'request', channel, request });
      }
    }
  }

  private tell(message: FromThread): void {
    this.kernel.postMessage(message);
  }

  /** As if the signal had come: it ends a loop that would not let the kernel read a message. */
  private interrupt(channel: ChannelName, { header, identities }: Message): void {
    const status = (state: string) => this.send('status', wellFormedJson({ execution_state: state }), header);
    status('busy');
    process.kill(process.pid, 'SIGINT');
    this.outboxes[channel].send(this.wire.pack('interrupt_reply', '{"status":"ok"}', header, identities));
    status('idle');
  }

  private endIfUnanswered(channel: ChannelName, { header, identities, content }: Message): void {
    this.endUnanswered = setTimeout(async () => {
      const reply = wellFormedJson({ status: 'ok', restart: content.restart === true });
      this.outboxes[channel].send(this.wire.pack('shutdown_reply', reply, header, identities));
      await this.handedOver();
      process.kill(process.pid, 'SIGKILL');
    }, shutdownPatience);
  }
}

async function open(kernel: MessagePort, data: ThreadData): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(data.connectionFile, 'utf8')) as ConnectionFile;
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
  const bound = await Promise.allSettled(
    Object.entries(named).map(([name, socket]) =>
      socket.bind(`${connection.transport}://${connection.ip}:${connection[`${name}_port`]}`),
    ),
  );
  const failed = bound.find((result) => result.status === 'rejected');
  if (failed) {
    // A socket that is left open would end the process with an abort of its own.
    for (const socket of Object.values(named)) socket.close();
    throw failed.reason;
  }
  void (async () => {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  })();
  const outboxes = { shell: new Outbox(shell), control: new Outbox(control), iopub: new Outbox(iopub) };
  new Thread(kernel, data, new Wire(connection.key), outboxes, Object.values(named));
  endWithJupyter();
}

/** A kernel whose Jupyter was killed must not stay for ever, least of all in an endless loop. */
function endWithJupyter(): void {
  const jupyter = process.ppid;
  if (process.env.JPY_PARENT_PID !== String(jupyter)) return;
  setInterval(() => {
    if (process.ppid !== jupyter) process.kill(process.pid, 'SIGKILL');
  }, watchInterval).unref();
}

void open(parentPort!, workerData as ThreadData);
