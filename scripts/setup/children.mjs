// @ts-check
/** Runs the programs a step needs (npm, pip, the compiler), quietly: their output is shown only when they fail. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { SetupFailure, SetupStopped } from './failure.mjs';

/** Lines that never explain a failure. */
const noise =
  /^\s*$|^npm (warn|notice|info|http)|^npm error (A complete log|.*-debug-0\.log)|^\[notice\]|^WARNING: Running pip as/i;

/**
 * @param {string} output
 * @param {number} count
 */
export function lastUsefulLines(output, count = 12) {
  return output
    .replace(/^npm error (Clean install a project|Usage:)[\s\S]*/m, '')
    .split(/\r?\n/)
    .filter((line) => !noise.test(line))
    .slice(-count);
}

export class Children {
  /** @param {(pid: number | undefined) => void} onChild told of each child that starts, and of its end */
  constructor(onChild = () => {}) {
    this.onChild = onChild;
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.current = undefined;
    this.stopped = false;
    /** Called with the last line a child printed, for whoever draws progress. */
    this.onLine = (/** @type {string} */ _line) => {};
  }

  /**
   * Runs a program to its end and resolves to what it printed on stdout.
   * @param {string} command
   * @param {string[]} args
   * @param {{ failure: string, cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} options
   *   failure: the sentence shown if it fails
   * @returns {Promise<string>}
   * @throws {SetupFailure} if it cannot start, exits with another status than 0 or takes too long
   */
  run(command, args, options) {
    if (this.stopped) return Promise.reject(new SetupStopped());
    return new Promise((resolve, reject) => {
      // A process group of its own, so that the whole tree below it can be ended.
      const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env ?? process.env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
      });
      this.current = child;
      this.onChild(child.pid);
      let everything = '';
      let standardOutput = '';
      const collect = (/** @type {string} */ text) => {
        everything = (everything + text).slice(-200_000);
        const line = lastUsefulLines(text, 1)[0];
        if (line) this.onLine(line.trim());
      };
      child.stdout?.setEncoding('utf8').on('data', (text) => {
        standardOutput += text;
        collect(text);
      });
      child.stderr?.setEncoding('utf8').on('data', collect);
      const timer = setTimeout(() => this.#end('SIGKILL'), (options.timeoutSeconds ?? 3600) * 1000);
      const settle = (/** @type {string | undefined} */ trouble) => {
        clearTimeout(timer);
        this.current = undefined;
        this.onChild(undefined);
        if (this.stopped) reject(new SetupStopped());
        else if (trouble === undefined) resolve(standardOutput);
        else reject(new SetupFailure(options.failure, [...lastUsefulLines(everything), trouble]));
      };
      child.on('error', (error) => settle(`${command}: ${error.message}`));
      child.on('close', (status, signal) => {
        if (status === 0) settle(undefined);
        else
          settle(
            `(${path.basename(command)} ended with ${signal ? `signal ${signal}` : `status ${status}`})`,
          );
      });
    });
  }

  /** Ends the child at work and refuses to start others. */
  stop() {
    this.stopped = true;
    this.#end('SIGTERM');
  }

  /** @param {NodeJS.Signals} signal */
  #end(signal) {
    const pid = this.current?.pid;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch {
      // it ended by itself
    }
  }
}

/**
 * The first of the named programs that lies on PATH, as an absolute path.
 * @param {string[]} names
 * @param {NodeJS.ProcessEnv} env
 */
export function onPath(names, env = process.env) {
  for (const name of names) {
    const folders = path.isAbsolute(name) ? [''] : (env.PATH ?? '').split(path.delimiter).filter(Boolean);
    for (const folder of folders) {
      const file = folder === '' ? name : path.join(folder, name);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}
