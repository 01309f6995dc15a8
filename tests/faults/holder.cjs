/** Takes a lock again and again, notes when it has it, and shows whether anyone else had it at the same time. */
const fs = require('node:fs');
const path = require('node:path');
const { ProcessLock, nameProcess, tryLock } = require('../../scripts/locks/processLock.cjs');

const [folder, rounds, end] = process.argv.slice(2);
const inside = path.join(folder, 'inside');
let overlaps = 0;

(async () => {
  for (let round = 0; round < Number(rounds); round++) {
    let taken = tryLock(path.join(folder, '.lock'));
    while (!(taken instanceof ProcessLock)) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
      taken = tryLock(path.join(folder, '.lock'));
    }
    try {
      fs.writeFileSync(inside, String(process.pid), { flag: 'wx' });
    } catch {
      // What a killed holder left is no overlap.
      if (nameProcess(Number(fs.readFileSync(inside, 'utf8')))) overlaps++;
      fs.writeFileSync(inside, String(process.pid));
    }
    if (end === 'killed' && round === Number(rounds) - 1) process.kill(process.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
    fs.rmSync(inside, { force: true });
    taken.release();
  }
  process.stdout.write(String(overlaps));
})();
