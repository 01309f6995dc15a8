/** Parts of a target's training split: texts that labels are drawn from, and the rest of its domain without labels. */
import { seededRandom } from '../data/seededRandom';
import { LabelledTexts } from '../data/texts';
import { LabError } from '../errors';

/**
 * Splits a training split at random into the task's texts (at most half of it) and the rest of the domain, the same in
 * every run. A class with fewer texts than a label budget asks for gives all it has.
 * @throws LabError when the split has no labelled texts
 */
export function taskAndDomain(
  train: LabelledTexts,
  taskTexts: number,
): { task: LabelledTexts; domain: string[] } {
  if (train.length < 4)
    throw new LabError(`The target has ${train.length} labelled training texts; choose one with more.`);
  const order = seededRandom('task texts').shuffle([...train.examples]);
  const size = Math.min(taskTexts, Math.floor(order.length / 2));
  return {
    task: new LabelledTexts(order.slice(0, size), train.labels, 'given whole'),
    domain: order.slice(size).map(({ text }) => text),
  };
}
