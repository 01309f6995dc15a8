/** One process at a time computes a run. A lock left by a process that died is taken over. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import { temporaryName } from '../durableFiles';

/** A lock on another machine's shared folder cannot be asked whether its process lives; it must renew itself. */
const heartbeatMilliseconds = 30_000;
const silentFor = 20 * heartbeatMilliseconds;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, so that a re-used pid is not mistaken for it; '' where the system does not tell. */
  readonly started: string;
}

export interface RunLock {
  release(): void;
}

/** Takes the lock, or returns undefined while a living process holds it. */
export function takeLock(file: string): RunLock | undefined {
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname(), started: startOf(process.pid) });
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, mine)) return held(file, mine);
    const found = readText(file);
    if (found === undefined) continue;
    if (alive(file, found)) return undefined;
    remove(file, found);
  }
  return undefined;
}

/** Linking a complete file is atomic: a lock is never seen empty. */
function create(file: string, content: string): boolean {
  const temporary = temporaryName(file);
  fs.writeFileSync(temporary, content);
  try {
    fs.linkSync(temporary, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone: another process tidied the folder in between; the next attempt writes it again.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

function held(file: string, mine: string): RunLock {
  const heartbeat = setInterval(() => {
    try {
      fs.utimesSync(file, new Date(), new Date());
    } catch {
      // The store was deleted under us: the run will say so when it writes its record.
    }
  }, heartbeatMilliseconds);
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (readText(file) === mine) fs.rmSync(file, { force: true });
    },
  };
}

/** Moves the dead lock aside, and puts it back if a living process took it over in the meantime. */
function remove(file: string, dead: string): void {
  const aside = temporaryName(file);
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readText(aside);
  if (moved !== undefined && moved !== dead) create(file, moved);
  fs.rmSync(aside, { force: true });
}

function alive(file: string, content: string): boolean {
  let holder: Holder;
  try {
    holder = JSON.parse(content) as Holder;
  } catch {
    return false;
  }
  if (holder.host !== os.hostname()) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat !== undefined && Date.now() - stat.mtimeMs < silentFor;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === startOf(holder.pid);
}

/** Fields of /proc/PID/stat from the third on (the second, the command's name, may hold spaces): state, start time. */
function startOf(pid: number): string {
  const stat = readText(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const finished = fields[0] === 'Z' || fields[0] === 'X';
  return finished ? 'finished' : (fields[19] ?? '');
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
