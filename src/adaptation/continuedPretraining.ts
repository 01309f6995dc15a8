/**
 * Continued pretraining (Gururangan et al. 2020): an encoder pretrained on general text goes on with the domain's texts
 * (DAPT), the task's own (TAPT), or one after the other; general text mixed in as replay tempers forgetting.
 */
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { type PretrainOptions, type PretrainResult, pretrain } from '../training/pretrain';

/** One stretch of pretraining, with a learning-rate schedule of its own. */
export interface PretrainingPhase {
  /** As curves name it: 'domain', 'task'. */
  readonly name: string;
  /** Token ids of each text. */
  readonly sequences: readonly Int32Array[];
  /** Steps of the optimiser. */
  readonly steps: number;
  /** General text to mix in. Absent: none. */
  readonly replay?: { readonly sequences: readonly Int32Array[]; readonly share: number };
}

/** Settings that all phases share. Each phase draws its own batches and masks from the seed. */
export type PhaseSettings = Omit<PretrainOptions, 'sequences' | 'steps'>;

/** What came out of the phases, in order. */
export interface ContinuedPretraining {
  readonly phases: readonly (PretrainResult & { readonly name: string })[];
  /** Tokens of text seen in all phases, padding left out. */
  readonly tokens: number;
  readonly trainingFlops: number;
  readonly seconds: number;
  readonly steps: number;
}

/**
 * Pretrains an encoder phase by phase: DAPT then TAPT is two phases. Each starts a fresh optimiser and schedule from the
 * weights that the one before left. The encoder's parameters are changed in place.
 * @throws LabError for no phase, a share out of range, or a loss that stops being a number; StoppedError on request
 */
export async function continuePretraining(
  encoder: TransformerEncoder,
  phases: readonly PretrainingPhase[],
  settings: PhaseSettings,
): Promise<ContinuedPretraining> {
  const { checkpoint, ...shared } = settings;
  if (phases.length === 0)
    throw new LabError('Continued pretraining needs at least one phase; name its texts and steps.');
  const results: (PretrainResult & { readonly name: string })[] = [];
  for (const [place, { name, sequences, steps, replay }] of phases.entries()) {
    const seed = settings.seed + 1_000_003 * place;
    const texts = replay ? mixReplay(sequences, replay.sequences, { share: replay.share, seed }) : sequences;
    results.push({
      name,
      ...(await pretrain(encoder, {
        ...{ ...shared, sequences: texts, steps, seed },
        // What a finished phase left is not kept, so that only a single phase can go on from where it stood.
        ...(phases.length === 1 && { checkpoint }),
      })),
    });
  }
  const sum = (of: (result: PretrainResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    phases: results,
    tokens: sum(({ tokens }) => tokens),
    trainingFlops: sum(({ trainingFlops }) => trainingFlops),
    seconds: sum(({ seconds }) => seconds),
    steps: sum(({ steps }) => steps),
  };
}

export interface ReplayOptions {
  /** Share of the mixture's tokens that is general text, from 0 to below 1. */
  readonly share: number;
  /** Seeds which general texts are drawn. */
  readonly seed: number;
}

/**
 * Domain texts with general ones mixed in, so that general text makes up the given share of the tokens (to within one
 * text): all domain texts, and general texts drawn at random, each once before any a second time.
 * @throws LabError when the share is out of range or there is no general token to draw
 */
export function mixReplay(
  domain: readonly Int32Array[],
  general: readonly Int32Array[],
  { share, seed }: ReplayOptions,
): Int32Array[] {
  if (!(share >= 0 && share < 1))
    throw new LabError(
      `The replay share is ${share}; give the general text's share of the tokens, 0 to below 1.`,
    );
  const mixture = [...domain];
  if (share === 0) return mixture;
  const domainTokens = domain.reduce((sum, { length }) => sum + length, 0);
  if (!general.some(({ length }) => length > 0))
    throw new LabError('There is no general text to replay; give some, or set the share to 0.');
  const random = seededRandom(`replay/${seed}`);
  let left = (domainTokens * share) / (1 - share);
  let queue: Int32Array[] = [];
  while (left > 0) {
    if (queue.length === 0) queue = random.shuffle([...general]);
    const text = queue.pop()!;
    // The last text comes in only if most of it is still wanted.
    if (text.length / 2 > left) break;
    mixture.push(text);
    left -= text.length;
  }
  return mixture;
}
