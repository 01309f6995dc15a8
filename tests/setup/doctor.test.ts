import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeFingerprint, describeHealth } from '../../src/cli/doctor';
import {
  checkDisk,
  checkEngine,
  checkKernel,
  checkPython,
  checkSetup,
  type HealthCheck,
} from '../../src/cli/health';
import { environmentFingerprint, numericalFlags } from '../../src/engine/fingerprint';
import { fingerprintHash } from '../../src/engine/fingerprintHash';
import { oneDnn, processorFeatures } from '../../src/engine/processor';

describe('the environment fingerprint', () => {
  const fingerprint = environmentFingerprint();

  it('says where numbers come from', () => {
    expect(fingerprint).toMatchObject({
      node: process.version,
      backend: 'tensorflow',
      architecture: process.arch,
    });
    expect(fingerprint.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
    expect(fingerprint.threads).toBeGreaterThanOrEqual(1);
  });

  it('has a hash of what determines numbers, and of nothing else', () => {
    const { hash, ...facts } = fingerprint;
    expect(fingerprintHash(facts)).toBe(hash);
    expect(fingerprintHash({ ...facts, memoryBytes: 1, gitCommit: 'x', labVersion: '9' })).toBe(hash);
    // The order in which facts were written does not matter.
    const reversed = Object.fromEntries(Object.entries(facts).reverse()) as typeof facts;
    expect(fingerprintHash(reversed)).toBe(hash);
    const changes = [
      { tensorflow: '0' },
      { node: 'v0' },
      { nativeKernels: !facts.nativeKernels },
      { threads: 99 },
      { flags: { XLA_FLAGS: 'x' } },
      { cpuModel: 'x' },
    ];
    const hashes = changes.map((change) => fingerprintHash({ ...facts, ...change }));
    expect(new Set([hash, ...hashes]).size).toBe(changes.length + 1);
  });

  it('keeps the flags that change numbers, in order', () => {
    const flags = numericalFlags({
      XLA_FLAGS: '--a',
      PATH: '/bin',
      TF_ENABLE_ONEDNN_OPTS: '0',
      OMP_NUM_THREADS: '2',
    });
    expect(Object.entries(flags)).toEqual([
      ['OMP_NUM_THREADS', '2'],
      ['TF_ENABLE_ONEDNN_OPTS', '0'],
      ['XLA_FLAGS', '--a'],
    ]);
  });

  it('tells oneDNN as TensorFlow itself decides', () => {
    expect(oneDnn('0', ['avx512_vnni'])).toBe('off');
    expect(oneDnn('true', [])).toBe('on');
    expect(oneDnn(undefined, ['avx2', 'avx_vnni'])).toBe('on by default');
    expect(oneDnn(undefined, ['avx2'])).toBe('off by default');
    expect(processorFeatures('/nowhere')).toEqual([]);
    // TensorFlow's own word, which it logs on start where oneDNN is on.
    const environment: NodeJS.ProcessEnv = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' };
    const run = spawnSync(process.execPath, ['scripts/setup/checkEngine.mjs'], {
      encoding: 'utf8',
      env: environment,
    });
    const said = run.stderr.includes('oneDNN custom operations are on');
    if (process.platform === 'linux' && process.arch === 'x64')
      expect(said).toBe(fingerprint.oneDNN.startsWith('on'));
  });

  it('is printed as aligned lines', () => {
    const lines = describeFingerprint(fingerprint);
    expect(lines.find((line) => line.startsWith('fingerprint'))).toContain(fingerprint.hash);
    expect(describeFingerprint(null)).toEqual(['No fingerprint: the engine does not load (see below).']);
  });
});

describe('health', () => {
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-doctor-'));
  afterAll(() => fs.rmSync(empty, { recursive: true }));

  it('names each broken part with what to do', () => {
    const broken = [
      checkSetup(empty),
      checkEngine(empty),
      checkPython(empty),
      checkKernel(empty),
      checkDisk(empty, Number.MAX_SAFE_INTEGER),
    ];
    for (const check of broken) {
      expect(check.state).toBe('broken');
      expect(check.found).not.toBe('');
      expect(check.remedy).toMatch(/^[A-Z].*\.$/);
    }
    expect(describeHealth(broken)).toHaveLength(2 * broken.length);
  });

  it('of a kernel whose launcher is gone is broken', () => {
    const kernel = path.join(empty, 'share/jupyter/kernels/pretraining-lab');
    fs.mkdirSync(kernel, { recursive: true });
    const specification = { argv: [process.execPath, '/nowhere/launcher.js'], display_name: 'x' };
    fs.writeFileSync(path.join(kernel, 'kernel.json'), JSON.stringify(specification));
    expect(checkKernel(empty)).toMatchObject({
      state: 'broken',
      found: 'starts /nowhere/launcher.js, which is gone',
    });
  });
});

it('lab doctor --json prints both for programs, and nothing on stderr', () => {
  const run = spawnSync(process.execPath, ['scripts/lab.mjs', 'doctor', '--json'], { encoding: 'utf8' });
  const { fingerprint, health } = JSON.parse(run.stdout) as {
    fingerprint: { hash: string };
    health: HealthCheck[];
  };
  expect(fingerprint.hash).toBe(environmentFingerprint().hash);
  expect([...new Set(health.map((check) => check.part))]).toEqual([
    'set-up',
    'installed files',
    'engine',
    'danfo',
    'Python',
    'kernel',
    'disk',
  ]);
  // What the tests themselves rest on is well; set-up may be due while sources are being edited, and disks fill.
  const tried = health.filter((check) => ['engine', 'danfo', 'Python', 'kernel'].includes(check.part));
  expect(tried.filter((check) => check.state === 'broken')).toEqual([]);
  expect(run.status).toBe(health.some((check) => check.state === 'broken') ? 1 : 0);
  expect(run.stderr).toBe('');
});
