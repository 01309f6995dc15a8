import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError, StoppedError } from '../../src/errors';
import { setNoticeSink } from '../../src/notices';
import { causalLanguageModel } from '../../src/objectives/causalLanguageModel';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { clearStop, requestStop } from '../../src/stop';
import { continuePretraining, heldOutLoss, pretrain } from '../../src/training/checkedPretraining';
import { pretrain as pretrainUnchecked } from '../../src/training/pretrain';
import { tinyEncoder, tinyVocabulary, tokenIds, valuesOf } from '../models/tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  setNoticeSink(() => {});
  disposeIdleSessions();
  tf.engine().endScope();
});

const sequences = Array.from({ length: 8 }, (_, row) => tokenIds(3 + (row % 3), row));
const masked = (maskProbability = 0.15) =>
  maskedLanguageModel({ tokenizer: tinyVocabulary, maskProbability });
const usual = { sequences, steps: 2, batchSize: 4, seed: 1 };

/** As {@link tinyVocabulary}, of another size. */
const sized = (vocabularySize: number) => ({ ...tinyVocabulary, vocabularySize });

describe('a checkpoint', () => {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'checkpoint-'));
  });
  afterEach(() => {
    clearStop();
    fs.rmSync(folder, { recursive: true });
  });
  const kept = () => ({ file: path.join(folder, 'state.safetensors'), everySteps: 1 });
  const train = (options: object, encoder = tinyEncoder()) =>
    pretrain(encoder, { ...usual, objective: masked(), steps: 6, checkpoint: kept(), ...options });
  const stopped = () =>
    expect(train({ onStep: (step: number) => step === 3 && requestStop() }))
      .rejects.toThrow(StoppedError)
      .then(clearStop);

  it.each<[string, object, ReturnType<typeof tinyEncoder> | undefined]>([
    ['predictions in 100 x 100 tokens was 1500 and is 3000', { objective: masked(0.3) }, undefined],
    ['lengths was 6 and is 3, 6', { lengths: [6, 3] }, undefined],
    ['embeddingRateFactor was 1 and is 0.5', { embeddingRateFactor: 0.5 }, undefined],
    ['dropoutRate was 0.1 and is 0.4', {}, tinyEncoder({ dropoutRate: 0.4 })],
    ['heads was 2 and is 4', {}, tinyEncoder({ heads: 4 })],
  ])('is refused where %s', async (told, options, encoder) => {
    await stopped();
    await expect(train(options, encoder)).rejects.toThrow(
      `${kept().file} belongs to another training (${told}): go on with what it was started with, or delete it to start again.`,
    );
  });

  it('goes on as what it was begun as, and leaves nothing behind', async () => {
    const whole = tinyEncoder();
    await pretrain(whole, { ...usual, objective: masked(), steps: 6 });
    await stopped();
    const encoder = tinyEncoder();
    const { steps } = await train({}, encoder);
    expect(steps).toBe(6);
    expect(valuesOf(encoder.parameters)).toEqual(valuesOf(whole.parameters));
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('is of one phase of continued pretraining', async () => {
    await stopped();
    const phase = { name: 'domain', sequences, steps: 6 };
    const settings = { ...{ batchSize: 4, seed: 1 }, objective: masked(), checkpoint: kept() };
    await expect(
      continuePretraining(tinyEncoder(), [phase], { ...settings, embeddingRateFactor: 2 }),
    ).rejects.toThrow('(embeddingRateFactor was 1 and is 2)');
    const { steps } = await continuePretraining(tinyEncoder(), [phase], settings);
    expect(steps).toBe(6);
  });

  it('cannot be kept where a file stands in place of its folder', async () => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    const checkpoint = { file: path.join(folder, 'file', 'state'), everySteps: 1 };
    await expect(train({ checkpoint })).rejects.toThrow(LabError);
  });
});

describe('pretraining as notebooks call it', () => {
  it('is the same training', async () => {
    const [checked, plain] = [tinyEncoder(), tinyEncoder()];
    await pretrain(checked, { ...usual, objective: masked() });
    await pretrainUnchecked(plain, { ...usual, objective: masked() });
    expect(valuesOf(checked.parameters)).toEqual(valuesOf(plain.parameters));
  });

  it.each([17, -1])('refuses the token id %d before any graph runs, naming text and table', async (id) => {
    const broken = [...sequences, Int32Array.from([5, id])];
    const sentence = `Text 8 has the token id ${id}, but the encoder's table has 17 tokens (0 to 16): encode the texts with the tokenizer that the encoder was made for.`;
    const objective = masked();
    const refusal = await pretrain(tinyEncoder(), { ...usual, sequences: broken, objective }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(LabError);
    expect((refusal as Error).message).toBe(sentence);
    expect(() => heldOutLoss(tinyEncoder(), objective, { sequences: broken, seed: 1 })).toThrow(sentence);
    const phase = { name: 'domain', sequences, steps: 1, replay: { sequences: broken, share: 0.5 } };
    await expect(continuePretraining(tinyEncoder(), [phase], { objective, seed: 1 })).rejects.toThrow(
      sentence,
    );
  });

  it.each([9, 40])('refuses a tokenizer of %d tokens for an encoder of 17, naming both', async (size) => {
    const objective = maskedLanguageModel({ tokenizer: sized(size) });
    const sentence = `The tokenizer has ${size} tokens, but the encoder's table has 17: make the encoder with the tokenizer's vocabularySize, or take the tokenizer that it was made for.`;
    await expect(pretrain(tinyEncoder(), { ...usual, objective })).rejects.toThrow(sentence);
    expect(() => heldOutLoss(tinyEncoder(), objective, { sequences, seed: 1 })).toThrow(sentence);
    const causal = causalLanguageModel({ tokenizer: sized(size) });
    const encoder = tinyEncoder({ attention: 'causal' } as object) as never;
    await expect(pretrain(encoder, { ...usual, objective: causal as never })).rejects.toThrow(sentence);
  });

  it('says how many texts are cut, and nothing where none is', async () => {
    const said: string[] = [];
    setNoticeSink((sentence) => said.push(sentence));
    const longer = [...sequences, tokenIds(9, 'long')];
    await pretrain(tinyEncoder(), { ...usual, sequences: longer, objective: masked() });
    await pretrain(tinyEncoder(), { ...usual, objective: masked() });
    expect(said).toEqual([
      '1 of 9 texts to pretrain on has more than 6 tokens (the longest 9) and is cut there: an encoder with a larger maxLength reads more of them.',
    ]);
  });
});
