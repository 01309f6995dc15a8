/**
 * A process that compiles and runs one small program, and prints the result and what is in its temporary folder:
 * node --require tests/typescript.cjs loadingChild.ts; with the argument 'killed' it dies while TensorFlow reads the graph.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import { nativeBackend } from '../../src/engine/binding';
import type { tf } from '../../src/engine/native';
import { compile } from '../../src/engine/program';
import { acquireSession } from '../../src/engine/session';

const { binding } = nativeBackend();
if (process.argv[2] === 'killed') {
  // A copy: the addon's own properties are read-only.
  const dying = Object.fromEntries(
    Object.getOwnPropertyNames(binding).map((key) => [key, binding[key as keyof typeof binding]]),
  ) as unknown as Record<string, unknown>;
  dying.loadSavedModel = () => process.kill(process.pid, 'SIGKILL');
  nativeBackend().binding = dying as unknown as typeof binding;
}
const program = compile({ state: {}, functions: { twice: ({ x }: { x: tf.Tensor }) => ({ y: x.mul(2) }) } });
const [result] = program.twice({ x: 21 }).y.dataSync();
let refusal = '';
try {
  acquireSession(Uint8Array.of(1, 2, 3), { writeInputs: () => [], writeOutput: '', readOutputs: () => [] });
} catch (error) {
  refusal = (error as Error).message;
}
program.program.dispose();
console.log(JSON.stringify({ result, refusal, left: fs.readdirSync(os.tmpdir()).sort() }));
