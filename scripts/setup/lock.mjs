// @ts-check
/**
 * One set-up at a time in a project folder. The lock names its owner's process and the child at work; an owner that is
 * gone (kill -9, power loss) is recognised, its orphaned child ended, and the lock taken over.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @type {typeof import('../locks/processLock.cjs')} */
const { ProcessLock, describeHolder, isRunning, nameProcess, tryLock } = createRequire(import.meta.url)(
  '../locks/processLock.cjs',
);

export { isRunning, nameProcess };

export class SetupLock {
  /** @param {string} place */
  constructor(place) {
    this.place = place;
    /** @type {import('../locks/processLock.cjs').ProcessLock | undefined} */
    this.held = undefined;
  }

  /**
   * Waits until the lock is ours.
   * @param {(owner: string) => void} onWait called once if another set-up holds it: 'process 123 since 12:30:05'
   */
  async take(onWait) {
    fs.mkdirSync(path.dirname(this.place), { recursive: true });
    for (let waited = false; ; ) {
      const taken = tryLock(this.place, (abandoned) => endOrphan(abandoned.child));
      if (taken instanceof ProcessLock) {
        this.held = taken;
        return;
      }
      if (!waited) onWait(describeHolder(taken));
      waited = true;
      await pause(200);
    }
  }

  /**
   * Records the child process (the leader of its own process group) that is at work, or none.
   * @param {number | undefined} pid
   */
  recordChild(pid) {
    this.held?.recordChild(pid);
  }

  release() {
    this.held?.release();
    this.held = undefined;
  }
}

/**
 * A child that outlived its set-up would go on writing beside us.
 * @param {{ pid: number, started: string } | null} child
 */
function endOrphan(child) {
  if (!child || !isRunning(child)) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}
