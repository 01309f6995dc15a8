/** What 'npm start' does: the flagship study in minutes, with a label curve that grows, its verdict and its report. */
import * as path from 'node:path';
import { Command } from 'commander';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { study } from '../report/studyOutcome';
import type { PlannedRun } from '../runner/plan';
import type { RunStore } from '../runner/store';
import { pretrainingVersusScratch as flagship } from '../studies/pretrainingVersusScratch';
import { tierOption } from './options';
import { writeReportTo } from './report';
import { printStudy } from './run';

const tiers: readonly TierName[] = ['quick', 'laptop', 'full'];
const barWidth = 40;

/** A part of the laptop tier, judged by the same rule: what a stranger waits for. The quick tier is short as it is. */
const part = {
  levels: [8, 32],
  seeds: 3,
  arms: ['scratch', 'pretrained', 'frozen', 'tfidf', 'wordVectors'],
} as const;

export function startCommand(): Command {
  return new Command('start')
    .description(
      `Run a part of the flagship study (${flagship.id}) and write its report: what 'npm start' does`,
    )
    .addOption(tierOption())
    .option('--whole', 'all levels, seeds and arms of the tier')
    .action(async ({ tier = tierOfEnvironment(), whole }: { tier?: TierName; whole?: true }) => {
      const inPart = tier === 'laptop' && !whole;
      if (inPart) process.stderr.write(`${whatRuns()}\n`);
      const done = await study(flagship, { tier, ...(inPart && part), lineAfter: scoreLine });
      const report = await writeReportTo(done);
      printStudy(done);
      process.stdout.write(`\nReport:    ${path.relative(process.cwd(), report)}\n`);
      if (inPart) process.stdout.write(`The whole: npx lab run ${flagship.id} (${wholeInWords()})\n`);
      process.stdout.write(
        "Next:      'npx lab notebook' opens JupyterLab, 'npx lab list' names the other studies.\n",
      );
      if (done.failed.length > 0) process.exitCode = 1;
    });
}

function whatRuns(): string {
  return `${flagship.title}: ${part.levels.join(' and ')} labels a class, ${part.seeds} seeds, ${part.arms.length} arms. Each finished trial is one line.`;
}

function wholeInWords(): string {
  const { levels, seeds, minutes } = flagship.tiers.laptop;
  const arms = Object.keys(flagship.arms).length;
  return `${levels.join(', ')} labels a class, ${seeds} seeds, ${arms} arms, about ${minutes} minutes`;
}

/** A trial's score as a bar: line by line the label curve grows. */
function scoreLine(
  { id, determinants: { part, name, seed }, level }: PlannedRun,
  store: RunStore,
): string | undefined {
  const value = store.read(flagship.id, id)?.result?.metrics[flagship.task.metrics[0]];
  if (part !== 'arm' || value === undefined) return undefined;
  const { title } = flagship.arms[name as keyof typeof flagship.arms];
  const bar = '█'.repeat(Math.round(value * barWidth)).padEnd(barWidth);
  return `${String(level).padStart(4)} labels  ${bar} ${value.toFixed(3)}  ${title} (seed ${seed})`;
}

function tierOfEnvironment(): TierName {
  const name = process.env.LAB_TIER ?? 'laptop';
  const tier = tiers.find((known) => known === name);
  if (!tier) throw new LabError(`LAB_TIER is '${name}': set it to quick, laptop or full.`);
  return tier;
}
