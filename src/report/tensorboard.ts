/** A study as a TensorBoard log folder: one run folder a pretraining stage and a trial, curves and metrics as scalars. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import type { RunOutcome, StudyResults } from '../runner/results';
import { encodeEvents, type ScalarEvent } from './eventFile';

/**
 * Writes every run that was computed, failed ones with their curves if they have any.
 * @returns how many runs were written
 * @throws LabError if the folder holds anything: numbers of an earlier state would stand among the new ones
 */
export function writeTensorboard(results: StudyResults, folder: string): number {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new LabError(`The folder ${folder} is not empty: remove it, or name another.`);
  }
  const computed = [...results.pretraining, ...results.trials].filter((run) => run.state !== 'missing');
  for (const run of computed) {
    const place = path.join(folder, ...placeOf(run, results));
    fs.mkdirSync(place, { recursive: true });
    const file = `events.out.tfevents.${Math.floor(startOf(run))}.${run.run.slice(0, 10)}`;
    writeDurably(path.join(place, file), eventsOf(results, run));
  }
  return computed.length;
}

/** The run's folder, which is its name in TensorBoard; the id at the end is the receipt. */
function placeOf({ run, determinants, level }: RunOutcome, { axis }: StudyResults): string[] {
  const { part, name, seed } = determinants;
  const last = `seed-${seed}-${run.slice(0, 10)}`;
  return part === 'arm' ? [name, folderName(axis, level!), last] : ['pretraining', name, last];
}

/** '8-labels-per-class', and nothing that leads out of the folder. */
function folderName(axis: StudyResults['axis'], level: Level): string {
  return `${level} ${axis.title}`
    .trim()
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^\.+/, '-');
}

function startOf(run: RunOutcome): number {
  return run.startedAt === undefined ? 0 : Date.parse(run.startedAt) / 1000;
}

function eventsOf(results: StudyResults, run: RunOutcome): Uint8Array {
  const { part, name, kind, seed, engine, precision } = run.determinants;
  const { level } = run;
  const startedAt = startOf(run);
  const endedAt = startedAt + (run.seconds ?? 0);
  const curves = Object.entries(run.curves).flatMap(([tag, points]) =>
    points.map(({ step, value }) => ({ tag, step, value })),
  );
  const steps = Math.max(0, run.ledger?.steps ?? 0, ...curves.map(({ step }) => step));
  const ends = Object.entries(run.metrics).map(([metric, value]) => ({
    tag: `${results.task.evaluateOn}/${metric}`,
    step: run.ledger?.steps ?? steps,
    value,
  }));
  // When a step ended is not recorded: steps are spread evenly over the run's seconds.
  const scalars: ScalarEvent[] = [...curves, ...ends].map((scalar) => ({
    ...scalar,
    wallTime: startedAt + (steps > 0 ? (endedAt - startedAt) * (scalar.step / steps) : 0),
  }));
  const settings: Record<string, string | number> = {
    part,
    [part]: name,
    ...{ seed, engine, precision },
  };
  if (kind !== undefined) settings.kind = kind;
  if (level !== undefined) settings[results.axis.name] = level;
  const group = [results.id, results.tier, part, name, level ?? ''].join(' ').trim();
  return encodeEvents(scalars, {
    settings,
    group,
    startedAt,
    endedAt,
    succeeded: run.state === 'finished',
  });
}
