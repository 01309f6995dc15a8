/** What a user should know although the work goes on: said once a process, on stderr unless another place is chosen. */

let sink = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};
const said = new Set<string>();

/** Chooses where notices go; libraries never call it. */
export function setNoticeSink(next: (sentence: string) => void): void {
  sink = next;
}

/** Says a whole sentence, unless this process has said it before. */
export function notice(sentence: string): void {
  if (said.has(sentence)) return;
  said.add(sentence);
  sink(sentence);
}
