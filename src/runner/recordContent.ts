/** Whether what a record says fits together, so that tables and figures can be made of it. */
import type { StudyResults } from './results';

/** What is wrong, in a clause; undefined where nothing is. */
export function contradiction(results: StudyResults): string | undefined {
  const { arms, stages, verdict, levels, axis, task, pretraining, trials } = results;
  const isArm = (name: string | undefined) => name === undefined || Object.hasOwn(arms, name);
  const isStage = (name: string | undefined) => name === undefined || Object.hasOwn(stages, name);
  const judged = [verdict.treatment, verdict.reference, verdict.control];
  const stranger = [...judged, verdict.moreThan?.treatment, verdict.moreThan?.reference].find(
    (name) => !isArm(name),
  );
  if (stranger !== undefined) return `its rule names the arm '${stranger}', which it does not have`;
  const start = [...Object.values(arms).flatMap(({ from, matches }) => [from, matches])]
    .concat(Object.values(stages).map(({ from }) => from))
    .find((name) => !isStage(name));
  if (start !== undefined) return `it names the stage '${start}', which it does not have`;
  const kind = axis.kind === 'category' ? 'string' : 'number';
  const odd = levels.find((level) => typeof level !== kind || (axis.scale === 'log' && !(Number(level) > 0)));
  if (odd !== undefined) return `it has the level '${odd}', which its axis cannot have`;
  const known = new Set<unknown>(levels);
  const asked = [...(verdict.levels ?? []), ...(verdict.trend ? Object.values(verdict.trend) : [])];
  const unknown = asked.find((level) => !known.has(level));
  if (unknown !== undefined) return `its rule names the level '${unknown}', which it does not have`;
  for (const { determinants } of pretraining)
    if (!isStage(determinants.name))
      return `it has a run of the stage '${determinants.name}', which it does not have`;
  for (const trial of trials) {
    if (!isArm(trial.arm)) return `it has a trial of the arm '${trial.arm}', which it does not have`;
    if (!known.has(trial.level))
      return `it has a trial at the level '${trial.level}', which it does not have`;
    const lacking =
      trial.state === 'finished' && task.metrics.find((metric) => !Object.hasOwn(trial.metrics, metric));
    if (lacking) return `a finished trial of '${trial.arm}' has no ${lacking}`;
    if (trial.state === 'finished' && !trial.ledger) return `a finished trial of '${trial.arm}' has no costs`;
  }
  return undefined;
}
