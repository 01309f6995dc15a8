import { Command } from 'commander';
import type { RunRecord } from '../runner/runRecord';
import { RunStore } from '../runner/store';
import { jsonOption, printJson } from './options';

export function showCommand(): Command {
  return new Command('show')
    .description('A run: what determined it, what came out, where and how long it ran, what it started from')
    .argument('<run>', "a run's id, or its first digits")
    .addOption(jsonOption())
    .action((id: string, { json }: { json?: boolean }) => {
      const record = new RunStore().find(id);
      if (json) printJson(record);
      else process.stdout.write(describeRun(record));
    });
}

/** A run's record as aligned text. */
export function describeRun(record: RunRecord): string {
  const { determinants: d, result, error, environment } = record;
  const lines: string[] = [];
  const head = (name: string) => lines.push('', name);
  const field = (name: string, value: unknown) =>
    lines.push(`  ${name.padEnd(24)} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  lines.push(`run ${record.id}`);
  field('state', record.state);
  if (error) field('message', error.message);
  if (error?.stack)
    lines.push(
      ...error.stack
        .split('\n')
        .slice(1)
        .map((line) => `    ${line.trim()}`),
    );
  field('study', d.study);
  field(d.part, d.kind ? `${d.name} (${d.kind})` : d.name);
  if (d.amount !== undefined) field('examples drawn', d.amount);
  field('seed', d.seed);
  field('tier', d.tier);
  if (d.scoredOn) field('scored on', d.scoredOn);
  field('recipe', d.recipe);
  field('engine', `${d.engine}, ${d.precision}`);
  field('started', record.startedAt);
  field('seconds', record.seconds.toFixed(2));
  field('peak memory', `${Math.round(record.peakMemoryBytes / 2 ** 20)} MiB`);
  if (result) {
    head('Results');
    for (const [name, value] of Object.entries({ ...result.metrics, ...result.facts, ...result.ledger })) {
      field(name, value);
    }
    for (const [name, points] of Object.entries(result.curves ?? {}))
      field(`curve ${name}`, `${points.length} points`);
  }
  head('Settings');
  for (const [name, value] of Object.entries(d.settings)) field(name, value);
  for (const [name, value] of Object.entries(Object(d.options))) field(name, value);
  head('Started from');
  for (const [stage, id] of Object.entries(d.parents)) field(stage, id);
  field('data', d.data);
  if (record.files.length > 0) {
    head('Artefact');
    for (const file of record.files) field(file.path, `${file.bytes} bytes, SHA-256 ${file.sha256}`);
  }
  head('Environment');
  field('fingerprint', environment.hash);
  field('commit', record.commit ?? 'none');
  for (const [name, value] of Object.entries(environment.facts)) field(name, value);
  head('Code');
  for (const [name, hash] of Object.entries(d.code)) field(name, hash.slice(0, 16));
  return `${lines.join('\n')}\n`;
}
