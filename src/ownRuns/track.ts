/** A training of one's own under a name, with its settings, curves and scores, kept and followed in TensorBoard. */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import { firstEvents, lastEvent, scalarRecord } from '../report/eventFile';
import type { CurvePoint } from '../training/trainingLoop';
import { type KeptRun, type OwnSettings, ownRunsFolder, writeRun } from './runFile';

/** A run that goes on. */
export interface OwnRun {
  readonly id: string;
  /** Where it is kept. */
  readonly folder: string;
  /**
   * Adds a point to a curve; TensorBoard shows it at once. Fits `onStep: (step, loss) => run.log('loss', step, loss)`.
   * @throws LabError for a step or value that is not a number type, or a curve without a name
   */
  log(curve: string, step: number, value: number): void;
}

/** What a run is to return: numbers by name, such as { accuracy: 0.91 }. */
export type OwnMetrics = Readonly<Record<string, number>>;

/** Where runs are kept. */
export interface TrackOptions {
  /** Default .lab/own-runs: also what `tensorboard --logdir` is given. */
  readonly folder?: string;
}

/**
 * Runs `train` and keeps what it was given, logged and returned under a name, whether it ends well or not.
 * @param name of the run, or of a group of runs that are to be compared: letters, digits, spaces, '.', '_' and '-'
 * @returns the run as it was kept
 * @throws LabError for a name or settings that cannot be kept; whatever `train` throws, once that is kept
 */
export async function track(
  name: string,
  settings: OwnSettings,
  train: (run: OwnRun) => Promise<OwnMetrics> | OwnMetrics,
  options: TrackOptions = {},
): Promise<KeptRun> {
  checkName(name);
  checkSettings(settings);
  const started = new Date();
  const id = `${started.toISOString().replace(/:/g, '-')}-${randomBytes(3).toString('hex')}`;
  const folder = path.join(options.folder ?? ownRunsFolder(), name, id);
  const curves: Record<string, CurvePoint[]> = Object.create(null);
  const kept = (rest: Pick<KeptRun, 'state' | 'metrics'> & { readonly message?: string }): KeptRun => ({
    ...{ id, name, settings: { ...settings } },
    curves: { ...curves },
    startedAt: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    ...rest,
  });
  const events = openEvents(folder, started, { name, settings });
  const finish = (run: KeptRun): KeptRun => {
    writeRun(folder, run);
    return run;
  };
  let succeeded = false;
  try {
    writeRun(folder, kept({ state: 'unfinished', metrics: {} }));
    const metrics = await train({
      id,
      folder,
      log(curve, step, value) {
        if (typeof curve !== 'string' || curve === '' || !Number.isFinite(step) || typeof value !== 'number')
          throw new LabError(
            `A point of a curve is a name, a step and a value, not ${JSON.stringify([curve, step, value])}: call log('loss', step, loss).`,
          );
        curves[curve] ??= [];
        curves[curve].push({ step, value });
        events.add(curve, step, value);
      },
    });
    checkMetrics(metrics);
    const steps = Math.max(0, ...Object.values(curves).map((points) => points.at(-1)!.step));
    for (const [metric, value] of Object.entries(metrics)) events.add(metric, steps, value);
    succeeded = true;
    return finish(kept({ state: 'finished', metrics: { ...metrics } }));
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : { name: '', message: String(error) };
    finish(kept({ state: kind === 'StoppedError' ? 'stopped' : 'failed', metrics: {}, message }));
    throw error;
  } finally {
    events.end(succeeded);
  }
}

/** An event file that grows while the run goes on. */
function openEvents(
  folder: string,
  started: Date,
  { name, settings }: { readonly name: string; readonly settings: OwnSettings },
) {
  const startedAt = started.getTime() / 1000;
  const file = path.join(folder, `events.out.tfevents.${Math.floor(startedAt)}.own`);
  let descriptor: number;
  try {
    fs.mkdirSync(folder, { recursive: true });
    descriptor = fs.openSync(file, 'wx');
  } catch (error) {
    throw writeRefusal(file, error);
  }
  const write = (bytes: Uint8Array) => {
    try {
      fs.writeSync(descriptor, bytes);
    } catch (error) {
      throw writeRefusal(file, error);
    }
  };
  const told = Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === 'boolean' ? String(value) : value,
  ]);
  // Runs that differ in their seed alone are one group in the HParams dashboard.
  const group = [name, ...told.filter(([key]) => key !== 'seed').map(([key, value]) => `${key}=${value}`)];
  write(firstEvents({ settings: Object.fromEntries(told), group: group.join(' '), startedAt }));
  return {
    add(tag: string, step: number, value: number) {
      write(scalarRecord({ tag, step, value, wallTime: Date.now() / 1000 }));
    },
    end(succeeded: boolean) {
      try {
        write(lastEvent({ endedAt: Date.now() / 1000, succeeded }));
      } finally {
        fs.closeSync(descriptor);
      }
    },
  };
}

function checkName(name: string): void {
  if (typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/.test(name)) return;
  throw new LabError(
    `${JSON.stringify(name)} cannot name a run: begin with a letter or digit, and use up to 80 letters, digits, spaces, '.', '_' and '-'.`,
  );
}

function checkSettings(settings: OwnSettings): void {
  for (const [name, value] of Object.entries(settings)) {
    const kept = ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
    if (!kept)
      throw new LabError(
        `The setting '${name}' is ${typeof value === 'number' ? value : `a ${typeof value}`}: give a text, a number, true or false, such as the name of what you chose.`,
      );
  }
}

function checkMetrics(metrics: OwnMetrics): void {
  const entries = typeof metrics === 'object' && metrics !== null ? Object.entries(metrics) : [];
  const wrong = entries.find(([, value]) => typeof value !== 'number');
  if (entries.length > 0 && !wrong) return;
  throw new LabError(
    wrong
      ? `The run returned '${wrong[0]}', which is no number: return numbers by name, such as { accuracy: 0.91 }.`
      : 'The run returned no metrics: return numbers by name, such as { accuracy: 0.91 }.',
  );
}
