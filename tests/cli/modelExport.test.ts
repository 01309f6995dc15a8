import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { StudyResults } from '../../src/runner/results';
import { freshFolder } from '../runner/toyStudy';
import { lab } from './labCommand';

it('lab model export writes what a stage trained, with its receipt, and lab model check reads it', async () => {
  const home = freshFolder();
  const ran = await lab(home, ['run', 'masking-share', '--tier', 'quick', '--json']);
  expect(ran.stderr).not.toMatch(/Error/);
  const { results } = (JSON.parse(ran.stdout) as { results: StudyResults }[])[0]!;
  const stage = fs
    .readdirSync(path.join(home, 'runs/masking-share'), { withFileTypes: true })
    .find((entry) => entry.isDirectory() && /^[0-9a-f]{64}$/.test(entry.name))!.name;
  const folder = path.join(home, 'mine');
  const { status, stdout, stderr } = await lab(home, ['model', 'export', stage.slice(0, 16), '--to', folder]);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${folder}\n`, stderr: '' });
  const card = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  for (const part of [stage, 'MegatronBertModel.from_pretrained', 'WordNet', '"trainingFlops"', '## Limits'])
    expect(card).toContain(part);
  for (const limit of results.limits) expect(card).toContain(limit);
  const checked = await lab(home, ['model', 'check', folder]);
  expect(checked.stdout).toMatch(/family\s+megatron-bert\n[\s\S]*tokenizer\s+'A cat\.' is \d+/);

  const trial = results.trials[0]!.run;
  const refused = async (...args: string[]) => {
    const { status, stderr } = await lab(home, ['model', 'export', ...args]);
    expect(status).toBe(1);
    return stderr;
  };
  expect(await refused(stage, '--to', folder)).toContain('is not empty: name a new folder');
  expect(await refused(trial, '--to', path.join(home, 'other'))).toContain('kept no network: name a run');
  expect(await refused('masked', '--to', path.join(home, 'other'))).toContain("'masked' is no id of a run");
  expect(await refused('0'.repeat(64), '--to', path.join(home, 'other'))).toContain('No run begins with');
  expect(fs.existsSync(path.join(home, 'other'))).toBe(false);
}, 300_000);
