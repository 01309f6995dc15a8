/**
 * How fast corpora are selected, and in how much memory: one method over a generated pool, which is never held.
 * Run: node dist/bench/selection.js METHOD MEGABYTES, with METHOD random, moore-lewis, dsir or nearest.
 */
import { crossEntropyDifference } from '../adaptation/crossEntropyDifference';
import { importanceResampling } from '../adaptation/importanceResampling';
import { selectNearestNeighbours } from '../adaptation/nearestNeighbours';
import { randomSelection } from '../adaptation/randomSelection';
import { selectCorpus } from '../adaptation/selectCorpus';
import { type SeededRandom, seededRandom } from '../data/seededRandom';

const topics = 20;
const wordsOfTopic = 5000;
/** Words selected: about 6 MB of text, whatever the size of the pool. */
const budget = { tokens: 1_000_000 };

/** A text of 60 to 179 words of one topic; low word numbers are frequent, as in language. */
function textOf(topic: number, random: SeededRandom): string {
  const words: string[] = [];
  const length = 60 + random.integer(120);
  for (let k = 0; k < length; k++) {
    const rank = Math.floor(wordsOfTopic * random.uniform() ** 3);
    // Half of the words are common to all topics.
    words.push(random.integer(2) ? `w${rank}` : `t${topic}x${rank}`);
  }
  return words.join(' ');
}

function* pool(megabytes: number): Generator<string> {
  const random = seededRandom('selection benchmark');
  for (let bytes = 0; bytes < megabytes * 1e6; ) {
    const text = textOf(random.integer(topics), random);
    bytes += text.length + 1;
    yield text;
  }
}

async function main(): Promise<void> {
  const [method, size] = process.argv.slice(2);
  const megabytes = Number(size);
  const random = seededRandom('selection target');
  const target = Array.from({ length: 500 }, () => textOf(3, random));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const generation = performance.now();
  let texts = 0;
  for (const _ of pool(Math.min(megabytes, 100))) texts++;
  const secondsToGenerate =
    ((performance.now() - generation) / 1000) * (megabytes / Math.min(megabytes, 100));
  const started = performance.now();
  const source = () => pool(megabytes);
  // A cheap embedding of 64 numbers, so that the search and not the embedding is measured.
  const embed = (text: string) => {
    const vector = new Float64Array(64);
    for (const word of text.split(' '))
      vector[(word.length * 31 + word.charCodeAt(1) * 7 + word.charCodeAt(word.length - 1)) % 64]++;
    return vector;
  };
  const selection =
    method === 'nearest'
      ? await selectNearestNeighbours(source, { target, embed, neighbours: 50, ...budget })
      : await selectCorpus(
          source,
          method === 'dsir'
            ? importanceResampling({ target, seed: 1 })
            : method === 'moore-lewis'
              ? crossEntropyDifference({ target, seed: 1 })
              : randomSelection({ seed: 1 }),
          budget,
        );
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const ofTopic = selection.texts.filter((text) => text.includes('t3x')).length;
  process.stdout.write(
    `${JSON.stringify({
      method,
      megabytes,
      texts: selection.poolTexts,
      textsGenerated: texts,
      seconds,
      secondsToGenerateOnce: secondsToGenerate,
      processorSeconds: process.cpuUsage().user / 1e6,
      peakMegabytes: Math.round(peak / 1e6),
      selectedWords: selection.tokens,
      shareOfTargetTopic: ofTopic / selection.texts.length,
    })}\n`,
  );
}

if (require.main === module) void main();
