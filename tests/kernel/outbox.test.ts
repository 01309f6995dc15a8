import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Outbox, type Socket } from '../../src/kernel/outbox';

const compiled = path.resolve(__dirname, '../../dist/kernel/outbox.js');

/** In a process of its own: the interrupt comes inside the first send, once the client has the message. */
const interrupted = `
const vm = require('node:vm');
const { Outbox } = require(${JSON.stringify(compiled)});
const sent = [];
const socket = {
  async send(frames) {
    sent.push(String(frames[0]));
    if (sent.length > 1) return;
    process.kill(process.pid, 'SIGINT');
    for (;;);
  },
};
globalThis.outbox = new Outbox(socket);
let ended;
try { vm.runInThisContext("outbox.send([Buffer.from('go')])", { breakOnSigint: true }); }
catch (error) { ended = error.code; }
outbox.send([Buffer.from('next')]);
console.log(JSON.stringify({ ended, sent }));
`;

describe('messages to the client', () => {
  it('go out once, also when an interrupt ends the cell that was sending', () => {
    const answer = JSON.parse(execFileSync(process.execPath, ['-e', interrupted], { encoding: 'utf8' }));
    expect(answer).toEqual({ ended: 'ERR_SCRIPT_EXECUTION_INTERRUPTED', sent: ['go', 'next'] });
  });

  it('wait in line, in order, while the socket is busy', async () => {
    const sent: string[] = [];
    let release: (() => void) | undefined;
    const socket = {
      send(frames: Buffer[]) {
        if (release) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
        sent.push(String(frames[0]));
        return new Promise<void>((resolve) => {
          release = () => {
            release = undefined;
            resolve();
          };
        });
      },
    } as Partial<Socket> as Socket;
    const outbox = new Outbox(socket);
    for (const word of ['a', 'b', 'c']) outbox.send([Buffer.from(word)]);
    expect(sent).toEqual(['a']);
    while (release) {
      release();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(outbox.empty).toBe(true);
  });
});
