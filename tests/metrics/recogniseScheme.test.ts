import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenientEntities, strictEntities } from '../../src/metrics/entities';
import { recogniseScheme, toBio } from '../../src/metrics/recogniseScheme';
import { type TagScheme, tagSchemes } from '../../src/metrics/tagScheme';

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Writes entities in a scheme, token by token from its definition: the other way round from what is tested. */
function written(chunks: readonly Chunk[], length: number, scheme: TagScheme): string[] {
  return Array.from({ length }, (_, k) => {
    const at = chunks.findIndex(({ start, end }) => start <= k && k < end);
    if (at < 0) return 'O';
    const { type, start, end } = chunks[at];
    const touches = (other: Chunk | undefined) =>
      other !== undefined && other.type === type && (other.end === start || other.start === end);
    const [first, last] = [k === start, k === end - 1];
    const prefix = {
      IOB1: first && touches(chunks[at - 1]) ? 'B' : 'I',
      IOB2: first ? 'B' : 'I',
      IOE1: last && touches(chunks[at + 1]) ? 'E' : 'I',
      IOE2: last ? 'E' : 'I',
      IOBES: first && last ? 'S' : first ? 'B' : last ? 'E' : 'I',
      BILOU: first && last ? 'U' : first ? 'B' : last ? 'L' : 'I',
    }[scheme];
    return type === '' ? prefix : `${prefix}-${type}`;
  });
}

/** Entities that do not overlap, with gaps of 0 to 2 tokens. */
const sentence = fc
  .array(
    fc.record({
      gap: fc.nat(2),
      size: fc.integer({ min: 1, max: 3 }),
      type: fc.constantFrom('PER', 'LOC', 'A-B', ''),
    }),
    { maxLength: 5 },
  )
  .map((parts) => {
    let at = 0;
    const chunks = parts.map(({ gap, size, type }) => {
      const start = at + gap;
      at = start + size;
      return { type, start, end: at };
    });
    return { chunks, length: at + 1 };
  });

describe('well-formed tags', () => {
  it('are of their scheme, and the same entities in BIO', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (drawn) => {
        const inScheme = (scheme: TagScheme) =>
          drawn.map(({ chunks, length }) => written(chunks, length, scheme));
        for (const scheme of tagSchemes) {
          const tags = inScheme(scheme);
          const found = recogniseScheme(tags);
          expect(found.broken).toEqual([]);
          expect(found.candidates).toContain(scheme);
          expect(found.candidates[0]).toBe(found.scheme);
          expect(toBio(tags).tags).toEqual(inScheme('IOB2'));
          expect(toBio(tags, { scheme })).toEqual({ tags: inScheme('IOB2'), scheme, mended: [] });
        }
      }),
      { seed: 5 },
    );
  });

  it('are read alike by strict and default scores', () => {
    fc.assert(
      fc.property(sentence, ({ chunks, length }) => {
        // IOE1 is left out: seqeval's own rules for it have gaps.
        for (const scheme of ['IOB1', 'IOB2', 'IOE2', 'IOBES'] as const) {
          const tags = written(chunks, length, scheme);
          expect(strictEntities(tags, scheme)).toEqual(lenientEntities(tags));
        }
      }),
      { seed: 6 },
    );
  });
});

describe('recognising a scheme', () => {
  const of = (...lines: string[]) => recogniseScheme(lines.map((line) => line.split(' ')));

  it('tells schemes of the same prefixes apart by where they stand', () => {
    expect(of('B-A I-A O B-A').candidates).toEqual(['IOB2']);
    expect(of('I-A I-A O I-A B-A').candidates).toEqual(['IOB1']);
    expect(of('I-A E-A O E-A').candidates).toEqual(['IOE2']);
    expect(of('I-A E-A I-A O').candidates).toEqual(['IOE1']);
    expect(of('B-A E-A O S-A').candidates).toEqual(['IOBES']);
    expect(of('B-A L-A O').candidates).toEqual(['BILOU']);
  });

  it('names all schemes that fit alike', () => {
    expect(of('I-A I-A O').candidates).toEqual(['IOB1', 'IOE1']);
    expect(of('O O').candidates).toEqual([...tagSchemes]);
  });

  it('tells what is broken, and why', () => {
    expect(of('B-A I-A O', 'I-B B-A I-B O', 'B-C O', 'B-A B-A')).toMatchObject({
      scheme: 'IOB2',
      broken: [
        { sentence: 1, token: 0, tag: 'I-B', why: 'follows O, and an entity starts with B-' },
        { sentence: 1, token: 2, tag: 'I-B', why: 'follows B-A, and an entity starts with B-' },
      ],
    });
    expect(of('B-A I-A O', 'B-A E-A').broken).toEqual([
      {
        sentence: 0,
        token: 1,
        tag: 'I-A',
        why: 'stands before O, and an entity ends with E- or S-',
      },
    ]);
    expect(of('E-A O S-A').broken).toMatchObject([{ why: 'follows O, and an entity starts with B- or S-' }]);
    expect(of('I-A B-A O B-B O I-A B-A').broken).toMatchObject([
      { tag: 'B-B', why: 'follows O, and B- only parts an entity from one of its type just before' },
    ]);
    expect(of('I-A O E-A E-A').broken).toMatchObject([
      { tag: 'I-A', why: 'stands before O, and an entity ends with E-' },
    ]);
    expect(of('I-A O I-A E-A O I-A').broken).toMatchObject([
      { tag: 'E-A', why: 'stands before O, and E- only parts an entity from one of its type just after' },
    ]);
  });

  it('refuses what is no tagging scheme', () => {
    expect(() => of('DT NN')).toThrow(/The tag 'DT' of token 0 in sentence 0 is of no tagging scheme/);
    expect(() => of('B-A S-A U-A')).toThrow(/No tagging scheme has all of the prefixes B, S, U/);
    expect(() => recogniseScheme([])).toThrow(/no tags/);
    expect(() => recogniseScheme([[]])).toThrow(/no tags/);
  });
});

describe('normalising to BIO', () => {
  const broken = [
    ['B-A', 'I-A', 'O', 'B-B'],
    ['I-B', 'I-A', 'O', 'B-A'],
  ];

  it('refuses broken tags, and names the first', () => {
    expect(() => toBio(broken)).toThrow(
      /The tag 'I-B' of token 0 in sentence 1 breaks IOB2: it follows O, and an entity starts with B- \(and 1 more\); mend the data/,
    );
    expect(() => toBio([['B-A', 'O', 'I-A']], { scheme: 'IOB2' })).toThrow(
      /token 2 in sentence 0 breaks IOB2/,
    );
    expect(() => toBio([['E-A']], { scheme: 'IOB2' })).toThrow(
      /'E-A' of token 0 in sentence 0 is not of the scheme IOB2/,
    );
    expect(() => toBio([['B-A']], { scheme: 'BIO' as TagScheme })).toThrow(/no tagging scheme 'BIO'/);
  });

  it('mends them when asked, and tells which', () => {
    const { tags, scheme, mended } = toBio(broken, { broken: 'mend' });
    expect(tags).toEqual([
      ['B-A', 'I-A', 'O', 'B-B'],
      ['B-B', 'B-A', 'O', 'B-A'],
    ]);
    expect(scheme).toBe('IOB2');
    expect(mended.map(({ sentence, token }) => [sentence, token])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('keeps empty sentences and leaves its input alone', () => {
    const tags = [[], ['S-A']];
    expect(toBio(tags).tags).toEqual([[], ['B-A']]);
    expect(tags).toEqual([[], ['S-A']]);
  });
});
