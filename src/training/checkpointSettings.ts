/** Settings that a checkpoint's own file does not hold: kept beside it, so that a training goes on as what it was. */
import * as fs from 'node:fs';
import { writeDurably, writeRefusal } from '../durableFiles';
import { refuseOtherTraining } from './loopProgress';
import type { Checkpoint } from './trainingLoop';

/** Named settings; undefined ones are left out. */
export type CheckpointSettings = Readonly<Record<string, string | number | undefined>>;

/** Where they are kept. */
export const settingsFileOf = ({ file }: Pick<Checkpoint, 'file'>): string => `${file}.settings.json`;

/**
 * Runs a training whose checkpoint belongs to these settings. Without a checkpoint it just runs.
 * @throws LabError naming what differs where the checkpoint was begun with other settings; what `train` throws
 */
export async function withCheckpointSettings<Result>(
  checkpoint: Checkpoint | undefined,
  settings: CheckpointSettings,
  train: () => Promise<Result>,
): Promise<Result> {
  if (!checkpoint) return train();
  const file = settingsFileOf(checkpoint);
  const identity = Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
  // A checkpoint without the file beside it was moved here, or is older than the file: its own settings are checked still.
  if (fs.existsSync(checkpoint.file) && fs.existsSync(file))
    refuseOtherTraining(fs.readFileSync(file, 'utf8'), { file: checkpoint.file, identity });
  else
    try {
      writeDurably(file, `${JSON.stringify(identity)}\n`);
    } catch (error) {
      throw writeRefusal(file, error);
    }
  try {
    return await train();
  } finally {
    if (!fs.existsSync(checkpoint.file)) fs.rmSync(file, { force: true });
  }
}
