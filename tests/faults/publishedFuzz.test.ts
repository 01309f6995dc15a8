/** Damaged folders of published models and adapters: each is refused in a sentence, or read; nothing else happens. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ImageCollection } from '../../src/data/images';
import { type SeededRandom, seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { setNoticeSink } from '../../src/notices';
import { loadAdapters } from '../../src/published/adapterFolder';
import { loadPublished, loadPublishedText } from '../../src/published/loadPublished';
import { readModelCard } from '../../src/published/modelCard';
import { PicturePreparation } from '../../src/published/picturePreparation';
import { PublishedTokenizer } from '../../src/published/publishedTokenizer';
import { openWeightFiles } from '../../src/published/weightFiles';
import { freshFolder } from '../runner/toyStudy';
import { damagedBytes, damagedJson } from './damaged';
import { figure, times } from './figures';

const tries = times(1500, 60);
const fixtures = path.join(__dirname, '../published/fixtures');
const adapter = path.join(__dirname, '../published/adapters/bert-seqcls');
let folder: string;
beforeAll(() => {
  folder = freshFolder();
  setNoticeSink(() => undefined);
});

const json = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;
const place = (name: string) => path.join(folder, name);

/** Half of the damage is to what a JSON file says, half to its bytes. */
function damagedText(value: unknown, random: SeededRandom): Uint8Array {
  return random.integer(2) === 0
    ? Buffer.from(JSON.stringify(damagedJson(value, random)) ?? '')
    : damagedBytes(Buffer.from(JSON.stringify(value)), random);
}

/** A safetensors file whose header, and half of the time nothing else, is damaged. */
function damagedWeights(sound: Buffer, random: SeededRandom): Buffer {
  if (random.integer(4) === 0) return damagedBytes(sound, random);
  const length = Number(sound.readBigUInt64LE(0));
  const header = JSON.parse(sound.toString('utf8', 8, 8 + length)) as unknown;
  const text = Buffer.from(damagedText(header, random));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([prefix, text, sound.subarray(8 + length)]);
}

function tryAll(name: string, damage: (random: SeededRandom) => void, read: () => void): void {
  const random = seededRandom(`published/${name}`);
  let refused = 0;
  const tensors = tf.memory().numTensors;
  for (let k = 0; k < tries; k++) {
    damage(random);
    try {
      read();
    } catch (error) {
      if (!(error instanceof LabError)) throw new Error(`${name} ${k}: ${(error as Error).stack}`);
      expect(error.message).toMatch(/^\S[^\n]*[.?]$/);
      refused++;
    }
  }
  expect(tf.memory().numTensors, 'tensors left by refusals').toBe(tensors);
  // A reader that refuses nothing, or everything, was not tried.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(tries);
  figure(`published ${name}, damaged`, {
    tried: `${tries} files`,
    seen: `${refused} refused in a sentence, ${tries - refused} read, no tensor left`,
  });
}

const copied = (name: string) => {
  for (const file of ['config.json', 'model.safetensors'])
    fs.copyFileSync(path.join(fixtures, name, file), place(file));
};

it.each(['bert', 'gpt2-lm', 'dinov2', 't5-lm', 'llama-lm'])('config.json of %s', (name) => {
  copied(name);
  const sound = json(place('config.json'));
  tryAll(
    `config.json of ${name}`,
    (random) => fs.writeFileSync(place('config.json'), damagedText(sound, random)),
    () => loadPublished(folder).dispose(),
  );
});

it('model.safetensors', () => {
  copied('bert');
  const sound = fs.readFileSync(place('model.safetensors'));
  tryAll(
    'model.safetensors',
    (random) => fs.writeFileSync(place('model.safetensors'), damagedWeights(sound, random)),
    () => loadPublished(folder).dispose(),
  );
});

it('the index of shards', () => {
  const sharded = freshFolder();
  const shards = ['model-1.safetensors', 'model-2.safetensors'];
  for (const shard of shards)
    fs.copyFileSync(path.join(fixtures, 'bert/model.safetensors'), path.join(sharded, shard));
  const { names } = openWeightFiles(path.join(fixtures, 'bert'));
  const sound = {
    metadata: {},
    weight_map: Object.fromEntries(names.map((name, k) => [name, shards[k % 2]])),
  };
  const index = path.join(sharded, 'model.safetensors.index.json');
  tryAll(
    'index of shards',
    (random) => fs.writeFileSync(index, damagedText(sound, random)),
    () => {
      const files = openWeightFiles(sharded);
      for (const name of files.names) files.read(name);
    },
  );
});

it('tokenizer.json', () => {
  const pieces = ['[PAD]', '[CLS]', '[SEP]', '[UNK]', 'a', 'cat', '##s'];
  const sound = {
    ...{ version: '1.0', truncation: { max_length: 8 }, padding: { pad_id: 0 }, normalizer: null },
    added_tokens: [
      { id: 0, content: '[PAD]', special: true, lstrip: false, rstrip: false, normalized: false },
    ],
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      ...{ max_input_chars_per_word: 100, vocab: Object.fromEntries(pieces.map((one, id) => [one, id])) },
    },
  };
  tryAll(
    'tokenizer.json',
    (random) => fs.writeFileSync(place('tokenizer.json'), damagedText(sound, random)),
    () => {
      const { tokens, mask, types } = PublishedTokenizer.read(folder).encode(['a cat', ['cats', 'a']]);
      tf.dispose([tokens, mask, types]);
    },
  );
});

it('adapters', () => {
  const model = loadPublishedText(path.join(fixtures, 'bert-seqcls'));
  const sound = json(path.join(adapter, 'adapter_config.json'));
  const weights = fs.readFileSync(path.join(adapter, 'adapter_model.safetensors'));
  tryAll(
    'adapters',
    (random) => {
      const which = random.integer(2);
      fs.writeFileSync(
        place('adapter_config.json'),
        which === 0 ? damagedText(sound, random) : JSON.stringify(sound),
      );
      fs.writeFileSync(
        place('adapter_model.safetensors'),
        which === 1 ? damagedWeights(weights, random) : weights,
      );
    },
    () => loadAdapters(folder, model).remove(),
  );
  model.dispose();
});

it.each(['all-minilm-l6-v2', 'bert-base-uncased'])('the card of %s', (name) => {
  const card = place('mine.card.json');
  const sound = json(path.join(__dirname, `../../datasets/models/${name}.json`));
  tryAll(
    `card of ${name}`,
    (random) => fs.writeFileSync(card, damagedText(sound, random)),
    () => readModelCard(card),
  );
});

it('preprocessor_config.json', () => {
  const images = new ImageCollection(
    Uint8Array.from({ length: 12 * 9 * 3 }, (_, k) => k % 256),
    [12, 9, 3],
  );
  const sound = {
    ...{
      image_processor_type: 'BitImageProcessor',
      do_resize: true,
      size: { shortest_edge: 8 },
      resample: 3,
    },
    ...{
      do_center_crop: true,
      crop_size: { height: 7, width: 7 },
      do_rescale: true,
      rescale_factor: 1 / 255,
    },
    ...{ do_normalize: true, image_mean: [0.5, 0.4, 0.3], image_std: [0.2, 0.2, 0.3] },
  };
  tryAll(
    'preprocessor_config.json',
    (random) => fs.writeFileSync(place('preprocessor_config.json'), damagedText(sound, random)),
    () => PicturePreparation.read(folder).images(images, [0]).dispose(),
  );
});
