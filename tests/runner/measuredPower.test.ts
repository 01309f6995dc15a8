/** Power from counters that stand in files. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { measuredPower } from '../../src/runner/measuredPower';
import { freshFolder } from './toyStudy';

function counter(folder: string, zone: string, name: string, energy: number): string {
  const own = path.join(folder, zone);
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, 'name'), `${name}\n`);
  fs.writeFileSync(path.join(own, 'max_energy_range_uj'), '10000000\n');
  fs.writeFileSync(path.join(own, 'energy_uj'), `${energy}\n`);
  return path.join(own, 'energy_uj');
}
const wait = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('measured power', () => {
  it('sums packages and memory, over a counter that begins again, and no part of them twice', async () => {
    const folder = freshFolder();
    const socket = counter(folder, 'intel-rapl:0', 'package-0', 9_500_000);
    const memory = counter(folder, 'intel-rapl:0:1', 'dram', 1_000_000);
    const cores = counter(folder, 'intel-rapl:0:0', 'core', 0);
    const found = await measuredPower(async () => {
      await wait();
      fs.writeFileSync(socket, '500000'); // 1 J, past the end of the range.
      fs.writeFileSync(memory, '1250000'); // 0.25 J.
      fs.writeFileSync(cores, '900000');
    }, folder);
    expect(found.measured).toBe(true);
    expect(found.watts * found.seconds).toBeCloseTo(1.25, 9);
    expect(found.how).toContain('RAPL');
  });

  it('is assumed, and says so, where there is no counter', async () => {
    const found = await measuredPower(wait, path.join(freshFolder(), 'none'));
    expect(found).toMatchObject({ watts: 65, measured: false });
    expect(found.how).toMatch(/is an assumption/);
  });
});
