import { Command } from 'commander';
import { LabError } from '../errors';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { knownPlan } from '../runner/plan';
import { readResults } from '../runner/recordFile';
import { RunStore } from '../runner/store';
import { findStudies } from './namedStudies';
import { jsonOption, printJson } from './options';

interface TierState {
  readonly tier: TierName;
  readonly minutes: number;
  readonly runs: number | null;
  readonly finished: number | null;
  readonly failed: number | null;
  /** Date of the recorded results. */
  readonly recorded: string | null;
}

export function listCommand(): Command {
  return new Command('list')
    .description('The studies: what each claims, the minutes of its tiers, what is computed and recorded')
    .argument('[studies...]', 'only these', ['all'])
    .addOption(jsonOption())
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const store = new RunStore();
      const listed = [];
      const asked = await findStudies(names);
      const others = names.includes('all') ? await othersIn(store, asked) : { known: [], foreign: [] };
      for (const study of [...asked, ...others.known]) {
        const tiers: TierState[] = [];
        for (const tier of ['quick', 'laptop', 'full'] as const)
          tiers.push(await stateOf(study, tier, store));
        listed.push({ id: study.id, title: study.title, claim: study.claim.sentence, tiers });
      }
      if (json) return printJson(listed);
      for (const { id, title, claim, tiers } of listed) {
        process.stdout.write(`${id}: ${title}\n  ${claim}\n${tiers.map(line).join('')}\n`);
      }
      for (const { id, finished } of others.foreign)
        process.stdout.write(
          `${id}: ${finished} runs computed (a study of your own, or on cards of your own: name its file or its cards to see more)\n`,
        );
    });
}

/** What else the store holds runs of: studies on other cards of the lab, and those that only their file or cards can tell. */
async function othersIn(
  store: RunStore,
  asked: readonly Study[],
): Promise<{ known: Study[]; foreign: { id: string; finished: number }[] }> {
  const ids = new Set(asked.map(({ id }) => id));
  const known: Study[] = [];
  const foreign: { id: string; finished: number }[] = [];
  for (const id of store.studies().filter((name) => !ids.has(name))) {
    const found = await findStudies([id]).catch((error: unknown) => {
      if (error instanceof LabError) return [];
      throw error;
    });
    if (found.length > 0) known.push(...found);
    else {
      const finished = store.records(id).filter(({ state }) => state === 'finished').length;
      if (finished > 0) foreign.push({ id, finished });
    }
  }
  return { known, foreign };
}

async function stateOf(study: Study, tier: TierName, store: RunStore): Promise<TierState> {
  const recorded = readResults(study.id, { tier })?.recorded ?? null;
  const { minutes } = study.tiers[tier];
  // Ids follow from the data; where it was never prepared, nothing can have been computed.
  const plan = await knownPlan(study, { tier }, store.folder);
  if (!plan) return { tier, minutes, runs: null, finished: 0, failed: 0, recorded };
  const runs = [...plan.stages, ...plan.trials];
  const states = runs.map((run) => store.read(study.id, run.id)?.state);
  return {
    tier,
    minutes,
    runs: runs.length,
    finished: states.filter((state) => state === 'finished').length,
    failed: states.filter((state) => state === 'failed').length,
    recorded,
  };
}

function line({ tier, minutes, runs, finished, failed, recorded }: TierState): string {
  const computed = runs === null ? 'nothing computed' : `${finished} of ${runs} runs computed`;
  const failures = failed ? `, ${failed} failed` : '';
  const record = recorded ? `, recorded ${recorded}` : '';
  return `  ${tier.padEnd(7)} ${stated(minutes).padEnd(9)} ${computed}${failures}${record}\n`;
}

function stated(minutes: number): string {
  return minutes < 90
    ? `${Number(minutes.toPrecision(2))} min`
    : `${Number((minutes / 60).toPrecision(2))} h`;
}
