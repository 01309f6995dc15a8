/** Arms that take attention heads from a fine-tuned classifier for good, train nothing more, and score what is left. */
import { LabError } from '../errors';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import { keptHeads } from '../models/headOrder';
import { countParameters } from '../models/parameters';
import type { KeptHeads } from '../models/prunedHeads';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { scored } from '../tasks/classification';
import { loadEncoder } from '../training/savedEncoder';
import { textTrainer } from '../training/textTrainer';
import { headMeasures, prunedClassifier, type RemovalOrder, removalOrder } from './keptClassifier';
import type { TextClassificationData } from './textData';

export interface RemovalSettings {
  readonly removal: {
    /** Of all heads, 0 to 1. */
    readonly share: number;
    /** How many random orders a trial is the mean of: one alone may be lucky. */
    readonly randomOrders: number;
  };
}

/** A type, so that it counts as plain options. */
export type WithoutHeadsOptions = { readonly order: RemovalOrder };

type Data = TextClassificationData;

/** Removes the share of heads that the settings say, in the order that the arm says. */
export const withoutHeads = armRecipe({
  name: 'withoutHeads',
  kind: 'pretrained',
  uses: ['removal'],
  async run(context: TrialContext<Data, RemovalSettings, WithoutHeadsOptions>): Promise<TrialResult> {
    const { settings, options, seed } = context;
    const { share, randomOrders } = settings.removal;
    const measures = headMeasures(startOf(context));
    const drawn = options.order === 'random' ? randomOrders : 1;
    return trial(context, (sizes) =>
      Array.from({ length: drawn }, (_, k) =>
        keptHeads(sizes, removalOrder(measures, options.order, `${seed}/${k}`), share),
      ),
    );
  },
});

/** The fine-tuned classifier as it is. */
export const withAllHeads = armRecipe({
  name: 'withAllHeads',
  kind: 'baseline',
  uses: [],
  async run(context: TrialContext<Data, object>): Promise<TrialResult> {
    return trial(context, ({ layers, heads }) => [
      Array.from({ length: layers }, () => Array<boolean>(heads).fill(true)),
    ]);
  },
});

function startOf({ start }: Pick<TrialContext<Data, object>, 'start'>) {
  if (!start) throw new LabError("Heads are taken from a fine-tuned classifier: name its stage in 'from'.");
  return start;
}

/** Scores a network for each choice of heads on test; metrics and facts are their means. */
function trial(
  context: TrialContext<Data, object>,
  choose: (sizes: { layers: number; heads: number }) => readonly KeptHeads[],
): TrialResult {
  const started = performance.now();
  const whole = loadEncoder(startOf(context).folder);
  try {
    // Equal choices, as of no head or of all, are scored once.
    const choices = new Map(choose(whole.config).map((kept) => [JSON.stringify(kept), kept]));
    const results = [...choices.values()].map((kept) => score(context, whole, kept));
    const mean = (of: (one: ReturnType<typeof score>) => number) =>
      results.reduce((sum, one) => sum + of(one), 0) / results.length;
    const means = (of: 'metrics' | 'facts') =>
      Object.fromEntries(Object.keys(results[0]![of]).map((name) => [name, mean((one) => one[of][name]!)]));
    const seconds = (performance.now() - started) / 1000;
    return {
      metrics: means('metrics'),
      facts: { ...means('facts'), choicesOfHeads: results.length },
      // Nothing is trained: what the stage cost is booked with the stage.
      ledger: { trainableParameters: 0, trainingFlops: 0, seconds, steps: 0 },
    };
  } finally {
    whole.dispose();
  }
}

function score(context: TrialContext<Data, object>, whole: TransformerEncoder, kept: KeptHeads) {
  const { data, engine, precision, scoring } = context;
  const { classifier, encoder } = prunedClassifier(startOf(context), whole, kept, data.labels);
  const trainer = textTrainer(classifier, { engine, precision, trains: (name) => name.startsWith('head.') });
  try {
    const logits = trainer.logits(data.test.examples);
    const { metrics, facts } = scored({ logits }, data.test.labels, data.labels, scoring);
    return {
      metrics: metrics as Record<string, number>,
      facts: {
        ...(facts as Record<string, number>),
        headsLeft: encoder.headsOfLayer.reduce((sum, one) => sum + one, 0),
        layersWithoutHeads: encoder.headsOfLayer.filter((one) => one === 0).length,
        parametersLeft: countParameters(classifier.parameters),
        flopsOfLongestText: encoder.forwardFlops(1, whole.config.maxLength),
      } as Record<string, number>,
    };
  } finally {
    trainer.dispose();
    classifier.dispose();
  }
}
