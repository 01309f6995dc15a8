#!/usr/bin/env node
// @ts-check
/** The command `lab`: sets up what is missing or changed, then hands over to the compiled command line. */
import fs from 'node:fs';
import { explain, setUp } from './setup.mjs';

const commandLine = new URL('../dist/cli/main.js', import.meta.url);
// The doctor looks at things as they are, also where set-up fails.
const asIs = process.argv[2] === 'doctor' && fs.existsSync(commandLine);

try {
  // Set-up talks on stdout; the command's own stdout (--json) must stay clean, so it is quiet unless a person watches.
  if (!asIs) await setUp(process.stdout.isTTY ? 'text' : 'quiet');
} catch (error) {
  process.exit(explain(error));
}
await import(commandLine.href);
