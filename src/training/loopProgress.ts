/** How far a training had come when its checkpoint was written, and whether it is the training that goes on. */
import { LabError } from '../errors';
import type { CurvePoint } from './trainingLoop';

/** What a checkpoint keeps beside the tensors. */
export interface LoopProgress {
  step: number;
  losses: CurvePoint[];
  validationLoss: CurvePoint[];
  /** Sum of the losses of the stretch that is not full yet. */
  sum: number;
  seen: number;
  seconds: number;
  flops: number;
}

/** @throws LabError if the text is no progress of a training loop */
export function readProgress(text: string | undefined, file: string): LoopProgress {
  try {
    const { step, losses, validationLoss, sum, seen, seconds, flops } = JSON.parse(
      text ?? '',
    ) as LoopProgress;
    if (
      Number.isInteger(step) &&
      Array.isArray(losses) &&
      Array.isArray(validationLoss) &&
      [sum, seen, seconds, flops].every(Number.isFinite)
    )
      return { step, losses, validationLoss, sum, seen, seconds, flops };
  } catch {
    // Said below.
  }
  throw new LabError(`${file} does not say how far training had come: delete it to start again.`);
}

/** @throws LabError naming what differs between the training that saved a checkpoint and the one that would go on */
export function refuseOtherTraining(
  saved: string | undefined,
  { file, identity }: { readonly file: string; readonly identity: Readonly<Record<string, string | number>> },
): void {
  let before: Record<string, unknown>;
  try {
    before = Object(JSON.parse(saved ?? '')) as Record<string, unknown>;
  } catch {
    throw new LabError(`${file} does not say which training it belongs to: delete it to start again.`);
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(identity)])];
  const different = names.filter((name) => before[name] !== identity[name]);
  if (different.length === 0) return;
  const told = different.map((name) => {
    const [then, now] = [before[name], identity[name]].map((value) => {
      const text = String(value);
      return text.length > 16 ? `${text.slice(0, 8)}…` : text;
    });
    return `${name} was ${then} and is ${now}`;
  });
  throw new LabError(
    `${file} belongs to another training (${told.join(', ')}): go on with what it was started with, or delete it to start again.`,
  );
}
