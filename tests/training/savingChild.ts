/**
 * A process that writes tensors over an existing file, as saveTensors does, and is killed on the way. It does without
 * the engine, so that it starts fast: node --require tests/typescript.cjs savingChild.ts FILE MOMENT
 */
import * as fs from 'node:fs';
import { writeDurably } from '../../src/durableFiles';
import { encodeSafetensors } from '../../src/training/safetensors';
import { savedTensors } from './savedTensors';

const [file, moment] = process.argv.slice(2);
const real = require('node:fs') as typeof fs;
const die = () => process.kill(process.pid, 'SIGKILL');
const { writeFileSync, fsyncSync, renameSync } = real;

const moments: Record<string, () => void> = {
  'while writing': () => {
    real.writeFileSync = ((descriptor: number, data: Buffer) => {
      writeFileSync(descriptor, data.subarray(0, data.length / 2));
      die();
    }) as typeof fs.writeFileSync;
  },
  'before it reaches the disk': () => {
    real.fsyncSync = die;
  },
  'before it takes its name': () => {
    real.renameSync = die;
  },
  'after it took its name': () => {
    real.renameSync = (from, to) => {
      renameSync(from, to);
      die();
    };
  },
  'when all is written': () => {
    real.fsyncSync = (descriptor) => {
      fsyncSync(descriptor);
      if (fs.fstatSync(descriptor).isDirectory()) die();
    };
  },
};
moments[moment]();
writeDurably(file, encodeSafetensors(savedTensors('new')));
