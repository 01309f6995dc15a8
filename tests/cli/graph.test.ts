import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativeBackend } from '../../src/engine/binding';
import { freshFolder } from '../runner/toyStudy';
import { lab, toyModule } from './labCommand';

describe('lab graph', () => {
  it('writes the compiled steps of a study, which TensorFlow loads', async () => {
    const folder = freshFolder();
    const args = [
      'graph',
      'pretraining-versus-scratch',
      '--arms',
      'scratch',
      '--out',
      path.join(folder, 'graphs'),
    ];
    const { status, stdout } = await lab(folder, args);
    expect(status).toBe(0);
    const files = fs.readdirSync(path.join(folder, 'graphs'));
    // What a program compiled last holds all its functions; the smaller graphs before it are gone.
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^features-logits-train-[0-9a-f]{8}\.pb$/);
    expect(stdout).toContain(files[0]);
    const model = path.join(folder, 'model');
    fs.mkdirSync(model);
    fs.copyFileSync(path.join(folder, 'graphs', files[0]), path.join(model, 'saved_model.pb'));
    const { binding } = nativeBackend();
    binding.deleteSavedModel(binding.loadSavedModel(model, 'step'));
  });

  it('says so where nothing is compiled', async () => {
    const folder = freshFolder();
    const { status, stderr } = await lab(folder, ['graph', toyModule, '--out', path.join(folder, 'graphs')]);
    expect(stderr).toMatch(/^No arm of 'toy' compiles a graph: name others with --arms\.\n$/m);
    expect(status).toBe(1);
  });
});
