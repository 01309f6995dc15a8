// Saves one version after the other over one file until it is killed: node savingForever.js FILE FIRST
// Compiled modules without the engine, so that it starts fast. Each line says 'begin N' or 'done N'.
const fs = require('node:fs');
const { writeDurably } = require('../../dist/durableFiles');
const { encodeSafetensors } = require('../../dist/training/safetensors');

const [file, first] = process.argv.slice(2);
for (let version = Number(first); ; version++) {
  // Large and quickly made, so that most moments of a kill lie inside a save.
  const values = new Float32Array(1_000_000).fill(version);
  const content = encodeSafetensors({
    tensors: { weights: { dtype: 'float32', shape: [1000, 1000], values } },
    metadata: { version: String(version) },
  });
  fs.writeSync(1, `begin ${version}\n`);
  writeDurably(file, content);
  fs.writeSync(1, `done ${version}\n`);
}
