/**
 * A stage that puts word vectors into an encoder as its token table and trains nothing: what pretraining adds to the
 * vectors that it started from is measured against it.
 */
import { type StageContext, stageRecipe } from '../form/recipe';
import { startFromVectors } from '../training/pretrain';
import { saveEncoder } from '../training/savedEncoder';
import { storedVectors } from './storedVectors';
import type { TextCorpora } from './textData';
import { type EncoderSizes, freshEncoder, type TokenTable } from './transformer';

interface EncoderOverVectorsSettings {
  readonly encoder: EncoderSizes;
  readonly tokenTable: TokenTable;
}

/** From a stage of word vectors; the other weights are random, of the run's seed. */
export const encoderOverVectors = stageRecipe({
  name: 'encoderOverVectors',
  uses: ['encoder', 'tokenTable'],
  async run({ data, settings, seed, start, folder }: StageContext<TextCorpora, EncoderOverVectorsSettings>) {
    const started = performance.now();
    const encoder = freshEncoder(settings.encoder, data.vocabulary, seed);
    startFromVectors(encoder, storedVectors(start), settings.tokenTable.norm);
    saveEncoder(folder, encoder, data.vocabulary.json);
    encoder.dispose();
    const seconds = (performance.now() - started) / 1000;
    return { ledger: { trainableParameters: 0, trainingFlops: 0, seconds, steps: 0 } };
  },
});
