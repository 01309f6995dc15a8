/** The environment a number was computed in: what every result carries, and what `lab doctor` prints. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { projectRoot } from '../paths';
import { fingerprintHash } from './fingerprintHash';
import { nativeKernels, tf } from './native';
import { oneDnn, processorFeatures } from './processor';

export interface EnvironmentFingerprint {
  /** Version of this package. */
  readonly labVersion: string;
  /** Commit of the checkout, null outside a git checkout. */
  readonly gitCommit: string | null;
  /** Node's version, with the leading v. */
  readonly node: string;
  readonly platform: string;
  readonly architecture: string;
  readonly cpuModel: string;
  /** Vector extensions that choose among numerical kernels, sorted; empty where the system does not tell. */
  readonly cpuFeatures: readonly string[];
  /** Logical cores of the machine. */
  readonly cores: number;
  /** Cores this process may use: the size of TensorFlow's thread pools unless `threadFlags` says otherwise. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** Version of the native library. */
  readonly tensorflow: string;
  readonly tfjs: string;
  /** Name of TensorFlow.js's backend: 'tensorflow' is the native one. */
  readonly backend: string;
  readonly device: 'cpu' | 'gpu';
  /** Model of the first GPU, null on a CPU. */
  readonly gpuModel: string | null;
  /** Whether oneDNN's kernels are on, and whether by the environment or by TensorFlow's default. */
  readonly oneDNN: 'on' | 'off' | 'on by default' | 'off by default';
  /** Whether the lab's own compiled kernels are in use. */
  readonly nativeKernels: boolean;
  /** Set variables of the environment that change numbers: XLA, oneDNN, determinism, precision, threads. */
  readonly flags: Readonly<Record<string, string>>;
  /** Equal hashes: the same numbers are expected bit for bit. Of everything above that determines numbers. */
  readonly hash: string;
}

/** Variables that TensorFlow, XLA, oneDNN, Eigen, OpenMP and CUDA read and that change results or their rounding. */
const flagPattern =
  /^(XLA_FLAGS|TF_XLA_FLAGS|TF_ENABLE_.*|TF_DISABLE_.*|TF_DETERMINISTIC_.*|TF_CUDNN_.*|TF_NUM_.*_THREADS|TF_SET_ONEDNN_.*|ONEDNN_.*|DNNL_.*|OMP_NUM_THREADS|NVIDIA_TF32_OVERRIDE|TF32_.*|TF_FP16_.*|CUDA_VISIBLE_DEVICES)$/;

/** The flags of an environment, sorted by name. */
export function numericalFlags(environment: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.entries(environment).filter(
    ([name, value]) => flagPattern.test(name) && value !== undefined,
  );
  return Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, string>;
}

let known: EnvironmentFingerprint | undefined;

/**
 * The fingerprint of this process, computed once: TensorFlow reads its flags once, too.
 * Loads the native engine.
 */
export function environmentFingerprint(): EnvironmentFingerprint {
  known ??= compute();
  return known;
}

function compute(): EnvironmentFingerprint {
  const backend = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice: boolean };
  const features = processorFeatures();
  const facts: Omit<EnvironmentFingerprint, 'hash'> = {
    labVersion: labVersion(),
    gitCommit: gitCommit(),
    node: process.version,
    platform: process.platform,
    architecture: process.arch,
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cpuFeatures: features,
    cores: os.cpus().length,
    threads: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    tensorflow: backend.binding.TF_Version,
    tfjs: tf.version.tfjs,
    backend: tf.getBackend(),
    device: backend.isUsingGpuDevice ? 'gpu' : 'cpu',
    gpuModel: backend.isUsingGpuDevice ? gpuModel() : null,
    oneDNN: oneDnn(process.env.TF_ENABLE_ONEDNN_OPTS, features),
    nativeKernels,
    flags: numericalFlags(process.env),
  };
  return { ...facts, hash: fingerprintHash(facts) };
}

function labVersion(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function gitCommit(): string | null {
  try {
    const options = { cwd: projectRoot, encoding: 'utf8' as const, stdio: 'pipe' as const };
    const [top, commit] = execFileSync('git', ['rev-parse', '--show-toplevel', 'HEAD'], options)
      .trim()
      .split('\n');
    // A checkout of something else may lie around a copy of this project without its own history.
    return top && fs.realpathSync(top) === fs.realpathSync(projectRoot) ? (commit ?? null) : null;
  } catch {
    return null;
  }
}

/** The driver's word for the first GPU; without /proc (Windows' Linux subsystem) only that there is one. */
function gpuModel(): string {
  const folder = '/proc/driver/nvidia/gpus';
  try {
    const first = fs.readdirSync(folder).sort()[0] ?? '';
    const information = fs.readFileSync(path.join(folder, first, 'information'), 'utf8');
    return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
