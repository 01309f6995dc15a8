/** `lab doctor`: the environment fingerprint that every result carries, and the health of each part. */
import type { EnvironmentFingerprint } from '../engine/fingerprint';
import { checkHealth, type HealthCheck } from './health';

const marks = { well: '✓', advice: '!', broken: '✗' } as const;

/** Examines everything and prints it; the exit status becomes 1 if a part is broken. Loads nothing that it examines. */
export function doctor(json: boolean): void {
  const { fingerprint, health } = checkHealth();
  const text = json
    ? JSON.stringify({ fingerprint, health }, null, 2)
    : [...describeFingerprint(fingerprint), '', ...describeHealth(health)].join('\n');
  process.stdout.write(`${text}\n`);
  if (health.some((check) => check.state === 'broken')) process.exitCode = 1;
}

/** The fingerprint as aligned lines. */
export function describeFingerprint(fingerprint: EnvironmentFingerprint | null): string[] {
  if (!fingerprint) return ['No fingerprint: the engine does not load (see below).'];
  const { flags } = fingerprint;
  const device = fingerprint.gpuModel
    ? `${fingerprint.device} (${fingerprint.gpuModel})`
    : fingerprint.device;
  const rows: [string, string][] = [
    [
      'pretraining-lab',
      `${fingerprint.labVersion}${fingerprint.gitCommit ? ` at ${fingerprint.gitCommit.slice(0, 12)}` : ''}`,
    ],
    ['Node', fingerprint.node],
    ['platform', `${fingerprint.platform} ${fingerprint.architecture}`],
    ['processor', `${fingerprint.cpuModel}, ${fingerprint.cores} cores`],
    ['vector extensions', fingerprint.cpuFeatures.join(' ') || 'unknown'],
    ['memory', `${(fingerprint.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['TensorFlow', fingerprint.tensorflow],
    ['TensorFlow.js', `${fingerprint.tfjs}, backend ${fingerprint.backend}`],
    ['device', device],
    ['threads', String(fingerprint.threads)],
    ['own kernels', fingerprint.nativeKernels ? 'in use' : "not in use: TensorFlow's serve"],
    ['oneDNN', fingerprint.oneDNN],
    ['XLA flags', [flags.XLA_FLAGS, flags.TF_XLA_FLAGS].filter(Boolean).join(' ') || 'none'],
    [
      'other flags',
      Object.entries(flags)
        .filter(([name]) => !name.endsWith('XLA_FLAGS'))
        .map(([name, value]) => `${name}=${value}`)
        .join(' ') || 'none',
    ],
    ['fingerprint', fingerprint.hash],
  ];
  return aligned(rows);
}

/** One line a part, its remedy under it. */
export function describeHealth(health: readonly HealthCheck[]): string[] {
  const lines = aligned(health.map((check) => [`${marks[check.state]} ${check.part}`, check.found]));
  return health.flatMap((check, index) => [lines[index]!, ...(check.remedy ? [`    ${check.remedy}`] : [])]);
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
