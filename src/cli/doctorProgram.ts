/** `lab doctor` as a program of Node's own modules alone: it must run where packages are what is broken. */
import { settleLabHome } from '../paths';
import { doctor } from './doctor';

const [, , , ...options] = process.argv;
settleLabHome();
if (options.includes('--help') || options.includes('-h')) {
  process.stdout.write(
    'Usage: lab doctor [--json]\n\nPrint the environment fingerprint that results carry, and check that every part works.\n',
  );
} else if (options.some((option) => option !== '--json')) {
  process.stderr.write("'lab doctor' knows one option, --json.\n");
  process.exitCode = 1;
} else doctor(options.includes('--json'));
