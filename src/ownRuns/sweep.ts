/** A training of one's own at every combination of some settings. */
import { LabError } from '../errors';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { type KeptRun, type OwnSettings, ownRunsFolder, readRuns, type SettingValue } from './runFile';
import { RunList } from './runList';
import { type OwnMetrics, type OwnRun, type TrackOptions, track } from './track';

/** Values to try of each setting. */
export type SettingGrid = Readonly<Record<string, readonly SettingValue[]>>;

/** One value of each setting. */
export type Chosen<Grid extends SettingGrid> = { readonly [Name in keyof Grid]: Grid[Name][number] };

/** More combinations are taken for a mistake. */
const mostRuns = 1000;

/**
 * Runs `train` at every combination of the settings, one after the other, keeps each run (see {@link track}) and gives them
 * to compare. A run that fails with a LabError, such as a loss that is no number, counts as failed and the next one starts;
 * any other error ends the sweep.
 *
 *     const found = await lab.sweep('rates', { rate: [1e-4, 1e-3], seed: [1, 2] }, async ({ rate, seed }, run) => {
 *       …
 *       return { accuracy };
 *     });
 *     lab.show(found);
 *     lab.show(found.figure('accuracy'));
 *
 * @throws LabError for an empty or senseless grid, or where every run failed; StoppedError on request: finished runs are kept
 */
export async function sweep<const Grid extends SettingGrid>(
  name: string,
  grid: Grid,
  train: (settings: Chosen<Grid>, run: OwnRun) => Promise<OwnMetrics> | OwnMetrics,
  options: TrackOptions = {},
): Promise<RunList> {
  const combinations = combinationsOf(grid);
  const kept: KeptRun[] = [];
  let failure: unknown;
  const bar = startProgress({ label: name, total: combinations.length, unit: 'runs' });
  const before = new Set(readRuns(options.folder ?? ownRunsFolder()).map(({ id }) => id));
  try {
    for (const [index, settings] of combinations.entries()) {
      await breathe();
      try {
        kept.push(await track(name, settings, (run) => train(settings as Chosen<Grid>, run), options));
      } catch (error) {
        if (!(error instanceof LabError) || error.name === 'StoppedError') throw error;
        failure = error;
      }
      bar.update(index + 1, told(settings));
    }
  } finally {
    bar.finish();
  }
  if (kept.length === 0) throw failure;
  const found = readRuns(options.folder ?? ownRunsFolder()).filter(
    (run) => run.name === name && !before.has(run.id),
  );
  return new RunList(found, `${name}: ${found.length} runs`);
}

const told = (settings: OwnSettings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** Every combination, the last setting changing fastest. */
function combinationsOf(grid: SettingGrid): OwnSettings[] {
  const settings = Object.entries(grid);
  if (settings.length === 0)
    throw new LabError('The grid has no settings: name some, such as { learningRate: [1e-4, 1e-3] }.');
  for (const [name, values] of settings) {
    if (!Array.isArray(values) || values.length === 0)
      throw new LabError(`The setting '${name}' has no list of values to try: give at least one, as [1e-4].`);
    if (new Set(values).size < values.length)
      throw new LabError(`The setting '${name}' has a value twice (${values.join(', ')}): name each once.`);
  }
  const count = settings.reduce((product, [, values]) => product * values.length, 1);
  if (count > mostRuns)
    throw new LabError(
      `The grid has ${count} combinations, more than ${mostRuns}: leave values out, or make several sweeps.`,
    );
  return settings.reduce<OwnSettings[]>(
    (found, [name, values]) =>
      found.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );
}
