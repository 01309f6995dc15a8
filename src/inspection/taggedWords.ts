/** What a tagger answers for sentences, as tags of whole sentences. */
import type { TagSequence } from '../metrics/tagScheme';
import { type EncodedSentences, withLabels } from '../recipes/taggingData';
import { tagsOf } from '../recipes/tagProbe';
import { withinReach } from '../training/taggedTokens';
import type { TaggerTrainer } from '../training/taggerTrainer';

/** The tag with the highest score of every word; words beyond the encoder's longest sentence are O. */
export function taggedWords(trainer: TaggerTrainer, sentences: EncodedSentences): TagSequence[] {
  const { tags, encoder } = trainer.tagger;
  const seen = withinReach(withLabels(sentences, tags), encoder.config.maxLength);
  return tagsOf(trainer.predict(seen), { sentences, labels: seen.labels }, tags);
}
