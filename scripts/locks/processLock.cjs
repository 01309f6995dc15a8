// @ts-check
/**
 * The one lock of the lab: set-up, data and runs use it. Plain JavaScript, since set-up runs before anything is compiled.
 *
 * The lock is a folder that holds one file, called by a name that is never used again; the file tells who holds it. It is
 * made whole under another name and renamed into place, which a file system does only where nothing or an empty folder
 * stands. So a lock is never seen half written (a full disk leaves none), and of several that take it one succeeds. What a
 * dead process left is taken away by the name of its file: nobody can take away a lock that was made anew meanwhile.
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * @typedef {{ pid: number, started: string }} ProcessName a process id and when it started, against reuse of ids
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} started when the process started; '' where the system does not tell
 * @property {string} boot which start of the system the id belongs to; '' where it does not tell
 * @property {string} namespace which container's ids it is one of; '' where there are none
 * @property {string} host
 * @property {string} since when the lock was taken, in ISO 8601
 * @property {ProcessName | null} child a process that the holder started and that must not outlive it
 */

/** A holder that cannot be asked whether it lives (another machine or container) must renew its lock this often. */
const heartbeatMilliseconds = 10_000;
/** Where it last did so long ago, it is gone: on another machine, and on this one before it was started anew. */
const silentElsewhere = 30 * heartbeatMilliseconds;
const silentBeforeBoot = 6 * heartbeatMilliseconds;

/** @param {string} file */
function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * When a process started, as the system counts; undefined where there is no such process or it has ended.
 * @param {number} pid
 * @returns {string | undefined}
 */
function startOf(pid) {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    // The second field, the command's name, may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return undefined;
  }
  if (fs.existsSync('/proc/self/stat')) return undefined;
  const asked = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return asked.stdout?.trim() ?? '';
}

/**
 * Names a running process, or undefined if there is none.
 * @param {number} pid
 * @returns {ProcessName | undefined}
 */
function nameProcess(pid) {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** @param {ProcessName | undefined | null} named */
function isRunning(named) {
  return Boolean(named) && startOf(/** @type {ProcessName} */ (named).pid) === named?.started;
}

/** @type {Pick<Holder, 'boot' | 'namespace' | 'host'> | undefined} */
let here;

function thisPlace() {
  if (!here) {
    let namespace = '';
    try {
      namespace = fs.readlinkSync('/proc/self/ns/pid');
    } catch {
      // a system without namespaces
    }
    const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
    here = { boot, namespace, host: os.hostname() };
  }
  return here;
}

/**
 * @param {string} file the holder's
 * @param {Holder} holder
 */
function isAlive(file, holder) {
  const { boot, namespace, host } = thisPlace();
  const sameSystem = holder.boot === boot && (boot !== '' || holder.host === host);
  if (sameSystem && holder.namespace === namespace) return isRunning(holder);
  const seen = fs.statSync(file, { throwIfNoEntry: false });
  const rebooted = holder.host === host && holder.boot !== boot;
  // Either way: a clock may have been set back since.
  const silent = seen ? Math.abs(Date.now() - seen.mtimeMs) : Number.POSITIVE_INFINITY;
  return silent < (rebooted ? silentBeforeBoot : silentElsewhere);
}

/**
 * Who a file says it is from; undefined for what no lock of ours ever holds.
 * @param {string | undefined} text
 * @returns {Holder | undefined}
 */
function holderOf(text) {
  try {
    const found = JSON.parse(text ?? '');
    const known = Number.isInteger(found?.pid) && found.pid > 0 && typeof found.started === 'string';
    return known ? { boot: '', namespace: '', host: '', since: '', child: null, ...found } : undefined;
  } catch {
    return undefined;
  }
}

let count = 0;
const uniqueName = () => `${process.pid}-${process.hrtime.bigint().toString(36)}-${count++}`;

/**
 * Takes a lock at once, or tells who holds it. A lock whose holder is gone is taken over.
 * @param {string} place where the lock is; the folder around it must exist
 * @param {(abandoned: Holder) => void} [onAbandoned] told of a holder that is gone, before the lock can be taken by anyone
 * @returns {ProcessLock | Holder} a Holder where a living process has it
 */
function tryLock(place, onAbandoned = () => {}) {
  const mine = { ...nameOfThis(), ...thisPlace(), since: new Date().toISOString(), child: null };
  for (let attempt = 0; ; attempt++) {
    const lock = create(place, mine);
    if (lock) {
      sweep(place);
      return lock;
    }
    const holder = holderIn(place, onAbandoned);
    if (holder) return holder;
    if (attempt > 1000)
      throw new Error(`The lock ${place} can be neither taken nor read: look at its permissions.`);
  }
}

function nameOfThis() {
  return nameProcess(process.pid) ?? { pid: process.pid, started: '' };
}

/**
 * @param {string} place
 * @param {Holder} mine
 * @returns {ProcessLock | undefined}
 */
function create(place, mine) {
  const name = uniqueName();
  const partial = `${place}.partial-${name}`;
  try {
    fs.mkdirSync(partial);
    writeSynchronised(path.join(partial, name), JSON.stringify(mine));
    fs.renameSync(partial, place);
    return new ProcessLock(place, name, mine);
  } catch (error) {
    const { code = '', path: at } = /** @type {NodeJS.ErrnoException} */ (error);
    fs.rmSync(partial, { recursive: true, force: true });
    // ENOENT: another process tidied the folder in between; the next attempt makes it again.
    const gone = code === 'ENOENT' && fs.existsSync(path.dirname(place)) && at?.startsWith(partial);
    if (gone || ['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeSynchronised(file, text) {
  const descriptor = fs.openSync(file, 'wx');
  try {
    fs.writeFileSync(descriptor, text);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * @param {string} file
 * @returns {string | undefined} undefined where it was given back meanwhile
 */
function readPresent(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? ''))
      return undefined;
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EISDIR') return '';
    throw error;
  }
}

/**
 * The living holder of a lock; where there is none, what stands in the way is taken away.
 * @param {string} place
 * @param {(abandoned: Holder) => void} onAbandoned
 * @returns {Holder | undefined}
 */
function holderIn(place, onAbandoned) {
  /** @type {string[]} */
  let names;
  try {
    names = fs.readdirSync(place);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOTDIR') clearFile(place);
    else if (code !== 'ENOENT') throw error;
    return undefined;
  }
  for (const name of names) {
    const file = path.join(place, name);
    const text = readPresent(file);
    if (text === undefined) continue;
    const holder = holderOf(text);
    if (holder && isAlive(file, holder)) return holder;
    if (holder) onAbandoned(holder);
    // By its own name, which no other holder has: what was made since stays.
    fs.rmSync(file, { force: true, recursive: true });
  }
  try {
    fs.rmdirSync(place);
  } catch {
    // taken since, or gone
  }
  return undefined;
}

/**
 * Takes away a file in the lock's place: one of an earlier version, or what a full disk left of it. A lock is a folder, so
 * this never takes one away.
 * @param {string} place
 */
function clearFile(place) {
  try {
    fs.unlinkSync(place);
  } catch {
    // another process was quicker
  }
}

/**
 * What killed processes left of their attempts beside a lock. Called by its holder.
 * @param {string} place
 */
function sweep(place) {
  const start = `${path.basename(place)}.partial-`;
  for (const name of fs.readdirSync(path.dirname(place))) {
    if (!name.startsWith(start)) continue;
    const pid = Number(name.slice(start.length).split('-')[0]);
    if (startOf(pid) === undefined)
      fs.rmSync(path.join(path.dirname(place), name), { recursive: true, force: true });
  }
}

class ProcessLock {
  /**
   * @param {string} place
   * @param {string} name
   * @param {Holder} holder
   */
  constructor(place, name, holder) {
    this.place = place;
    this.file = path.join(place, name);
    this.holder = holder;
    this.heartbeat = setInterval(() => this.#renew(), heartbeatMilliseconds);
    this.heartbeat.unref();
  }

  #renew() {
    try {
      fs.utimesSync(this.file, new Date(), new Date());
    } catch {
      // The folder was deleted under us: whoever works in it will say so.
    }
  }

  /**
   * Records a child process (the leader of its own process group) that is at work, or none.
   * @param {number | undefined} pid
   */
  recordChild(pid) {
    const child = pid === undefined ? null : (nameProcess(pid) ?? null);
    const partial = `${this.place}.partial-${uniqueName()}`;
    fs.writeFileSync(partial, JSON.stringify({ ...this.holder, child }));
    fs.renameSync(partial, this.file);
  }

  release() {
    clearInterval(this.heartbeat);
    fs.rmSync(this.file, { force: true });
    try {
      fs.rmdirSync(this.place);
    } catch {
      // taken by the next, or deleted with the folder around it
    }
  }
}

/**
 * Who holds a lock, for people.
 * @param {Holder} holder
 */
function describeHolder({ pid, host, since }) {
  const time = Number.isNaN(Date.parse(since)) ? '' : ` since ${new Date(since).toLocaleTimeString('en-GB')}`;
  const where = host === '' || host === thisPlace().host ? '' : ` on ${host}`;
  return `process ${pid}${where}${time}`;
}

module.exports = { ProcessLock, describeHolder, isRunning, nameProcess, tryLock };
