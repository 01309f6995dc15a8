/** Power that a piece of work draws: by the processor's own counters (RAPL) where they can be read, else assumed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { assumedWatts } from './ledger';

export interface MeasuredPower {
  /** Mean over the work, in watts. */
  readonly watts: number;
  readonly seconds: number;
  /** Whether counters were read; else `watts` is an assumption. */
  readonly measured: boolean;
  /** How the number came about, in a sentence. */
  readonly how: string;
}

/** A counter of energy: microjoules, which begin again at 0 beyond the range. */
interface Counter {
  readonly file: string;
  readonly range: number;
}

const counters = '/sys/class/powercap';
const number = (file: string) => Number(fs.readFileSync(file, 'utf8').trim());

/** Packages, and their memory, which is not within the package's count; cores and graphics are. Empty where unreadable. */
function readable(folder: string): Counter[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => /^intel-rapl:\d+(:\d+)?$/.test(name))
      .filter((name) =>
        /^(package-\d+|dram)$/.test(fs.readFileSync(path.join(folder, name, 'name'), 'utf8').trim()),
      )
      .map((name) => {
        const file = path.join(folder, name, 'energy_uj');
        number(file);
        return { file, range: number(path.join(folder, name, 'max_energy_range_uj')) };
      });
  } catch {
    return []; // No such counters, or for the administrator alone.
  }
}

/**
 * Does a piece of work and says what power it drew. The counters are of the whole processor, whatever else it does; they
 * leave out disks, screen and the power supply's losses.
 * @param work seconds long at least, and shorter than the counters take to begin again (minutes)
 * @param folder where the system shows its counters
 */
export async function measuredPower(work: () => unknown, folder: string = counters): Promise<MeasuredPower> {
  const known = readable(folder);
  const before = known.map(({ file }) => number(file));
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const joules = known.reduce((sum, { file, range }, k) => {
    const spent = number(file) - before[k]!;
    return sum + (spent < 0 ? spent + range : spent) / 1e6;
  }, 0);
  if (!(joules > 0))
    return {
      ...{ watts: assumedWatts.cpu, seconds, measured: false },
      how: `${assumedWatts.cpu} W is an assumption for a whole desktop machine: no energy counter of the processor could be read.`,
    };
  const watts = joules / seconds;
  return {
    ...{ watts, seconds, measured: true },
    how: `${watts.toFixed(1)} W was read from the processor's energy counters (RAPL) over ${seconds.toFixed(1)} s: processor and memory, whatever else ran on them.`,
  };
}
