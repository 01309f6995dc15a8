/** The commands of `lab`, each loaded only when it is called: help must not need the engine, nor most commands each other. */
import { Command } from 'commander';

interface CommandEntry {
  readonly name: string;
  /** As the command says itself; a test compares. */
  readonly description: string;
  readonly load: () => Promise<Command>;
}

export const commandList: readonly CommandEntry[] = [
  {
    name: 'start',
    description:
      "Run a part of the flagship study (pretraining-versus-scratch) and write its report: what 'npm start' does",
    load: async () => (await import('./start.js')).startCommand(),
  },
  {
    name: 'list',
    description: 'The studies: what each claims, the minutes of its tiers, what is computed and recorded',
    load: async () => (await import('./list.js')).listCommand(),
  },
  {
    name: 'run',
    description: 'Compute what a study lacks, then print its results table and verdict',
    load: async () => (await import('./run.js')).runCommand(),
  },
  {
    name: 'tune',
    description:
      "Choose a study's settings on dev, from one grid for every arm that grows while the best lies at its end; records all scores, and the next 'lab run' takes up what was chosen",
    load: async () => (await import('./tune.js')).tuneCommand(),
  },
  {
    name: 'model',
    description: 'List, fetch, check and export weights',
    load: async () => (await import('./model.js')).modelCommand(),
  },
  {
    name: 'new',
    description: 'Start something of your own',
    load: async () => (await import('./new.js')).newCommand(),
  },
  {
    name: 'report',
    description: 'Write the HTML report of what is computed: one self-contained file a study',
    load: async () => (await import('./report.js')).reportCommand(),
  },
  {
    name: 'export',
    description: 'Give the results to other tools: a table with one row a trial, or TensorBoard scalars',
    load: async () => (await import('./export.js')).exportCommand(),
  },
  {
    name: 'verify',
    description:
      "Check a record against its study's definition, execute the study again from nothing and compare: every number bit for bit in the same environment, on another machine the paired differences. Exit status 1 if anything differs, 3 if too little was computed to tell.",
    load: async () => (await import('./verify.js')).verifyCommand(),
  },
  {
    name: 'register',
    description:
      "Write down what will be run (definition, settings, seeds, rule, expectation, with a hash) before it is run; commit it, and 'lab verify' checks by git that the runs came after",
    load: async () => (await import('./register.js')).registerCommand(),
  },
  {
    name: 'record',
    description: 'Record the results in the store beside the notebooks, as notebooks/records/ID.TIER.jsonl',
    load: async () => (await import('./record.js')).recordCommand(),
  },
  {
    name: 'show',
    description: 'A run: what determined it, what came out, where and how long it ran, what it started from',
    load: async () => (await import('./show.js')).showCommand(),
  },
  {
    name: 'rerun',
    description: 'Execute one run of the store again and print the difference of each of its numbers',
    load: async () => (await import('./rerun.js')).rerunCommand(),
  },
  {
    name: 'notebook',
    description: 'Open JupyterLab in notebooks/, with the TypeScript kernel; more arguments go to JupyterLab',
    load: async () => (await import('./notebook.js')).notebookCommand(),
  },
  {
    name: 'execute',
    description:
      'Execute notebooks from top to bottom, in place, and seal their outputs with a hash, so that an edited number is found',
    load: async () => (await import('./execute.js')).executeCommand(),
  },
  {
    name: 'document',
    description: 'Write the tables, sentences and figures of README and docs anew from the records',
    load: async () => (await import('./document.js')).documentCommand(),
  },
  {
    name: 'data',
    description: 'List, fetch and check datasets',
    load: async () => (await import('./data.js')).dataCommand(),
  },
  {
    name: 'bench',
    description: 'Time training steps here, against eager and PyTorch',
    load: async () => (await import('./bench.js')).benchCommand(),
  },
  {
    name: 'precision',
    description: 'Train one model in float32 and in mixed bfloat16 and compare the loss curves',
    load: async () => (await import('./precision.js')).precisionCommand(),
  },
  {
    name: 'graph',
    description: "Write a study's compiled training steps as SavedModel files, to look at in Netron",
    load: async () => (await import('./graph.js')).graphCommand(),
  },
  {
    name: 'doctor',
    description: 'Print the environment fingerprint that results carry, and check that every part works',
    load: async () => (await import('./doctorCommand.js')).doctorCommand(),
  },
];

/**
 * The commands for one call: the one that is asked for in full, the others by name and description.
 * @param words what follows 'lab' on the command line
 */
export async function commandsFor(words: readonly string[]): Promise<Command[]> {
  const asked = words[0] === 'help' ? words[1] : words[0];
  return Promise.all(
    commandList.map(async ({ name, description, load }) =>
      name === asked ? load() : new Command(name).description(description),
    ),
  );
}
