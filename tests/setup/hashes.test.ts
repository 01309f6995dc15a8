/** What set-up fetches is asked for by SHA-256; versions with known holes are not in the lock file. */
import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { hashedRequirement } from '../../scripts/setup/tensorflow.mjs';

it('every Python package has its hashes', () => {
  const text = fs.readFileSync('requirements.txt', 'utf8');
  const entries = text.split(/\n(?=[A-Za-z0-9])/).filter((entry) => /^[A-Za-z0-9]/.test(entry));
  expect(entries.length).toBeGreaterThan(50);
  for (const entry of entries)
    expect(entry).toMatch(/^[\w.-]+==[^\n]*\\\n(\s+--hash=sha256:[0-9a-f]{64}( \\)?\n?)+$/);
});

it("so have TensorFlow's wheels", () => {
  for (const name of ['tensorflow', 'tensorflow-cpu'])
    expect(hashedRequirement(name)).toMatch(
      new RegExp(`^${name}==\\S+ \\\\\\n(\\s+--hash=sha256:[0-9a-f]{64}( \\\\)?\\n)+$`),
    );
  expect(() => hashedRequirement('tensorflow-gpu')).toThrow('lacks tensorflow-gpu');
});

it('every npm package has a hash, and those with known holes are replaced', () => {
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string; link?: boolean; resolved?: string }>;
  };
  for (const [name, entry] of Object.entries(packages))
    if (name.includes('node_modules/') && !entry.link && !/^(?:vendor|notebooks)/.test(entry.resolved ?? ''))
      expect(entry.integrity, name).toMatch(/^sha512-/);
  const versions = (name: string) =>
    Object.entries(packages).flatMap(([place, { version }]) =>
      place.endsWith(`node_modules/${name}`) ? [version!] : [],
    );
  for (const version of versions('tar')) expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(7);
  for (const version of versions('tough-cookie'))
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(4);
  for (const version of versions('form-data'))
    expect(['2.5', '4.0']).toContain(version.split('.').slice(0, 2).join('.'));
});
