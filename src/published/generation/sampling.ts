/** How the next token is chosen from logits. */
import { LabError } from '../../errors';

export interface SamplingOptions {
  /** Logits are divided by it: below 1 surer, above 1 more daring. Default 0: always the likeliest token. */
  readonly temperature?: number;
  /** Only the so many likeliest tokens. Default: all. */
  readonly topK?: number;
  /** Only the likeliest tokens that together have this probability (Holtzman et al. 2020). Default 1. */
  readonly topP?: number;
}

/** @throws LabError for options out of range */
export function checkSampling({ temperature = 0, topK, topP = 1 }: SamplingOptions): void {
  if (!(temperature >= 0)) throw new LabError(`The temperature is ${temperature}: choose 0 or more.`);
  if (topK !== undefined && !(Number.isInteger(topK) && topK > 0))
    throw new LabError(`topK is ${topK}: choose a whole number above 0.`);
  if (!(topP > 0 && topP <= 1)) throw new LabError(`topP is ${topP}: choose a number above 0, at most 1.`);
}

/** The index of the highest number; the first of equals. */
export function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** Tokens less likely than the best one by this factor, e^-30, are never drawn and need not be sorted. */
const depth = 30;

/** @param uniform draws from 0 to 1 */
export function sampled(
  logits: Float32Array,
  { temperature = 0, topK, topP = 1 }: SamplingOptions,
  uniform: () => number,
): number {
  const best = likeliest(logits);
  if (temperature === 0) return best;
  const weightOf = (id: number) => Math.exp((logits[id]! - logits[best]!) / temperature);
  const least = logits[best]! - depth * temperature;
  const likely: number[] = [];
  for (let id = 0; id < logits.length; id++) if (logits[id]! >= least) likely.push(id);
  const kept = likely.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, topK);
  const weights = kept.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (let share = weights[0]! / total; share < topP && last < kept.length - 1; )
    share += weights[++last]! / total;
  const nucleus = weights.slice(0, last + 1);
  let place = uniform() * nucleus.reduce((sum, weight) => sum + weight, 0);
  for (const [k, weight] of nucleus.entries()) {
    place -= weight;
    if (place < 0) return kept[k]!;
  }
  return kept[last]!;
}
