/** One process of the benchmark: node worker.js TASK (see protocol.ts). */
import * as fs from 'node:fs';
import { createInterface } from 'node:readline';
import { environmentFingerprint } from '../engine/fingerprint';
import { LabError } from '../errors';
import { imageStep } from './imageStep';
import { maskedLanguageModelStep } from './maskedLanguageModelStep';
import { matrixProductPeak } from './matrixProductPeak';
import type {
  PeakAnswer,
  PeakReady,
  PeakTask,
  RunRequest,
  StepAnswer,
  StepReady,
  StepTask,
} from './protocol';
import { ofPublished } from './protocol';
import { publishedStep } from './publishedStep';
import { median } from './summary';

const say = (message: StepReady | StepAnswer | PeakReady | PeakAnswer) =>
  process.stdout.write(`${JSON.stringify(message)}\n`);

/** Linux keeps the peak of this program; elsewhere the peak of the process serves. */
function peakMemoryBytes(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** Of the engine and its libraries, before there is a model. */
const engineMemoryBytes = process.memoryUsage.rss();

function prepareStep({ sizes, engine, precision, warmUp }: StepTask): (steps: number) => StepAnswer {
  const step =
    sizes.objective === 'maskedLanguageModel'
      ? maskedLanguageModelStep(sizes, precision)
      : ofPublished(sizes)
        ? publishedStep(sizes, precision)
        : imageStep(sizes, precision);
  const first = step.run();
  const others = Array.from({ length: warmUp - 1 }, () => step.run());
  say({
    compileSeconds: engine !== 'compiled' ? 0 : Math.max(0, first - median(others)) / 1000,
    engineMemoryBytes,
    version: `TensorFlow ${environmentFingerprint().tensorflow}`,
    stepFlops: step.flops,
  });
  return (steps) => ({
    milliseconds: Array.from({ length: steps }, () => step.run()),
    peakMemoryBytes: peakMemoryBytes(),
  });
}

function preparePeak({ size }: PeakTask): () => PeakAnswer {
  const measure = matrixProductPeak(size);
  const { cpuModel, threads, memoryBytes, gpuModel, nativeKernels } = environmentFingerprint();
  say({ processor: cpuModel, threads, memoryBytes, device: gpuModel ?? 'cpu', nativeKernels });
  return measure;
}

try {
  const task = JSON.parse(process.argv[2] ?? '') as StepTask | PeakTask;
  const answer = task.task === 'matrixProductPeak' ? preparePeak(task) : prepareStep(task);
  const requests = createInterface({ input: process.stdin });
  requests.on('line', (line) => say(answer((JSON.parse(line) as RunRequest).run)));
  requests.on('close', () => process.exit(0));
} catch (error) {
  process.stderr.write(`${error instanceof LabError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
