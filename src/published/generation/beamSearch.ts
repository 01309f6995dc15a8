/**
 * Beam search: of all ways to go on, the few likeliest are followed side by side (Sutskever et al. 2014, section 3.2).
 * A finished text's score is the sum of its log-probabilities divided by length^penalty, as Python's transformers has it.
 */

/** A text that is written. */
export interface Hypothesis {
  readonly tokens: readonly number[];
  /** Sum of the log-probabilities of its tokens and of the end, where it has one. */
  readonly logProbability: number;
}

export interface BeamOptions {
  readonly beams: number;
  readonly maxTokens: number;
  /** Above 0 longer texts are favoured, below 0 shorter ones. */
  readonly lengthPenalty: number;
  readonly ends: ReadonlySet<number>;
}

/** What follows each beam: given the last token of each and the beam that it goes on with, the logits [beams * vocabulary]. */
export type Continue = (tokens: readonly number[], order: readonly number[]) => Float32Array;

/**
 * @param logits [beams * vocabulary] of what follows the prompt, alike in each row
 * @param onBest called with the tokens of the likeliest text, after each step
 */
export async function beamSearch(
  logits: Float32Array,
  follow: Continue,
  { beams, maxTokens, lengthPenalty, ends }: BeamOptions,
  onBest: (tokens: readonly number[]) => Promise<void>,
): Promise<Hypothesis> {
  const vocabulary = logits.length / beams;
  const scoreOf = (logProbability: number, length: number) => logProbability / length ** lengthPenalty;
  let finished: { readonly hypothesis: Hypothesis; readonly score: number }[] = [];
  // At first all rows are alike, so that one of them counts.
  let open: Hypothesis[] = [{ tokens: [], logProbability: 0 }];
  let next = logits;
  for (let length = 1; length <= maxTokens; length++) {
    const candidates = open.flatMap(({ logProbability }, beam) =>
      bestOf(next.subarray(beam * vocabulary, (beam + 1) * vocabulary), 2 * beams).map(
        ([token, logShare]) => ({
          ...{ beam, token },
          logProbability: logProbability + logShare,
        }),
      ),
    );
    candidates.sort((a, b) => b.logProbability - a.logProbability || a.beam - b.beam || a.token - b.token);
    const going: (Hypothesis & { readonly beam: number; readonly token: number })[] = [];
    for (const [rank, { beam, token, logProbability }] of candidates.slice(0, 2 * beams).entries()) {
      const { tokens } = open[beam]!;
      if (ends.has(token)) {
        // An end that is less likely than all beams would not have been followed.
        if (rank < beams)
          finished.push({
            hypothesis: { tokens, logProbability },
            score: scoreOf(logProbability, length),
          });
      } else if (going.length < beams)
        going.push({ tokens: [...tokens, token], logProbability, beam, token });
    }
    finished = finished.sort((a, b) => b.score - a.score).slice(0, beams);
    if (going.length === 0) break;
    open = going;
    await onBest(open[0]!.tokens);
    const worst = finished.at(-1);
    // The best that an open beam could still come to, at its present likelihood.
    if (worst && finished.length === beams && worst.score >= scoreOf(open[0]!.logProbability, length)) break;
    if (length === maxTokens) break;
    const filled = Array.from({ length: beams }, (_, k) => going[Math.min(k, going.length - 1)]!);
    next = follow(
      filled.map(({ token }) => token),
      filled.map(({ beam }) => beam),
    );
  }
  const unfinished = open.map((hypothesis) => ({
    hypothesis,
    score: scoreOf(hypothesis.logProbability, Math.max(1, hypothesis.tokens.length)),
  }));
  const all = finished.length === beams ? finished : [...finished, ...unfinished];
  return all.reduce((a, b) => (b.score > a.score ? b : a)).hypothesis;
}

/** The likeliest tokens and their log-probabilities. */
function bestOf(logits: Float32Array, count: number): [token: number, logShare: number][] {
  const highest = logits.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  const logTotal = highest + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - highest), 0));
  const best: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    if (best.length === count && logits[token]! <= logits[best.at(-1)!]!) continue;
    let place = best.length;
    while (place > 0 && logits[best[place - 1]!]! < logits[token]!) place--;
    best.splice(place, 0, token);
    if (best.length > count) best.pop();
  }
  return best.map((token) => [token, logits[token]! - logTotal]);
}
