// @ts-check
/** The step that compiles src to dist. */
import fs from 'node:fs';
import path from 'node:path';
import { SetupFailure } from './failure.mjs';
import { hashFiles } from './stamps.mjs';

/**
 * Compiled files whose source is gone.
 * @param {string} root
 */
function* orphans(root) {
  const output = path.join(root, 'dist');
  for (const name of fs.readdirSync(output, { recursive: true, encoding: 'utf8' })) {
    const stem = /^(.+?)\.(js|js\.map|d\.ts)$/.exec(name)?.[1];
    if (stem && !fs.existsSync(path.join(root, 'src', `${stem}.ts`))) yield path.join(output, name);
  }
}

/**
 * @param {string} root
 * @returns {import('./runner.mjs').Step}
 */
export function compileStep(root) {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const remembered = path.join(root, 'dist/.tsbuildinfo');
  const unfinished = path.join(root, 'dist/.unfinished');
  return {
    id: 'compile',
    title: 'src compiled',
    key: () => hashFiles(root, ['src', 'tsconfig.json', 'node_modules/typescript/package.json']),
    present: () => fs.existsSync(remembered) && !fs.existsSync(unfinished),
    async run({ children }) {
      fs.mkdirSync(path.dirname(unfinished), { recursive: true });
      // What a killed compiler remembers may not be what it wrote: compile everything again.
      if (fs.existsSync(unfinished)) fs.rmSync(remembered, { force: true });
      fs.writeFileSync(unfinished, '');
      await children
        .run(process.execPath, [compiler, '-p', 'tsconfig.json', '--pretty', 'false'], {
          cwd: root,
          failure: 'src does not compile: mend the lines above (npm run build shows all of them).',
        })
        .catch((error) => {
          if (error instanceof SetupFailure && !children.stopped) fs.rmSync(unfinished, { force: true });
          throw error;
        });
      for (const file of orphans(root)) fs.rmSync(file);
      fs.rmSync(unfinished);
    },
  };
}
