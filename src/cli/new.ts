import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { projectRoot } from '../paths';
import { exportedModules } from '../runner/code/labExports';
import { newNotebook } from './newNotebook';

/** A study that runs as it stands, which new ones are copied from. */
const template = path.join(projectRoot, 'src/templates/study.ts');

export function newCommand(): Command {
  const command = new Command('new').description('Start something of your own');
  command
    .command('study')
    .description('Write a study and its notebook, which run as they stand, to be changed into your own')
    .argument('<name>', "lower-case words joined by hyphens: 'depth-and-labels'")
    .option(
      '--here',
      "into the current folder, importing 'pretraining-lab', instead of into the lab's src and notebooks",
    )
    .action((name: string, { here }: { here?: true }) => {
      const written = here ? writeHere(name) : writeIntoLab(name);
      process.stdout.write(`${written}\n`);
    });
  return command;
}

/** Files of a new study beside each other; returns what to do next. */
function writeHere(id: string): string {
  const identifier = identifierOf(id);
  const [file, notebook] = [path.resolve(`${id}.ts`), path.resolve(`${id}.ipynb`)];
  refuseExisting(file, notebook);
  writeDurably(
    file,
    studyText(id, identifier, () => 'pretraining-lab'),
  );
  writeDurably(
    notebook,
    newNotebook(id, { imports: `import { ${identifier} } from './${id}';`, study: identifier }),
  );
  return [
    `Written: ${id}.ts and ${id}.ipynb.`,
    `Next:    npx lab run ./${id}.ts --tier quick`,
    `         npx lab execute ./${id}.ipynb --tier quick   (or open it with npx lab notebook)`,
  ].join('\n');
}

function writeIntoLab(id: string): string {
  const identifier = identifierOf(id);
  const studies = path.join(projectRoot, 'src/studies');
  const notebooks = path.join(projectRoot, 'notebooks');
  const file = path.join(studies, `${identifier}.ts`);
  const number = 1 + Math.max(0, ...fs.readdirSync(notebooks).map((name) => Number.parseInt(name, 10) || 0));
  const notebook = path.join(notebooks, `${String(number).padStart(2, '0')}-${id}.ipynb`);
  refuseExisting(file, notebook);
  const modules = exportedModules(path.join(projectRoot, 'src'));
  const importedFrom = (name: string) => {
    const relative = path.relative(studies, modules.get(name) ?? path.join(projectRoot, 'src/index.ts'));
    return relative.split(path.sep).join('/').replace(/\.ts$/, '');
  };
  writeDurably(file, studyText(id, identifier, importedFrom));
  addToList(path.join(studies, 'index.ts'), identifier);
  const found = `lab.studies.find(({ id }) => id === '${id}')!`;
  writeDurably(notebook, newNotebook(id, { study: found }));
  const shown = (location: string) => path.relative(projectRoot, location);
  return [
    `Written: ${shown(file)} and ${shown(notebook)}; the study stands in src/studies/index.ts.`,
    `Next:    npm run build && npx lab run ${id} --tier quick`,
    `         npx lab execute ${shown(notebook)} --tier quick`,
  ].join('\n');
}

function identifierOf(id: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new LabError(
      `'${id}' cannot name a study: use lower-case words joined by hyphens, such as depth-and-labels.`,
    );
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function refuseExisting(...files: readonly string[]): void {
  const there = files.find((file) => fs.existsSync(file));
  if (there !== undefined)
    throw new LabError(`${path.relative('.', there)} exists already: choose another name, or remove it.`);
}

/** The template under another name, with its imports from where `importedFrom` says. */
function studyText(id: string, identifier: string, importedFrom: (name: string) => string): string {
  const text = fs.readFileSync(template, 'utf8');
  const imported = /import \{([^}]*)\} from '\.\.\/index';\n/.exec(text)!;
  const names = imported[1]!
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const places = new Map<string, string[]>();
  for (const name of names) {
    const from = importedFrom(name.replace(/^type /, ''));
    places.set(from, [...(places.get(from) ?? []), name]);
  }
  const imports = [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, some]) => importLine(some, from))
    .join('');
  const title = id.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
  return text
    .replace(imported[0], imports)
    .replaceAll('myStudy', identifier)
    .replaceAll('my-study', id)
    .replace("title: 'My study'", `title: '${title}'`)
    .replace(' * My study\n', ` * ${title}\n`);
}

function importLine(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';\n`;
  return line.length <= 110
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';\n`;
}

/** Puts a study at the end of the list of all studies. */
function addToList(file: string, identifier: string): void {
  const text = fs.readFileSync(file, 'utf8');
  const added = text
    .replace(/\n\nexport const/, `\nimport { ${identifier} } from './${identifier}';\n\nexport const`)
    .replace(/\n\];/, `\n  ${identifier},\n];`);
  writeDurably(file, added);
}
