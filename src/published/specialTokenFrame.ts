/** Which special tokens stand around texts, as the post-processor of a tokenizer.json says. */
import { LabError } from '../errors';

/** The parts of a tokenizer.json that are read here; the rest is the library's. */
export interface TokenizerJson {
  readonly model?: { readonly vocab?: Readonly<Record<string, number>> | readonly unknown[] };
  readonly added_tokens?: readonly { readonly id: number }[];
  readonly post_processor?: PostProcessor | null;
  readonly truncation?: { readonly max_length?: number } | null;
  readonly padding?: { readonly pad_id?: number } | null;
}

type TemplatePiece =
  | { readonly SpecialToken: { readonly id: string; readonly type_id: number } }
  | { readonly Sequence: { readonly id: 'A' | 'B'; readonly type_id: number } };

interface PostProcessor {
  readonly type: string;
  readonly single?: readonly TemplatePiece[];
  readonly pair?: readonly TemplatePiece[];
  readonly special_tokens?: { readonly [name: string]: { readonly ids: readonly number[] } };
  readonly cls?: readonly [string, number];
  readonly sep?: readonly [string, number];
  readonly processors?: readonly PostProcessor[];
}

/** A special token, or the place of the first or second text, each with its token type. */
export type Frame = readonly (
  | { readonly token: number; readonly type: number }
  | { readonly part: 0 | 1; readonly type: number }
)[];

const bare: { single: Frame; pair: Frame } = {
  single: [{ part: 0, type: 0 }],
  pair: [
    { part: 0, type: 0 },
    { part: 1, type: 1 },
  ],
};

/**
 * @param idOf the number of a special token that the post-processor names without one
 * @throws LabError for a post-processor that is not known
 */
export function framesOf(
  json: TokenizerJson,
  idOf: (token: string) => number,
): { single: Frame; pair: Frame } {
  const processors = (
    json.post_processor?.type === 'Sequence'
      ? (json.post_processor.processors ?? [])
      : [json.post_processor ?? undefined]
  ).filter((one): one is PostProcessor => one !== undefined && one.type !== 'ByteLevel');
  if (processors.length === 0) return bare;
  if (processors.length > 1) throw new LabError('A tokenizer.json with several post-processors is not read.');
  const [processor] = processors as [PostProcessor];
  const { type, cls, sep } = processor;
  if (type === 'TemplateProcessing') return templates(processor, idOf);
  if ((type === 'BertProcessing' || type === 'RobertaProcessing') && cls && sep) {
    const [first, last] = [
      { token: cls[1], type: 0 },
      { token: sep[1], type: 0 },
    ];
    const roberta = type === 'RobertaProcessing';
    const second = roberta ? 0 : 1;
    return {
      single: [first, { part: 0, type: 0 }, last],
      pair: [
        ...[first, { part: 0 as const, type: 0 }, last, ...(roberta ? [last] : [])],
        ...[
          { part: 1 as const, type: second },
          { ...last, type: second },
        ],
      ],
    };
  }
  throw new LabError(`The post-processor '${type}' of a tokenizer.json is not read.`);
}

function templates(
  { single = [], pair = [], special_tokens: known = {} }: PostProcessor,
  idOf: (token: string) => number,
): { single: Frame; pair: Frame } {
  const frame = (pieces: readonly TemplatePiece[]): Frame =>
    pieces.flatMap((piece): Frame => {
      if ('Sequence' in piece) {
        const { id, type_id: type } = piece.Sequence;
        return [{ part: id === 'A' ? 0 : 1, type }];
      }
      const { id, type_id: type } = piece.SpecialToken;
      const ids = Object.hasOwn(known, id) ? known[id]!.ids : [idOf(id)];
      return ids.map((token) => ({ token, type }));
    });
  return { single: frame(single), pair: frame(pair) };
}
