// @ts-check
/**
 * One set-up at a time in a project folder. The lock is a file naming its owner's process and the child at work; an
 * owner that is gone (kill -9, power loss) is recognised, its orphaned child ended, and the lock taken over.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {{ pid: number, started: string | null }} ProcessName a process id and its start time, against reuse of ids */

/**
 * Names a running process, or undefined if there is none. Where the system does not tell the start time it is null.
 * @param {number} pid
 * @returns {ProcessName | undefined}
 */
export function nameProcess(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return undefined;
  }
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    if (fields[0] === 'Z') return undefined;
    return { pid, started: fields[19] ?? null };
  } catch {
    return { pid, started: null };
  }
}

/** @param {ProcessName | undefined | null} named */
export function isRunning(named) {
  if (!named) return false;
  const now = nameProcess(named.pid);
  return now !== undefined && now.started === named.started;
}

export class SetupLock {
  /** @param {string} file */
  constructor(file) {
    this.file = file;
    this.held = false;
  }

  /**
   * Waits until the lock is ours.
   * @param {(owner: number) => void} onWait called once if another set-up holds it
   */
  async take(onWait) {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    for (let waited = false; ; ) {
      if (this.#create()) return;
      const other = this.#read();
      if (other && isRunning(other.owner)) {
        if (!waited) onWait(other.owner.pid);
        waited = true;
        await pause(200);
        continue;
      }
      this.#clearAbandoned(other);
    }
  }

  /**
   * Records the child process (the leader of its own process group) that is at work, or none.
   * @param {number | undefined} pid
   */
  recordChild(pid) {
    if (!this.held) return;
    const temporary = `${this.file}.${process.pid}`;
    fs.writeFileSync(temporary, this.#content(pid));
    fs.renameSync(temporary, this.file);
  }

  release() {
    if (this.held) fs.rmSync(this.file, { force: true });
    this.held = false;
  }

  /** @param {number} [childPid] */
  #content(childPid) {
    const child = childPid === undefined ? null : (nameProcess(childPid) ?? null);
    return JSON.stringify({ owner: nameProcess(process.pid), child });
  }

  /** Creates the lock with its content in one step (a hard link), false if it exists. */
  #create() {
    const temporary = `${this.file}.${process.pid}`;
    fs.writeFileSync(temporary, this.#content());
    try {
      fs.linkSync(temporary, this.file);
      this.held = true;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(temporary, { force: true });
    }
    return this.held;
  }

  /** @returns {{ owner: ProcessName, child: ProcessName | null } | undefined} */
  #read(file = this.file) {
    try {
      return JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch {
      return undefined;
    }
  }

  /**
   * Removes a lock whose owner is gone. Of several that try, one wins the rename; whoever renamed away a lock that
   * was meanwhile taken afresh puts it back.
   * @param {{ owner: ProcessName, child: ProcessName | null } | undefined} abandoned
   */
  #clearAbandoned(abandoned) {
    const aside = `${this.file}.abandoned.${process.pid}`;
    try {
      fs.renameSync(this.file, aside);
    } catch {
      return; // another set-up was quicker
    }
    const moved = this.#read(aside);
    if (moved && isRunning(moved.owner)) {
      fs.renameSync(aside, this.file);
      return;
    }
    fs.rmSync(aside, { force: true });
    const child = moved?.child ?? abandoned?.child;
    if (child && isRunning(child)) {
      try {
        process.kill(-child.pid, 'SIGKILL'); // the orphan would go on writing beside us
      } catch {
        // it ended by itself
      }
    }
  }
}
