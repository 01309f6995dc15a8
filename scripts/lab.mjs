#!/usr/bin/env node
// @ts-check
/** The command `lab`: sets up what is missing or changed, then hands over to the compiled command line. */
import fs from 'node:fs';
import { brokenLibraries } from './setup/installedList.mjs';
import { explain, projectRoot, setUp } from './setup.mjs';

const asked = process.argv[2] === 'doctor' ? 'doctorProgram' : 'main';
const commandLine = new URL(`../dist/cli/${asked}.js`, import.meta.url);
// The doctor looks at things as they are, also where set-up fails.
const asIs = asked === 'doctorProgram' && fs.existsSync(commandLine);

try {
  // Set-up talks on stdout; the command's own stdout (--json) must stay clean, so it is quiet unless a person watches.
  if (!asIs) await setUp(process.stdout.isTTY ? 'text' : 'quiet');
} catch (error) {
  process.exit(explain(error));
}
const broken = asIs ? [] : brokenLibraries(projectRoot);
if (broken.length > 0) {
  process.stderr.write(`${broken.join('\n')}\n`);
  process.exit(1);
}
try {
  await import(commandLine.href);
} catch (error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_DLOPEN_FAILED') throw error;
  process.stderr.write(
    `The program does not load (${message.split('\n')[0]}): npx lab doctor names what is broken and how to mend it.\n`,
  );
  process.exitCode = 1;
}
