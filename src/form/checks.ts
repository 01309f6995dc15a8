/** What the compiler cannot see of a definition that makes no sense. */
import { LabError } from '../errors';
import type { Level } from './axis';
import type { Refuse } from './refuse';
import { changed, settingsAt } from './settings';
import type { Study } from './studyShape';
import type { Tier } from './tier';
import { refuseSenselessTuning } from './tuningChecks';
import { refuseSenselessRule } from './verdictChecks';

const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @throws LabError saying what makes no sense, for the first such thing */
export function refuseSenseless(study: Study): void {
  const refuse = (what: string): never => {
    throw new LabError(`The study '${study.id}' ${what}.`);
  };
  if (typeof study.id !== 'string' || !idPattern.test(study.id))
    refuse('needs an id of lower-case words joined by hyphens, since files and commands carry it');
  refuseCircles(study, refuse);
  refuseUnknownNames(study, refuse);
  refuseSenselessRule(study, refuse);
  refuseSenselessTuning(study, refuse);
  for (const [name, tier] of Object.entries(study.tiers)) refuseTier(study, name, tier, refuse);
}

/** Of an arm: fewer levels or seeds than the tier has. */
type Fewer = { readonly levels?: readonly Level[]; readonly seeds?: number };

function refuseCircles({ stages }: Study, refuse: Refuse): void {
  for (const [name, stage] of Object.entries(stages)) {
    const seen = new Set([name]);
    for (let next = stage.from; next !== undefined; next = stages[next]?.from) {
      if (!stages[next]) refuse(`has a stage '${name}' that starts from the unknown stage '${next}'`);
      if (seen.has(next)) refuse(`has stages that start from each other in a circle ('${name}'); break it`);
      seen.add(next);
    }
  }
}

/** For definitions in JavaScript, which no compiler has read. */
function refuseUnknownNames({ arms, stages, verdict, tuning }: Study, refuse: Refuse): void {
  const kinds = Object.values(arms).map(({ kind }) => kind);
  if (!kinds.includes('baseline'))
    refuse('has no arm of kind baseline, so that there is nothing to compare with');
  for (const [name, arm] of Object.entries(arms)) {
    for (const stage of [arm.from, arm.matches]) {
      if (stage !== undefined && !stages[stage])
        refuse(`has an arm '${name}' with the unknown stage '${stage}'`);
    }
    if (arm.tunedAs !== undefined && !tuning?.arms.includes(arm.tunedAs))
      refuse(`has an arm '${name}' that takes the settings of '${arm.tunedAs}', which is not tuned`);
  }
  const judged = [verdict.treatment, verdict.reference, verdict.control, ...(tuning?.arms ?? [])];
  const others = [verdict.moreThan?.treatment, verdict.moreThan?.reference];
  for (const name of [...judged, ...others]) {
    if (name !== undefined && !arms[name]) refuse(`names the arm '${name}', which it does not have`);
  }
}

function refuseTier(study: Study, name: string, tier: Tier, refuse: Refuse): void {
  const { axis } = study;
  if (!Number.isInteger(tier.seeds) || tier.seeds < 1)
    refuse(`needs at least one seed at the tier '${name}'`);
  if (tier.levels.length === 0) refuse(`needs at least one level at the tier '${name}'`);
  if (new Set(tier.levels).size < tier.levels.length) refuse(`has a level twice at the tier '${name}'`);
  if (axis.kind !== 'category' && tier.levels.some((level) => !Number.isFinite(level)))
    refuse(`has a level that is not a number at the tier '${name}'`);
  if (axis.kind !== 'category' && axis.scale === 'log' && tier.levels.some((level) => !(Number(level) > 0)))
    refuse(`has a level that is not positive at the tier '${name}'`);
  if (axis.kind !== 'counted' && tier.amount === undefined)
    refuse(`does not say how many examples a trial draws at the tier '${name}': give 'amount'`);
  for (const [arm, { levels, seeds }] of Object.entries(tier.fewer ?? {}) as [string, Fewer][]) {
    const stray = levels?.find((level) => !(tier.levels as readonly Level[]).includes(level));
    if (stray !== undefined) refuse(`runs '${arm}' at ${stray}, which the tier '${name}' does not have`);
    if (levels?.length === 0 || (seeds !== undefined && !(Number.isInteger(seeds) && seeds >= 1)))
      refuse(`runs '${arm}' at no level or seed of the tier '${name}': leave it out with 'omits' instead`);
  }
  for (const level of tier.levels) {
    const settings = settingsAt(axis, tier.settings, level);
    for (const [kind, parts] of [
      ['stage', study.stages],
      ['arm', study.arms],
    ] as const) {
      for (const [part, { with: changes }] of Object.entries(parts))
        changed(settings, changes, `The ${kind} '${part}' of '${study.id}'`);
    }
  }
}
