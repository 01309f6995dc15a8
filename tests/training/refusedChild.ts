/** A process that tries to save tensors to each FILE and prints what it is told: refusedChild.ts FILE... */
import { saveTensors } from '../../src/training/checkpoint';
import { savedTensors } from './savedTensors';

for (const file of process.argv.slice(2)) {
  try {
    saveTensors(file, savedTensors('new'));
    console.log('saved');
  } catch (error) {
    console.log(`${(error as Error).name}: ${(error as Error).message}`);
  }
}
