import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import * as tar from 'tar';
import { describe, expect, it } from 'vitest';
import { unpack, unpackedName } from '../../src/data/archive';
import { ownFolder } from './mirror';

const folder = ownFolder();
let count = 0;
const place = (name: string) => path.join(folder, `${count++}-${name}`);

interface ZipEntry {
  readonly name: string;
  readonly content?: string;
  /** Unix mode with file type. */
  readonly mode?: number;
  /** Size to state instead of the real one. */
  readonly statedSize?: number;
}

/** A zip file with stored entries, written byte by byte, so that wrong ones can be made too (APPNOTE 4.3). */
function zipOf(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644, statedSize } of entries) {
    const [nameBytes, data] = [Buffer.from(name), Buffer.from(content)];
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(statedSize ?? data.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), shared, nameBytes, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, tail, nameBytes]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function written(name: string, content: Buffer): string {
  const file = place(name);
  fs.writeFileSync(file, content);
  return file;
}

/** Unpacks and expects a refusal that leaves nothing, neither inside the target nor beside it. */
async function expectRefusal(archive: string, sentence: string | RegExp, limits = {}): Promise<void> {
  const before = new Set(fs.readdirSync(folder));
  const target = path.join(folder, 'refused');
  await expect(unpack(archive, target, limits)).rejects.toThrow(sentence);
  expect(new Set(fs.readdirSync(folder))).toEqual(before);
}

describe('zip', () => {
  it('is unpacked with its folders', async () => {
    const archive = written(
      'good.zip',
      zipOf([{ name: 'a/', mode: 0o040755 }, { name: 'a/b.txt', content: 'hello' }, { name: 'c.txt' }]),
    );
    const target = path.join(folder, 'good');
    await unpack(archive, target);
    expect(fs.readFileSync(path.join(target, 'a/b.txt'), 'utf8')).toBe('hello');
    expect(fs.readdirSync(target).sort()).toEqual(['a', 'c.txt']);
  });

  it.each([
    '../escaped.txt',
    'a/../../escaped.txt',
    '/tmp/escaped.txt',
    'C:/escaped.txt',
    'a\\..\\..\\escaped.txt',
  ])('is refused with the entry %s', async (name) => {
    const archive = written(
      'slip.zip',
      zipOf([
        { name: 'fine.txt', content: 'x' },
        { name, content: 'evil' },
      ]),
    );
    // yauzl turns backslashes into slashes before it looks.
    await expectRefusal(archive, /escaped\.txt', which would be written outside its folder/);
  });

  it('is refused with a symbolic link', async () => {
    const link = zipOf([
      { name: 'link', content: '/etc', mode: 0o120777 },
      { name: 'link/passwd', content: 'x' },
    ]);
    await expectRefusal(written('link.zip', link), "holds 'link', which is a link or a device");
  });

  it('is refused when it unpacks to more than it may, or lies about its sizes', async () => {
    const large = zipOf([
      { name: 'a', content: 'x'.repeat(600) },
      { name: 'b', content: 'x'.repeat(600) },
    ]);
    await expectRefusal(written('large.zip', large), 'more than 1000 bytes', { bytes: 1000 });
    await expectRefusal(written('many.zip', large), 'more than 1 entries', { entries: 1 });
    await expectRefusal(
      written('lies.zip', zipOf([{ name: 'a', content: 'x'.repeat(600), statedSize: 5 }])),
      'cannot be unpacked',
    );
  });

  it('is refused when it is broken', async () => {
    await expectRefusal(
      written('broken.zip', Buffer.from('this is no zip')),
      'broken.zip cannot be unpacked',
    );
  });
});

/** A tar header of 512 bytes (POSIX ustar) and its data. */
function tarOf(entries: readonly { name: string; content?: string; type?: string; link?: string }[]): Buffer {
  const blocks = entries.map(({ name, content = '', type = '0', link = '' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const data = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    data.write(content);
    return Buffer.concat([header, data]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

describe('tar.gz', () => {
  it('is unpacked as the tar program packs it', async () => {
    const source = path.join(folder, 'source');
    fs.mkdirSync(path.join(source, 'deep'), { recursive: true });
    fs.writeFileSync(path.join(source, 'deep/file.txt'), 'content');
    const archive = place('good.tar.gz');
    if (spawnSync('tar', ['czf', archive, '-C', source, '.']).status !== 0)
      await tar.create({ gzip: true, file: archive, cwd: source }, ['.']);
    await unpack(archive, path.join(folder, 'untarred'));
    expect(fs.readFileSync(path.join(folder, 'untarred/deep/file.txt'), 'utf8')).toBe('content');
  });

  it.each([
    [{ name: '../escaped.txt', content: 'evil' }, 'outside its folder'],
    [{ name: '/tmp/escaped.txt', content: 'evil' }, 'outside its folder'],
    [{ name: 'link', type: '2', link: '/etc' }, 'a link or a device'],
    [{ name: 'hard', type: '1', link: '../../etc/passwd' }, 'a link or a device'],
    [{ name: 'device', type: '3' }, 'a link or a device'],
  ])('is refused with the entry %o', async (entry, sentence) => {
    const archive = written('slip.tar.gz', gzipSync(tarOf([{ name: 'fine.txt', content: 'x' }, entry])));
    await expectRefusal(archive, sentence);
  });

  it('is refused when it unpacks to more than it may, before anything is written', async () => {
    const archive = written(
      'bomb.tar.gz',
      gzipSync(tarOf([{ name: 'zeros', content: '0'.repeat(100_000) }])),
    );
    expect(fs.statSync(archive).size).toBeLessThan(1000);
    await expectRefusal(archive, 'more than 50000 bytes', { bytes: 50_000 });
  });
});

describe('gz', () => {
  it('is unpacked to one file, within its limit', async () => {
    const archive = written('text.txt.gz', gzipSync('line\n'.repeat(1000)));
    const target = path.join(folder, 'text.txt');
    await unpack(archive, target);
    expect(fs.readFileSync(target, 'utf8')).toBe('line\n'.repeat(1000));
    await expectRefusal(archive, 'more than 4999 bytes', { bytes: 4999 });
    await expectRefusal(
      written('short.gz', gzipSync('line\n'.repeat(1000)).subarray(0, 20)),
      'cannot be unpacked',
    );
  });

  it('is named after the archive', () => {
    expect(['a.zip', 'b/c.tar.gz', 'd.tgz', 'e.txt.gz'].map(unpackedName)).toEqual([
      'a',
      'b/c',
      'd',
      'e.txt',
    ]);
    expect(() => unpackedName('notes.rar')).toThrow('use zip, tar, tar.gz or gz');
  });
});
