#!/usr/bin/env node
/** The command `lab`: sets up what is missing or changed, then hands over to the compiled command line. */
import { explain, setUp } from './setup.mjs';

try {
  // Set-up talks on stdout; the command's own stdout (--json) must stay clean, so it is quiet unless a person watches.
  await setUp(process.stdout.isTTY ? 'text' : 'quiet');
} catch (error) {
  process.exit(explain(error));
}
await import('../dist/cli/main.js');
