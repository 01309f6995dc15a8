import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { run } from './jupyter';

const launcher = path.resolve(__dirname, '../../dist/kernel/launcher.js');

it.each([
  ['no connection file', undefined, /ENOENT.*missing\.json/],
  // An address that is set aside for documentation (RFC 5737), so no machine has it.
  ['an address that is not this machine', '203.0.113.1', /assign requested address/i],
])('ends with a sentence where it cannot reach Jupyter: %s', async (_, ip, reason) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-launcher-'));
  const file = path.join(folder, ip ? 'connection.json' : 'missing.json');
  const ports = {
    shell_port: 50_001,
    control_port: 50_002,
    iopub_port: 50_003,
    stdin_port: 50_004,
    hb_port: 50_005,
  };
  if (ip) fs.writeFileSync(file, JSON.stringify({ transport: 'tcp', ip, key: 'k', ...ports }));
  const ended = await run(process.execPath, [launcher, `--config-path=${file}`], folder);
  fs.rmSync(folder, { recursive: true });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/^The kernel has no connection to Jupyter: .*\n$/);
  expect(ended.stderr).toMatch(reason);
});
