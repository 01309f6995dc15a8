import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { containedFolder, containedPath, pathFault } from '../../src/containedPath';
import { acquireFiles } from '../../src/data/acquire';
import type { DatasetCard } from '../../src/data/card';
import { checkCard, readCard } from '../../src/data/cards';
import { loadDataset } from '../../src/data/dataset';
import { LabError } from '../../src/errors';
import { labFolder } from '../../src/paths';
import { ownFolder } from '../data/mirror';

const root = ownFolder();
let folder = '';
let count = 0;
beforeEach(() => {
  folder = path.join(root, `case-${count++}`);
  fs.mkdirSync(path.join(folder, 'inside'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'victim.txt'), 'secret of another folder\n');
});

const rows = 'text,label\nalpha one,a\nbeta two,b\n';

/** Paths that lead out of their folder, each by another trick. */
const hostilePaths = [
  '../victim.txt',
  'x/../../victim.txt',
  'x\n/../../victim.txt',
  'x\r/../../victim.txt',
  'x\u2028/../../victim.txt',
  'x\u2029/../../victim.txt',
  'x\u0085/../../victim.txt',
  'x\0/../../victim.txt',
  './../victim.txt',
  'x/..',
  '..',
  '.',
  '/etc/hostname',
  '//etc/hostname',
  '\\\\server\\share',
  '..\\victim.txt',
  'C:/victim.txt',
  'x/./../../victim.txt',
];

function cardOf(file: object, others: object = {}): DatasetCard {
  return {
    name: 'hostile',
    task: 'text-classification',
    files: [file],
    format: { kind: 'csv', header: true, text: 'text', label: 'label' },
    splits: { fractions: { dev: 0, test: 0 } },
    ...others,
  } as unknown as DatasetCard;
}

/** The sentence of the refusal; the test fails where there is none or it is a defect's. */
async function refusal(work: () => unknown): Promise<string> {
  const error = await (async () => work())().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return (error as Error).message;
}

const unharmed = () => {
  expect(fs.readFileSync(path.join(folder, 'victim.txt'), 'utf8')).toBe('secret of another folder\n');
  expect(fs.readdirSync(folder).sort()).toEqual(['inside', 'victim.txt']);
};

describe(`of ${hostilePaths.length} paths that lead out of their folder`, () => {
  it.each(hostilePaths)(
    '%j is refused by the schema, and by the code where no schema stands before it',
    async (hostile) => {
      if (hostile !== '.') await refusal(() => checkCard(cardOf({ path: hostile }), 'card.json'));
      expect(pathFault(hostile)).toBeDefined();
      const card = cardOf({ path: hostile }, { source: { kind: 'local' } });
      expect(await refusal(() => acquireFiles(card, path.join(folder, 'inside')))).toMatch(
        /^The card of hostile names the path '.*', which .*: name a file inside its folder\.$/,
      );
      unharmed();
    },
  );

  it.each(hostilePaths)('%j writes nothing when it is fetched from a mirror', async (hostile) => {
    const content = Buffer.from(rows);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const mirror = path.join(folder, 'inside');
    process.env.LAB_DATA_MIRROR = mirror;
    const url = 'http://127.0.0.1:1/file';
    const card = cardOf(
      { path: hostile, bytes: content.length, sha256, url },
      { source: { kind: 'url' }, name: `hostile-${count}` },
    );
    await refusal(() => acquireFiles(card, folder));
    delete process.env.LAB_DATA_MIRROR;
    expect(fs.readdirSync(mirror)).toEqual([]);
    unharmed();
  });
});

it('a message never repeats what would steer a terminal', async () => {
  const message = await refusal(() => containedPath(folder, 'a\u001b[2J\u202e/../x', 'The card'));
  expect(message).toBe(
    "The card names the path 'a\\u001b[2J\\u202e/../x', which holds an invisible character: name a file inside its folder.",
  );
});

it.each(['x/../../elsewhere', '../../mnist', 'mnist/../../x', '/tmp/x', 'a/b', '@a/../b'])(
  'a package called %j is not looked for',
  async (name) => {
    const source = { kind: 'npm', package: name, version: '1.0.0' };
    const card = cardOf({ path: 'package.json' }, { source });
    expect(() => checkCard(card, 'card.json')).toThrow(LabError);
    expect(await refusal(() => acquireFiles(card, folder))).toContain('is no name of an npm package');
  },
);

describe('a link', () => {
  const inside = () => path.join(folder, 'inside');
  const written = (card: DatasetCard) => {
    fs.writeFileSync(path.join(inside(), 'card.json'), JSON.stringify(card));
    return path.join(inside(), 'card.json');
  };

  it('beside a card to a file elsewhere is not read', async () => {
    fs.symlinkSync('../victim.txt', path.join(inside(), 'data.csv'));
    const sentence = await refusal(() => loadDataset(written(cardOf({ path: 'data.csv' }))));
    expect(sentence).toBe(
      "The card of hostile names 'data.csv', and data.csv is a link to somewhere else: put the file itself there.",
    );
  });

  it('to a folder elsewhere is not entered', async () => {
    fs.mkdirSync(path.join(folder, 'other'));
    fs.writeFileSync(path.join(folder, 'other/data.csv'), rows);
    fs.symlinkSync('../other', path.join(inside(), 'sub'));
    const sentence = await refusal(() => loadDataset(written(cardOf({ path: 'sub/data.csv' }))));
    expect(sentence).toContain('sub is a link to somewhere else');
  });

  it('that leads nowhere is refused in a sentence', async () => {
    fs.symlinkSync('gone.csv', path.join(inside(), 'data.csv'));
    expect(await refusal(() => loadDataset(written(cardOf({ path: 'data.csv' }))))).toContain('is a link');
  });

  it('inside the folder, and one above it, is followed', async () => {
    fs.writeFileSync(path.join(inside(), 'real.csv'), rows);
    fs.symlinkSync('real.csv', path.join(inside(), 'data.csv'));
    written(cardOf({ path: 'data.csv' }));
    fs.symlinkSync('inside', path.join(folder, 'alias'));
    const dataset = await loadDataset(path.join(folder, 'alias/card.json'));
    expect(dataset.train.length).toBe(2);
  });

  it('deep in a folder of pictures is refused, to elsewhere and to a folder above itself', async () => {
    fs.mkdirSync(path.join(inside(), 'photos/cats'), { recursive: true });
    const link = path.join(inside(), 'photos/cats/one.png');
    fs.symlinkSync('../../../victim.txt', link);
    expect(await refusal(() => containedFolder(inside(), 'photos', 'The card'))).toContain(
      'photos/cats/one.png in it is a link to somewhere else',
    );
    const card = cardOf(
      { path: 'photos', folder: true },
      {
        task: 'image-classification',
        format: { kind: 'image-folder', folder: 'photos', size: [8, 8], channels: 1 },
      },
    );
    await refusal(() => acquireFiles(readCard(written(card)).card, inside()));
    fs.rmSync(link);
    fs.symlinkSync('..', path.join(inside(), 'photos/cats/loop'));
    expect(await refusal(() => containedFolder(inside(), 'photos', 'The card'))).toContain(
      'is a link to a folder above it',
    );
  });

  it('in the data folder is not written through', async () => {
    const content = Buffer.from(rows);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const mirror = path.join(folder, 'inside');
    fs.mkdirSync(path.join(mirror, 'linked'));
    fs.writeFileSync(path.join(mirror, 'linked/data.csv'), content);
    fs.mkdirSync(labFolder('data/linked'), { recursive: true });
    fs.symlinkSync(path.join(folder, 'victim.txt'), labFolder('data/linked/data.csv'));
    process.env.LAB_DATA_MIRROR = mirror;
    const file = { path: 'data.csv', bytes: content.length, sha256, url: 'http://127.0.0.1:1/file' };
    const card = cardOf(file, { source: { kind: 'url' }, name: 'linked' });
    expect(await refusal(() => acquireFiles(card, folder))).toContain('is a link to somewhere else');
    delete process.env.LAB_DATA_MIRROR;
    unharmed();
  });
});
