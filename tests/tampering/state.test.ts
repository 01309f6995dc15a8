/** What the lab keeps for itself, data and code, edited by hand. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { study } from '../../src/report/studyOutcome';
import { CodeReader } from '../../src/runner/code/codeVersion';
import { canonicalJson, identify, sha256 } from '../../src/runner/identity';
import { planStudy } from '../../src/runner/plan';
import { recordResults } from '../../src/runner/recordFile';
import type { RunRecord } from '../../src/runner/runRecord';
import { RunStore } from '../../src/runner/store';
import { rerun, verify } from '../../src/runner/verify';
import { ownFolder } from '../data/mirror';
import { differing, folderWith, writeInto } from '../runner/code/tree';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { stateEdits } from './stateEdits';

const root = ownFolder();
const edited = (file: string, edit: (text: string) => string) => {
  const text = fs.readFileSync(file, 'utf8');
  expect(edit(text)).not.toBe(text);
  fs.writeFileSync(file, edit(text));
};
const digit = (text: string) => text.replace(/(0\.\d\d)(\d)/, (_, a, b) => `${a}${(Number(b) + 1) % 10}`);

const filesIn = (folder: string) => fs.readdirSync(folder).map((name) => path.join(folder, name));

describe('the remembered hash of data', () => {
  const setUp = async () => {
    const folder = freshFolder();
    const card = path.join(freshFolder(), 'card.json');
    fs.writeFileSync(card, JSON.stringify({ card }));
    const { data } = toyStudy();
    const mine = toyStudy({ data: { ...data, cards: { target: card } } });
    const { trials } = await planStudy(mine, { tier: 'quick' }, folder);
    const [file] = filesIn(path.join(folder, 'toy')).filter((name) =>
      path.basename(name).startsWith('data-'),
    );
    const later = async () => {
      // As a later process does, which knows what is on the disk alone.
      vi.resetModules();
      const { planStudy: again } = await import('../../src/runner/plan.js');
      return again(mine, { tier: 'quick' }, folder);
    };
    return { file: file!, trials, later };
  };

  it(stateEdits.remembered.what, async () => {
    const { file, trials, later } = await setUp();
    edited(file, (text) => text.replace(/"hash":"./, (start) => `${start.slice(0, -1)}x`));
    expect((await later()).trials.map(({ id }) => id)).toEqual(trials.map(({ id }) => id));
  });

  it(stateEdits.rememberedSealed.what, async () => {
    const { file, later } = await setUp();
    const hash = 'e'.repeat(64);
    const checksum = identify({ hash, file: path.basename(file) });
    fs.writeFileSync(file, JSON.stringify({ hash, checksum }));
    await expect((await later()).data.get(hash)!.load()).rejects.toThrow(
      /hold something else than when they were first prepared/,
    );
  });
});

describe('a dataset', () => {
  let count = 0;
  const rows = (word = 'toys') =>
    Array.from(
      { length: 40 },
      (_, k) =>
        `${JSON.stringify({ text: `number ${k} of ${k * k} ${word}`, label: k % 2 ? 'odd' : 'even' })}\n`,
    ).join('');
  const written = (more: object = {}, packed = false, word?: string) => {
    const folder = path.join(root, `data-${count++}`);
    fs.mkdirSync(folder);
    const name = packed ? 'rows.jsonl.gz' : 'rows.jsonl';
    const content = packed ? gzipSync(rows(word)) : Buffer.from(rows(word));
    fs.writeFileSync(path.join(folder, name), content);
    const card = path.join(folder, 'card.json');
    const whole = {
      name: `mine-${count}`,
      task: 'text-classification',
      files: [{ path: name, sha256: sha256(content), ...(packed && { unpack: true }) }],
      format: { kind: 'jsonl', text: 'text', label: 'label' },
      splits: { fractions: { dev: 0.2, test: 0.2 } },
      ...more,
    };
    fs.writeFileSync(card, JSON.stringify(whole));
    return { folder, card, name: path.join(folder, name), title: whole.name };
  };
  const hashOf = async (card: string) => (await loadDataset(card)).hash;
  const home = () => process.env.LAB_HOME!;
  const keptOf = (title: string) =>
    filesIn(path.join(home(), 'cache', 'datasets')).find((file) =>
      path.basename(file).startsWith(`${title}-`),
    )!;
  const unpackedOf = (title: string) => {
    const folder = filesIn(path.join(home(), 'data')).find((file) =>
      path.basename(file).startsWith(`${title}-`),
    )!;
    return path.join(folder, 'rows.jsonl');
  };

  it(stateEdits.kept.what, async () => {
    const { card, title } = written();
    const before = await hashOf(card);
    edited(keptOf(title), (text) => text.replace('number 3 ', 'number 4 '));
    expect(await hashOf(card)).toBe(before);
    expect(fs.readFileSync(keptOf(title), 'utf8')).toContain('number 3 ');
  });

  it(stateEdits.keptSealed.what, async () => {
    const { card, title } = written();
    const before = await hashOf(card);
    const file = keptOf(title);
    const body = fs.readFileSync(file, 'utf8').slice(65).replace('number 3 ', 'number 4 ');
    fs.writeFileSync(file, `${sha256(body)}\n${body}`);
    expect(await hashOf(card)).not.toBe(before);
  });

  it(stateEdits.unpacked.what, async () => {
    const { card, title } = written({}, true);
    const before = await hashOf(card);
    fs.rmSync(keptOf(title));
    edited(unpackedOf(title), (text) => text.replace('number 3 ', 'number 4 '));
    expect(await hashOf(card)).toBe(before);
    expect(fs.readFileSync(unpackedOf(title), 'utf8')).toBe(rows());
  });

  it(stateEdits.unpackedSealed.what, async () => {
    const { card, title } = written({}, true);
    const before = await hashOf(card);
    fs.rmSync(keptOf(title));
    const file = unpackedOf(title);
    edited(file, (text) => text.replace('number 3 ', 'number 4 '));
    fs.writeFileSync(`${file}.sha256`, `${sha256(fs.readFileSync(file))}  rows.jsonl\n`);
    expect(await hashOf(card)).not.toBe(before);
  });

  it(stateEdits.file.what, async () => {
    const { card, name } = written();
    await hashOf(card);
    edited(name, (text) => text.replace('number 3 ', 'number 4 '));
    await expect(hashOf(card)).rejects.toThrow(/has the SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}/);
  });

  it(stateEdits.fileSealed.what, async () => {
    const [before, after] = [written().card, written({}, false, 'boys').card];
    expect(await hashOf(after)).not.toBe(await hashOf(before));
  });

  it(stateEdits.cardSplit.what, async () => {
    const { card } = written();
    const before = await hashOf(card);
    edited(card, (text) => text.replace('"test":0.2', '"test":0.1'));
    expect(await hashOf(card)).not.toBe(before);
  });

  it(stateEdits.cardLabel.what, async () => {
    const { card } = written({
      format: { kind: 'jsonl', text: 'text', label: 'label', labelValues: { odd: 'odd', even: 'even' } },
    });
    const before = await hashOf(card);
    edited(card, (text) => text.replace('"odd":"odd","even":"even"', '"odd":"even","even":"odd"'));
    expect(await hashOf(card)).not.toBe(before);
  });

  it(stateEdits.cardWords.what, async () => {
    const { card } = written({ licence: 'CC BY 4.0' });
    const before = await hashOf(card);
    edited(card, (text) => text.replace('CC BY 4.0', 'MIT'));
    expect(await hashOf(card)).toBe(before);
  });
});

describe('the store', () => {
  const computed = async () => {
    const folder = freshFolder();
    const { data } = await study(toyStudy(), { tier: 'quick', store: folder });
    const trial = data.trials.find(({ arm }) => arm === 'wound')!;
    const file = (id: string) => path.join(folder, 'toy', `${id}.json`);
    return { folder, data, trial, file, read: (id: string) => new RunStore(folder).read('toy', id) };
  };
  /** Edits a run's record and gives it the checksum that fits. */
  const sealed = (file: string, edit: (record: RunRecord) => object) => {
    const { checksum: _, ...record } = JSON.parse(fs.readFileSync(file, 'utf8')) as RunRecord & {
      checksum: string;
    };
    const body = JSON.parse(canonicalJson(edit(record as RunRecord))) as object;
    fs.writeFileSync(file, `${JSON.stringify({ checksum: identify(body), ...body }, null, 2)}\n`);
  };
  const better = (record: RunRecord) => ({
    ...record,
    result: { ...record.result!, metrics: { ...record.result!.metrics, accuracy: 0.99 } },
  });

  it(stateEdits.run.what, async () => {
    const { folder, trial, file, read, data } = await computed();
    edited(file(trial.run), digit);
    expect(read(trial.run)).toBeUndefined();
    const again = await study(toyStudy(), { tier: 'quick', store: folder });
    expect(again.damaged.map(({ reason }) => reason)).toEqual(['its checksum does not match its content']);
    expect(again.data.trials.map(({ metrics }) => metrics)).toEqual(
      data.trials.map(({ metrics }) => metrics),
    );
  });

  it(stateEdits.runSealed.what, async () => {
    const { folder, trial, file, read } = await computed();
    sealed(file(trial.run), better);
    const store = new RunStore(folder);
    const again = await rerun(toyStudy(), read(trial.run)!, store);
    expect(again.numbers.filter(({ agrees }) => !agrees).map(({ quantity }) => quantity)).toEqual([
      'accuracy',
    ]);
    const records = freshFolder();
    recordResults((await study(toyStudy(), { tier: 'quick', store: folder })).data, records);
    const found = await verify(toyStudy(), { tier: 'quick', records, storeFolder: freshFolder() });
    expect(found.outcome).toBe('NOT VERIFIED');
  });

  it(stateEdits.runSettings.what, async () => {
    const { trial, file, read } = await computed();
    sealed(file(trial.run), (record) => ({
      ...record,
      determinants: { ...record.determinants, settings: { head: { slope: 7 } } },
    }));
    expect(read(trial.run)).toBeUndefined();
  });

  it(stateEdits.artefact.what, async () => {
    const { folder, data, read } = await computed();
    const oil = data.pretraining.find(({ determinants }) => determinants.name === 'oil')!;
    fs.writeFileSync(path.join(folder, 'toy', oil.run, 'spring.txt'), 'wind oils');
    expect(() => new RunStore(folder).artefact(read(oil.run)!)).toThrow(
      /is damaged: its file spring\.txt has changed/,
    );
  });

  it(stateEdits.artefactSealed.what, async () => {
    const { folder, data, file } = await computed();
    const oil = data.pretraining.find(({ determinants }) => determinants.name === 'oil')!;
    const spring = path.join(folder, 'toy', oil.run, 'spring.txt');
    fs.writeFileSync(spring, 'wind oils');
    sealed(file(oil.run), (record) => ({
      ...record,
      files: record.files.map((one) =>
        one.path === 'spring.txt' ? { ...one, sha256: sha256('wind oils'), bytes: 9 } : one,
      ),
    }));
    for (const { run, arm } of data.trials) if (arm === 'wound') fs.rmSync(file(run));
    const forged = (await study(toyStudy(), { tier: 'quick', store: folder })).data;
    expect(forged.trials.map(({ metrics }) => metrics)).not.toEqual(
      data.trials.map(({ metrics }) => metrics),
    );
    const records = freshFolder();
    recordResults(forged, records);
    const found = await verify(toyStudy(), { tier: 'quick', records, storeFolder: freshFolder() });
    expect(found.outcome).toBe('NOT VERIFIED');
  });
});

describe('code', () => {
  const files = {
    'my-study.js':
      "const { drop } = require('./drop');\nexports.rate = 0.1;\nexports.run = (x) => drop(x) + 1;\n",
    'drop.js': 'exports.drop = (x) => x / 2;\n',
  };
  const changedBy = (name: keyof typeof files, from: string, to: string) => {
    const folder = folderWith(files);
    const version = () => new CodeReader().versionOf([path.join(folder, 'my-study.js')], folder);
    const before = version();
    const text = files[name].replace(from, to);
    expect(text).not.toBe(files[name]);
    writeInto(folder, { [name]: text });
    return differing(before, version());
  };

  it(stateEdits.constant.what, () => {
    expect(changedBy('my-study.js', '0.1', '0.2')).toEqual(['own/my-study']);
  });

  it(stateEdits.recipe.what, () => {
    expect(changedBy('my-study.js', '+ 1', '+ 2')).toEqual(['own/my-study']);
  });

  it(stateEdits.imported.what, () => {
    expect(changedBy('drop.js', 'x / 2', 'x / 3')).toEqual(['own/drop']);
  });

  it(stateEdits.comment.what, () => {
    expect(changedBy('my-study.js', 'exports.rate', '// the rate\n\nexports.rate')).toEqual([]);
    expect(changedBy('drop.js', ' => ', '  =>   ')).toEqual([]);
  });
});
