import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/htmlReport';
import { recordedStudy, storedStudy, study } from '../../src/report/studyOutcome';
import type { StudyResults } from '../../src/runner/results';
import { lab, toyModule } from '../cli/labCommand';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { figure, long } from './figures';

const choice = ['--tier', 'quick', '--json'];
const runs = 12;

const recordsIn = (home: string): string[] => {
  const folder = path.join(home, 'runs', 'toy');
  return fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    : [];
};
const numbers = (stdout: string) =>
  (JSON.parse(stdout)[0].results as StudyResults).trials.map(({ run, metrics }) => [run, metrics]);

let undisturbed: ReturnType<typeof numbers>;
beforeAll(async () => {
  undisturbed = numbers((await lab(freshFolder(), ['run', toyModule, ...choice])).stdout);
});

/** What stderr says beside the progress lines. */
const sentences = (stderr: string) =>
  stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Toy study'));

/** A small file system of its own, where the tests run as root and may mount; else the part is skipped aloud. */
const disk = freshFolder();
const mount = (...options: string[]) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', disk]).status === 0;
const mayMount = process.getuid?.() === 0 && mount('size=64k');
afterAll(() => {
  if (mayMount) spawnSync('umount', [disk]);
});
if (!mayMount) console.warn('Skipped: a full and a read-only disk, since only root may mount one here.');

describe.skipIf(!mayMount)('a disk', () => {
  const again = (...options: string[]) =>
    expect(spawnSync('mount', ['-o', ['remount', ...options].join(','), disk]).status).toBe(0);

  it('that is full stops the study in a sentence, keeps what is finished, and is gone on from', async () => {
    const full = await lab(disk, ['run', toyModule, ...choice]);
    expect(full.status).toBe(1);
    expect(sentences(full.stderr)).toEqual([
      expect.stringMatching(
        /^The disk is full: free some space for \S+ and run the same command again; nothing finished is lost\.$/,
      ),
    ]);
    const kept = recordsIn(disk).map((name) => [
      name,
      fs.readFileSync(path.join(disk, 'runs', 'toy', name), 'utf8'),
    ]);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(runs);
    again('size=10m');
    const log = path.join(freshFolder(), 'log');
    const last = await lab(disk, ['run', toyModule, ...choice], { TOY_LOG: log });
    expect(last.status).toBe(0);
    expect(numbers(last.stdout)).toEqual(undisturbed);
    for (const [name, text] of kept)
      expect(fs.readFileSync(path.join(disk, 'runs', 'toy', name!), 'utf8')).toBe(text);
    const computed = fs
      .readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('begin'));
    expect(computed.length).toBe(runs - kept.length);
    expect(
      fs.readdirSync(path.join(disk, 'runs', 'toy')).filter((name) => /partial|lock/.test(name)),
    ).toEqual([]);
    figure('Disk full', {
      tried: `a study of ${runs} runs on a disk of 64 KiB, then on a larger one`,
      seen: `stopped in one sentence; all ${kept.length} finished runs kept, the other ${computed.length} computed later, numbers equal`,
    });
  });

  it('that is read-only is named, and what it holds can still be reported', async () => {
    again('ro');
    const out = freshFolder();
    const refused = await lab(disk, ['run', toyModule, '--tier', 'laptop', '--json']);
    const report = await lab(disk, ['report', toyModule, '--tier', 'quick', '--out', out]);
    const elsewhere = await lab(disk, ['report', toyModule, '--tier', 'quick']);
    again('rw');
    expect([refused.status, elsewhere.status]).toEqual([1, 1]);
    for (const { stderr } of [refused, elsewhere])
      expect(sentences(stderr)).toEqual([
        expect.stringMatching(
          /^The folder \S+ cannot be written: make it writable, or name another with LAB_HOME\.$/,
        ),
      ]);
    expect([report.status, report.stderr]).toEqual([0, '']);
    expect(recordsIn(disk).length).toBe(runs);
    figure('Read-only folder', {
      tried: 'a study, and a report of finished runs, with the store on a read-only disk',
      seen: `one sentence that names the folder; the report of the ${runs} runs is still written elsewhere`,
    });
  });
});

describe('memory', () => {
  const module = path.join(__dirname, 'faultyToy.js');
  /** Runs the command with less memory, as a smaller machine would have: an address space, or a heap of Node's. */
  const limited = (home: string, fault: string) =>
    spawnSync(
      'bash',
      [
        '-c',
        `${fault === 'heap' ? '' : 'ulimit -v 8000000; '}exec "$0" "$@"`,
        process.execPath,
        ...(fault === 'heap' ? ['--max-old-space-size=200'] : []),
        'dist/cli/main.js',
        'run',
        module,
        ...choice,
      ],
      { encoding: 'utf8', env: { ...process.env, LAB_HOME: home, FAULT: fault } },
    );

  it.each(long ? ['buffers', 'tensors', 'heap'] : ['buffers', 'heap'])(
    'that runs out in %s fails that run in a sentence; the others go on',
    async (fault) => {
      const home = freshFolder();
      const ended = limited(home, fault);
      expect(ended.status, ended.stderr).toBe(1);
      const { trials } = JSON.parse(ended.stdout)[0].results as StudyResults;
      const failed = trials.filter((trial) => trial.state === 'failed');
      expect(failed.map(({ arm, seed }) => [arm, seed])).toEqual([['wound', 3]]);
      expect(failed[0]!.error).toMatch(
        fault === 'heap'
          ? /^Memory ran out \(200 MiB for JavaScript\): take fewer examples at a time, or give Node more with NODE_OPTIONS=--max-old-space-size=512\.$/
          : /^Memory ran out \((Array buffer allocation failed|.*OOM when allocating.*)\): close other programs, or choose a smaller batch or model\.$/,
      );
      expect(trials.filter((trial) => trial.state === 'finished').length).toBe(trials.length - 1);
      const later = await lab(home, ['run', module, ...choice]);
      expect(later.status).toBe(0);
      expect(numbers(later.stdout).map(([, metrics]) => metrics)).toEqual(undisturbed.map(([, m]) => m));
      figure(`Out of memory, ${fault}`, {
        tried: `one run of ${runs} asks for more than ${fault === 'heap' ? "Node's heap of 200 MiB" : 'an address space of 8 GB'}`,
        seen: 'that run failed in one sentence, 11 finished; computed by the next call, numbers equal',
      });
    },
  );

  it('that a file of examples would use up is told before Node ends the process', () => {
    const folder = freshFolder();
    const line = `${JSON.stringify({ text: 'word '.repeat(40) })}\n`;
    fs.writeFileSync(path.join(folder, 'all.jsonl'), line.repeat(300_000));
    const card = { name: 'mine', task: 'language-modelling', files: [{ path: 'all.jsonl' }] };
    const file = path.join(folder, 'card.json');
    fs.writeFileSync(file, JSON.stringify({ ...card, format: { kind: 'jsonl', text: 'text' } }));
    const ended = spawnSync(
      process.execPath,
      ['--max-old-space-size=150', 'dist/cli/main.js', 'data', 'check', file],
      { encoding: 'utf8', env: { ...process.env, LAB_HOME: folder } },
    );
    expect(ended.status).toBe(1);
    expect(`${ended.stdout}${ended.stderr}`).toMatch(
      /^✗ \S+: Memory ran out \(150 MiB for JavaScript\): .*\n$/,
    );
  });
});

describe('a study whose surroundings changed', () => {
  it('computes a corrupt record again and says so', async () => {
    const home = freshFolder();
    await lab(home, ['run', toyModule, ...choice]);
    const damaged = recordsIn(home)
      .slice(0, 3)
      .map((name) => path.join(home, 'runs', 'toy', name));
    fs.truncateSync(damaged[0]!, 200);
    fs.writeFileSync(damaged[1]!, '');
    fs.writeFileSync(
      damaged[2]!,
      fs.readFileSync(damaged[2]!, 'utf8').replace('"tier": "quick"', '"tier": "laptop"'),
    );
    const again = await lab(home, ['run', toyModule, '--tier', 'quick']);
    expect(again.status).toBe(0);
    const said = sentences(again.stderr);
    expect(
      said.map((line) => line.replace(/^Computed again: \S+ was damaged \((.*)\)\.$/, '$1')).sort(),
    ).toEqual([
      'it is not complete JSON',
      'it is not complete JSON',
      'its checksum does not match its content',
    ]);
    expect(numbers((await lab(home, ['run', toyModule, ...choice])).stdout)).toEqual(undisturbed);
    figure('Corrupt record', {
      tried: 'three of twelve records cut, emptied and edited',
      seen: 'three named, computed again, numbers equal',
    });
  });

  it('refuses the numbers of data that changed with their card, and those only', async () => {
    const folder = freshFolder();
    const card = path.join(folder, 'card.json');
    const { data } = toyStudy();
    const prepare = async () => ({
      test: 'test',
      files: (JSON.parse(fs.readFileSync(card, 'utf8')) as { files: number }).files,
    });
    const definition = toyStudy({
      data: { ...data, recipe: { ...data.recipe, prepare }, cards: { target: card } },
    });
    const missing = async () =>
      (await storedStudy(definition, { tier: 'quick', store: folder })).missing.length;
    fs.writeFileSync(card, '{"files": 1}');
    const done = await study(definition, { tier: 'quick', store: folder });
    await expect(renderReport(done)).resolves.toContain('Toy study');
    fs.writeFileSync(card, '{"files": 2}');
    await expect(renderReport(recordedStudy(definition, done.data, { store: folder }))).rejects.toThrow(
      /^The report of 'toy' was not written, because these results come from other code, data or settings: .* changed since: data, stage /,
    );
    expect(await missing()).toBe(runs);
    fs.writeFileSync(card, '{"files": 1}');
    expect(await missing()).toBe(0);
    // What the data hold counts, not what is written about them.
    fs.writeFileSync(card, '{"files": 1, "citation": "Maker"}');
    expect(await missing()).toBe(0);
    figure('Dataset card changed', {
      tried:
        'the card of a finished study changed so that its data did, then changed back, then in words alone',
      seen: `all ${runs} runs refused by name in the report; with the old data all valid again, with other words too`,
    });
  });
});
