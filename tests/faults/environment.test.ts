import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkKernel, checkPython } from '../../src/cli/health';
import { installationFolder, labFolder, projectRoot, settleLabHome } from '../../src/paths';
import { lab, toyModule } from '../cli/labCommand';
import { hasJupyter, writeNotebook } from '../kernel/jupyter';
import { freshFolder } from '../runner/toyStudy';

const root = path.resolve(__dirname, '../..');

describe('LAB_HOME', () => {
  const before = process.env.LAB_HOME;
  afterEach(() => {
    if (before === undefined) delete process.env.LAB_HOME;
    else process.env.LAB_HOME = before;
  });

  it.each(['', '  '])('that is %j counts as not set', (blank) => {
    process.env.LAB_HOME = blank;
    settleLabHome();
    expect(labFolder('runs')).toBe(path.join(projectRoot, '.lab/runs'));
  });

  it('that is relative means the same folder in every process that is started from here', () => {
    process.env.LAB_HOME = 'elsewhere';
    settleLabHome();
    expect(process.env.LAB_HOME).toBe(path.resolve('elsewhere'));
    expect(labFolder('runs')).toBe(path.resolve('elsewhere/runs'));
  });

  it('moves what is computed and nothing of what set-up installed', () => {
    process.env.LAB_HOME = '/elsewhere';
    expect(labFolder('data')).toBe('/elsewhere/data');
    expect(installationFolder('python')).toBe(path.join(projectRoot, '.lab/python'));
    if (!hasJupyter) return;
    expect([checkPython().state, checkKernel().state]).toEqual(['well', 'well']);
  });

  it.skipIf(!hasJupyter)('leaves JupyterLab and the execution of notebooks at their place', async () => {
    const home = freshFolder();
    const version = await lab(home, ['notebook', '--', '--version']);
    expect(version.stderr).not.toContain('not set up');
    expect(version.status).toBe(0);
    const notebook = path.join(home, 'tiny.ipynb');
    writeNotebook(notebook, ['console.log(process.env.LAB_HOME)']);
    const run = await lab(home, ['execute', notebook]);
    expect(run.status, run.stderr).toBe(0);
    expect(fs.readFileSync(notebook, 'utf8')).toContain(home);
  });

  it('that is empty writes nothing into the folder where a command is called', () => {
    const folder = freshFolder();
    const run = spawnSync(process.execPath, [path.join(root, 'dist/cli/main.js'), 'data', 'list', '--json'], {
      cwd: folder,
      env: { ...process.env, LAB_HOME: '' },
      encoding: 'utf8',
    });
    expect(run.status, run.stderr).toBe(0);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('a clock that is set back an hour', () => {
  it('refuses no run, and a second process reads what was computed', async () => {
    const home = freshFolder();
    const clock = { NODE_OPTIONS: `--require ${path.join(__dirname, 'clockSetBack.cjs')}` };
    const first = await lab(home, ['run', toyModule, '--tier', 'quick', '--json'], clock);
    expect(first.status, first.stderr).toBe(0);
    const second = await lab(home, ['run', toyModule, '--tier', 'quick', '--json']);
    expect(JSON.parse(second.stdout)[0].results.trials).toEqual(JSON.parse(first.stdout)[0].results.trials);
  });

  it('refuses none either where every compiled file is from the future', async () => {
    const script = `
      require(${JSON.stringify(path.join(__dirname, 'clockSetBack.cjs'))});
      const { refuseEditedCode } = require(${JSON.stringify(path.join(root, 'dist/runner/code/codeVersion.js'))});
      require(${JSON.stringify(path.join(root, 'dist/models/lbfgs.js'))});
      setTimeout(() => { refuseEditedCode(['models/lbfgs']); console.log('passed'); }, 300);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect([stdout.trim(), stderr]).toEqual(['passed', '']);
  });
});
