import { Command } from 'commander';
import type { Ablation, TierName } from '../ablations/ablation';
import { knownPlan } from '../ablations/plan';
import { readRecorded } from '../ablations/recorded';
import { RunStore } from '../ablations/store';
import { findAblations } from './ablations';
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
    .description('The ablations: what each claims, the minutes of its tiers, what is computed and recorded')
    .argument('[ablations...]', 'only these', ['all'])
    .addOption(jsonOption())
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const store = new RunStore();
      const listed = [];
      for (const ablation of await findAblations(names)) {
        const tiers: TierState[] = [];
        for (const tier of ['quick', 'laptop', 'full'] as const)
          tiers.push(await stateOf(ablation, tier, store));
        listed.push({ id: ablation.id, title: ablation.title, claim: ablation.claim.sentence, tiers });
      }
      if (json) return printJson(listed);
      for (const { id, title, claim, tiers } of listed) {
        process.stdout.write(`${id}: ${title}\n  ${claim}\n${tiers.map(line).join('')}\n`);
      }
    });
}

async function stateOf(ablation: Ablation, tier: TierName, store: RunStore): Promise<TierState> {
  const recorded = readRecorded(ablation.id)?.tiers[tier]?.recorded ?? null;
  const { minutes } = ablation.tiers[tier];
  // Ids follow from the data; where it was never prepared, nothing can have been computed.
  const plan = await knownPlan(ablation, { tier }, store.folder);
  if (!plan) return { tier, minutes, runs: null, finished: 0, failed: 0, recorded };
  const runs = [...plan.stages, ...plan.trials];
  const states = runs.map((run) => store.read(ablation.id, run.id)?.state);
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
