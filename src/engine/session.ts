/**
 * TensorFlow sessions shared by programs that compute the same: loading a graph takes a second, setting variables a
 * millisecond. One program at a time has its values in a session's variables (the occupant); when another enters, the
 * first one's values are brought home.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { nativeBackend } from './binding';
import type { tf } from './native';

/** A program as its session sees it. */
export interface Occupant {
  readonly stateTensors: readonly tf.Variable[];
  synchronize(): void;
}

/** Names of the graph's nodes that write and read all state. */
export interface StateNodes {
  writeInputs(): string[];
  readonly writeOutput: string;
  readOutputs(): string[];
}

const sessions = new Map<string, SharedSession>();

/** How many idle sessions are kept for the next program of the same graph. */
const idleLimit = 4;

/** Returns the session of a graph, loading it if no live one computes the same. */
export function acquireSession(message: Uint8Array, nodes: StateNodes): SharedSession {
  const hash = createHash('sha256').update(message).digest('hex');
  let session = sessions.get(hash);
  if (!session) {
    session = new SharedSession(hash, load(message), nodes);
    sessions.set(hash, session);
  }
  session.users++;
  return session;
}

/** Frees the sessions that no program uses. */
export function disposeIdleSessions(keep = 0): void {
  const idle = [...sessions.values()].filter((session) => session.users === 0);
  for (const session of idle.slice(0, Math.max(0, idle.length - keep))) {
    sessions.delete(session.hash);
    session.close();
  }
}

const folderPrefix = 'pretraining-lab-graph-';

/** TensorFlow reads a graph from a folder; it lives only while it is read. */
function load(message: Uint8Array): number {
  removeFoldersOfDeadProcesses();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${folderPrefix}${process.pid}-`));
  try {
    fs.writeFileSync(path.join(folder, 'saved_model.pb'), message);
    return nativeBackend().binding.loadSavedModel(folder, 'step');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

let swept = false;

/** A process that was killed while loading leaves its folder; the next one removes it. */
function removeFoldersOfDeadProcesses(): void {
  if (swept) return;
  swept = true;
  for (const name of fs.readdirSync(os.tmpdir())) {
    if (!name.startsWith(folderPrefix)) continue;
    const pid = Number(name.slice(folderPrefix.length).split('-')[0]);
    if (isAlive(pid)) continue;
    try {
      fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One loaded graph. */
export class SharedSession {
  users = 0;
  private occupant: Occupant | undefined;

  constructor(
    readonly hash: string,
    private readonly id: number,
    private readonly nodes: StateNodes,
  ) {}

  /** Puts the program's values into the variables, unless they are there already. */
  enter(program: Occupant): void {
    if (this.occupant === program) return;
    this.occupant?.synchronize();
    this.occupant = program;
    const ids = nativeBackend().getInputTensorIds(program.stateTensors);
    for (const tensor of this.run(ids, this.nodes.writeInputs(), [this.nodes.writeOutput])) tensor.dispose();
  }

  /** Copies the variables into the program's tensors. */
  readInto(program: Occupant): void {
    if (this.occupant !== program) return;
    const values = this.run([], [], this.nodes.readOutputs());
    program.stateTensors.forEach((variable, index) => {
      variable.assign(values[index] as tf.Tensor);
      values[index].dispose();
    });
  }

  /** The program's tensors are newer than the variables: write them again on the next call. */
  forget(program: Occupant): void {
    if (this.occupant === program) this.occupant = undefined;
  }

  release(program: Occupant): void {
    this.forget(program);
    this.users--;
    disposeIdleSessions(idleLimit);
  }

  run(inputIds: number[], inputs: readonly string[], outputs: readonly string[]): tf.Tensor[] {
    const backend = nativeBackend();
    return backend.binding
      .runSavedModel(this.id, inputIds, inputs.join(), outputs.join())
      .map((metadata) => backend.createOutputTensor(metadata));
  }

  close(): void {
    nativeBackend().binding.deleteSavedModel(this.id);
  }
}
