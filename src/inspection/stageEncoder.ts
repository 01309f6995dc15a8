/** The network for images that a live stage left, to look into it. */
import type { ImageShape } from '../data/images';
import { LabError } from '../errors';
import { isPart } from '../form/recipe';
import { changed } from '../form/settings';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { type ImageNetwork, startWeights } from '../recipes/imageNetwork';
import type { LiveStage, LiveStudy } from '../runner/live';

/**
 * Loads the encoder of a stage on images; given no stage, one of random weights as the named stage would start from.
 * @throws LabError for a stage that has no network for images
 */
export function stageEncoder(live: LiveStudy, stage: LiveStage | string): ImageEncoder {
  const name = typeof stage === 'string' ? stage : stage.name;
  const definition = live.study.stages[name];
  const network = definition?.options.network;
  if (!definition || !isPart(network))
    throw new LabError(`'${name}' is no stage of '${live.study.id}' that trains a network for images.`);
  const settings =
    typeof stage === 'string'
      ? changed(live.settings, definition.with, `The stage '${name}' of '${live.study.id}'`)
      : stage.settings;
  const { shape } = (live.data as { readonly pool: { readonly shape: ImageShape } }).pool;
  const fresh = () => (network as ImageNetwork).make(settings as never, shape, live.seed);
  const encoder = fresh();
  if (typeof stage !== 'string') startWeights(encoder, stage, fresh);
  return encoder;
}
