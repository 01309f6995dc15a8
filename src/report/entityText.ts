/** Sentences with their entities marked: found, missed, and wrongly found, told apart by colour, line and sign. */
import { lenientEntities } from '../metrics/entities';
import { checkSameTokens, type TagSequence } from '../metrics/tagScheme';
import type { Displayable, MimeBundle } from './display';
import { type Html, html } from './html';

export interface AnsweredSentences {
  readonly words: readonly (readonly string[])[];
  /** What an annotator says. */
  readonly tags: readonly TagSequence[];
  /** What a model answers. */
  readonly answers: readonly TagSequence[];
}

type Kind = 'found' | 'missed' | 'wrong' | 'wrong and missed';

/** Words one after the other that are marked alike. */
interface Marked {
  readonly kind: Kind | undefined;
  readonly type: string;
  readonly words: string[];
}

/** Colours that are told apart without red and green; the sign says it without colour. */
const marks: Readonly<Record<Kind, { sign: string; style: string }>> = {
  found: { sign: '✓', style: 'background:#b8e2d3;color:#10352a' },
  missed: { sign: '?', style: 'background:#fbe3b0;color:#4a3300;border-bottom:2px dashed #e69f00' },
  wrong: { sign: '✗', style: 'background:#f6cbb5;color:#4a1600' },
  'wrong and missed': {
    sign: '✗?',
    style: 'background:#f6cbb5;color:#4a1600;border-bottom:2px dashed #e69f00',
  },
};

/** An answer with other bounds or another type is wrong, and what it should have been is missed. */
export class EntityText implements Displayable {
  /** @throws LabError for answers that do not match the sentences */
  constructor(private readonly sentences: AnsweredSentences) {
    checkSameTokens(sentences.answers, sentences.tags, 'answers');
    checkSameTokens(sentences.words, sentences.tags, 'words');
  }

  toDisplay(): MimeBundle {
    const rows = this.sentences.words.map((_, row) => this.markedWords(row));
    const legend = Object.entries(marks)
      .slice(0, 3)
      .map(([kind, { sign, style }]) => html`<span style="${style};padding:0 4px">${sign} ${kind}</span> `);
    const markup = html`<div style="line-height:1.9"><div>${legend}</div>${rows.map(
      (marked) => html`<div>${marked.map(shown)}</div>`,
    )}</div>`;
    return { 'text/html': markup.toString(), 'text/plain': rows.map(plain).join('\n') };
  }

  private markedWords(row: number): Marked[] {
    const [words, tags, answers] = [
      this.sentences.words[row]!,
      this.sentences.tags[row]!,
      this.sentences.answers[row]!,
    ];
    const named = ({ type, start, end }: { type: string; start: number; end: number }) =>
      `${type} ${start} ${end}`;
    const [real, given] = [lenientEntities(tags), lenientEntities(answers)];
    const [ofReal, ofGiven] = [new Set(real.map(named)), new Set(given.map(named))];
    const result: (Marked & { key: string })[] = [];
    words.forEach((word, at) => {
      const over = (entities: typeof real) => entities.find(({ start, end }) => start <= at && at < end);
      const [entity, answer] = [over(real), over(given)];
      const wrong = answer && !ofReal.has(named(answer));
      const missed = entity && !ofGiven.has(named(entity));
      const kind: Kind | undefined =
        wrong && missed ? 'wrong and missed' : wrong ? 'wrong' : missed ? 'missed' : entity && 'found';
      const key = `${kind} ${entity && named(entity)} ${answer && named(answer)}`;
      const last = result.at(-1);
      if (last?.key === key) last.words.push(word);
      else result.push({ key, kind, type: (answer ?? entity)?.type ?? '', words: [word] });
    });
    return result;
  }
}

function shown({ kind, type, words }: Marked): Html {
  const text = words.join(' ');
  if (!kind) return html`${text} `;
  const { sign, style } = marks[kind];
  return html`<span style="${style};padding:0 3px;border-radius:3px" title="${kind}: ${type}">${text}<sup>${sign}</sup></span> `;
}

function plain(marked: readonly Marked[]): string {
  return marked
    .map(({ kind, words }) => (kind ? `[${words.join(' ')}]${marks[kind].sign}` : words.join(' ')))
    .join(' ');
}

/** Sentences with found, missed and wrong entities marked; give it to `show`. */
export function entityText(sentences: AnsweredSentences): EntityText {
  return new EntityText(sentences);
}
