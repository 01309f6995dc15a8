/** How a run of one's own is kept on disk: run.json in a folder that is a TensorBoard run too. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably, writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import { notice } from '../notices';
import { labFolder } from '../paths';
import type { CurvePoint } from '../training/trainingLoop';

/** A setting's value. */
export type SettingValue = string | number | boolean;

/** Settings by name. */
export type OwnSettings = Readonly<Record<string, SettingValue>>;

/** A run as it is kept. A number that is none (NaN, Infinity) is written as null and read as NaN. */
export interface KeptRun {
  readonly id: string;
  readonly name: string;
  readonly settings: OwnSettings;
  /** What the run returned. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What it logged. */
  readonly curves: Readonly<Record<string, readonly CurvePoint[]>>;
  /** 'unfinished': it is running, or its process was killed. */
  readonly state: 'unfinished' | 'finished' | 'failed' | 'stopped';
  /** Why it failed. */
  readonly message?: string;
  /** As ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
}

const fileName = 'run.json';

/** Where one's own runs are kept unless another folder is named. */
export function ownRunsFolder(): string {
  return labFolder('own-runs');
}

/** Writes run.json, whole or not at all. @throws LabError if the folder cannot be written */
export function writeRun(folder: string, run: KeptRun): void {
  const file = path.join(folder, fileName);
  try {
    writeDurably(file, `${JSON.stringify(run, null, 1)}\n`);
  } catch (error) {
    throw writeRefusal(file, error);
  }
}

/** Every run kept under a folder, oldest first; files that are no runs are told and passed over. */
export function readRuns(folder: string): KeptRun[] {
  if (!fs.existsSync(folder)) return [];
  const found: KeptRun[] = [];
  for (const name of folders(folder)) {
    for (const id of folders(path.join(folder, name))) {
      const file = path.join(folder, name, id, fileName);
      if (!fs.existsSync(file)) continue;
      try {
        found.push(runOf(JSON.parse(fs.readFileSync(file, 'utf8'))));
      } catch (error) {
        const why = error instanceof LabError ? error.message : 'it is not JSON';
        notice(`${file} is left out, because ${why}: restore it, or remove its folder.`);
      }
    }
  }
  return found.sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

function folders(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

const states = ['unfinished', 'finished', 'failed', 'stopped'];
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
const isSetting = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isNumber = (value: unknown) => value === null || typeof value === 'number';
const fieldsOf = (value: unknown): [string, unknown][] | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;

function runOf(value: unknown): KeptRun {
  const run = Object(value) as Record<string, unknown>;
  const wrong = (field: string) => new LabError(`its '${field}' is not what a run has`);
  for (const field of ['id', 'name', 'startedAt']) if (typeof run[field] !== 'string') throw wrong(field);
  if (!states.includes(run.state as string)) throw wrong('state');
  if (typeof run.seconds !== 'number') throw wrong('seconds');
  if (run.message !== undefined && typeof run.message !== 'string') throw wrong('message');
  const [settings, metrics, curves] = [run.settings, run.metrics, run.curves].map(fieldsOf);
  if (!settings?.every(([, one]) => isSetting(one))) throw wrong('settings');
  if (!metrics?.every(([, one]) => isNumber(one))) throw wrong('metrics');
  const isPoint = (point: unknown) => {
    const { step, value: height } = Object(point) as Record<string, unknown>;
    return typeof step === 'number' && isNumber(height);
  };
  if (!curves?.every(([, points]) => Array.isArray(points) && points.every(isPoint))) throw wrong('curves');
  return {
    ...(run as unknown as KeptRun),
    metrics: Object.fromEntries(metrics.map(([name, one]) => [name, numberOf(one)])),
    curves: Object.fromEntries(
      curves.map(([name, points]) => [
        name,
        (points as CurvePoint[]).map((point) => ({ step: point.step, value: numberOf(point.value) })),
      ]),
    ),
  };
}
