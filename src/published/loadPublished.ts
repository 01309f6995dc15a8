/** A published model from its folder: config.json and weights, as transformers saves them. */
import { invisible, LabError, writtenOut } from '../errors';
import { excerpt } from '../excerpt';
import { nearestName } from '../nearestName';
import { notice } from '../notices';
import { albert } from './families/albert';
import { bert } from './families/bert';
import { distilBert } from './families/distilBert';
import { gpt2 } from './families/gpt2';
import { llama } from './families/llama';
import { t5 } from './families/t5';
import { visionTransformer } from './families/visionTransformer';
import { PublishedConfig } from './publishedConfig';
import type { ImageInput, PublishedModel, TextInput } from './publishedModel';
import { disposeTaken } from './takenWeights';
import { openWeightFiles, type WeightFiles } from './weightFiles';

type Family<Input> = (config: PublishedConfig, files: WeightFiles) => PublishedModel<Input>;

const ofTexts: { readonly [family: string]: Family<TextInput> } = {
  ...{ bert, roberta: bert, electra: bert, 'megatron-bert': bert },
  ...{ distilbert: distilBert, albert, gpt2, llama, t5 },
};
const ofImages: { readonly [family: string]: Family<ImageInput> } = {
  ...{
    vit: visionTransformer,
    deit: visionTransformer,
    vit_mae: visionTransformer,
    dinov2: visionTransformer,
  },
};

/**
 * Loads a published model of texts. Nothing in the folder is executed.
 * @param folder with config.json and model.safetensors (or its shards)
 * @throws LabError for a family, setting or tensor that is not known, missing or left over, by name
 */
export function loadPublishedText(folder: string): PublishedModel<TextInput> {
  return loaded(folder, ofTexts, 'texts');
}

/** The same for a model of images. */
export function loadPublishedImages(folder: string): PublishedModel<ImageInput> {
  return loaded(folder, ofImages, 'images');
}

/** Either kind: `model.reads` says which. */
export function loadPublished(folder: string): PublishedModel<TextInput> | PublishedModel<ImageInput> {
  const family = PublishedConfig.read(folder).text('model_type');
  return Object.hasOwn(ofImages, family) ? loadPublishedImages(folder) : loadPublishedText(folder);
}

function loaded<Input>(
  folder: string,
  families: { readonly [family: string]: Family<Input> },
  reads: string,
): PublishedModel<Input> {
  const config = PublishedConfig.read(folder);
  const family = config.text('model_type');
  const load = Object.hasOwn(families, family) ? families[family] : undefined;
  if (load) {
    const files = openWeightFiles(folder);
    try {
      const model = load(config, files);
      const unread = config.unread();
      if (unread.length > 0)
        notice(
          `config.json of ${folder} has settings that are not read, and the model may compute something else with them: ${excerpt(writtenOut(unread.join(', '), invisible), 200)}.`,
        );
      return { ...model, ...(reads === 'texts' && { vocabularySize: config.count('vocab_size') }) };
    } catch (error) {
      disposeTaken(files);
      throw error;
    }
  }
  const known = Object.keys(families);
  const near = nearestName(family, known);
  throw new LabError(
    `${folder} holds a model of the family '${family}', which is not one of those that read ${reads}: ${known.join(', ')}${near ? `; did you mean '${near}'?` : '.'}`,
  );
}
