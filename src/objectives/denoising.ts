/** Text with spans of it replaced by one mask each, which a decoder has to write whole (Lewis et al. 2020, section 2.2). */
import type { seededRandom } from '../data/seededRandom';

export interface SpanMasking {
  /** Share of the tokens that are hidden, from 0 to below 1. */
  readonly share: number;
  /** Mean length of a span, from the geometric distribution; at least 1. */
  readonly meanSpan: number;
  /** So many tokens at the start are no text and stay. Default 0. */
  readonly keepFirst?: number;
}

/**
 * What the encoder reads of a text. At least one span is hidden; hidden spans do not touch.
 * @param mask token that stands for a span
 */
export function spansMasked(
  tokens: Int32Array,
  mask: number,
  { share, meanSpan, keepFirst = 0 }: SpanMasking,
  random: ReturnType<typeof seededRandom>,
): Int32Array {
  const room = tokens.length - keepFirst;
  if (room < 1) return tokens;
  const wanted = Math.max(1, Math.round(share * room));
  const hidden = new Uint8Array(tokens.length);
  let count = 0;
  for (let tries = 0; count < wanted && tries < 10 * tokens.length; tries++) {
    let span = 1;
    while (span < wanted - count && random.uniform() > 1 / meanSpan) span++;
    const from = keepFirst + Math.floor(random.uniform() * (room - span + 1));
    // Neighbours of a hidden span stay, so that two masks never stand for one gap.
    const around = hidden.subarray(Math.max(0, from - 1), from + span + 1);
    if (around.some((one) => one === 1)) continue;
    hidden.fill(1, from, from + span);
    count += span;
  }
  const kept: number[] = [];
  tokens.forEach((token, at) => {
    if (!hidden[at]) kept.push(token);
    else if (!hidden[at - 1]) kept.push(mask);
  });
  return Int32Array.from(kept);
}
