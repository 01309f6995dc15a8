/** `lab model`: published weights that have a card, fetching them, and checking that the lab reads them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { getModel } from '../published/getModel';
import { bytesOf, modelNames, readModelCard } from '../published/modelCard';
import { jsonOption, printJson } from './options';

interface JsonChoice {
  readonly json?: boolean;
}

/** The command, for the command line to add. */
export function modelCommand(): Command {
  const model = new Command('model').description('List, fetch, check and export weights');
  model
    .command('list')
    .description('List the models that have a card')
    .addOption(jsonOption())
    .action(({ json }: JsonChoice) => {
      const cards = modelNames().map((name) => readModelCard(name));
      if (json) printJson(cards);
      else
        for (const card of cards) {
          const bytes = bytesOf(card);
          const size = bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB, `;
          process.stdout.write(`${card.name} (${size}${card.licence})\n  ${card.description}\n`);
        }
    });
  model
    .command('get')
    .description('Fetch models by the ordinary clients of their registries, check and unpack them')
    .argument('<names...>', "names of 'lab model list', or paths of your own cards ('./my-model.card.json')")
    .action(async (names: string[]) => {
      for (const name of names) process.stdout.write(`${await getModel(name)}\n`);
    });
  model
    .command('check')
    .description("Read a model's configuration, weights and tokenizer, and say what it is")
    .argument('<model>', 'a name, or a folder with config.json and model.safetensors')
    .addOption(jsonOption())
    .action(async (nameOrFolder: string, { json }: JsonChoice) => {
      const own = fs.existsSync(nameOrFolder) && fs.statSync(nameOrFolder).isDirectory();
      const folder = own ? path.resolve(nameOrFolder) : await getModel(nameOrFolder);
      const { modelFacts } = await import('./modelFacts.js');
      const facts = modelFacts(folder);
      if (json) printJson(facts);
      else
        for (const [name, value] of Object.entries(facts))
          process.stdout.write(`${name.padEnd(12)}${String(value)}\n`);
    });
  model
    .command('export')
    .description('Write the encoder that a run trained as a folder that transformers loads')
    .argument('<run>', 'id of a run, or its beginning (reports show the ids)')
    .requiredOption('--to <folder>', 'new folder for the weights, tokenizer and model card')
    .action(async (run: string, { to }: { readonly to: string }) => {
      const { exportRun } = await import('./exportRun.js');
      await exportRun(run, to);
      process.stdout.write(`${path.resolve(to)}
`);
    });
  return model;
}
