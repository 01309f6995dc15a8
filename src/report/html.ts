/** Markup is made in one way: by the template below, which escapes whatever is put into it. */
import { escapeHtml } from './escapeHtml';

/** Text that is markup already. */
export class Html {
  /** @param text made of escaped text and of markup that stands in this program; see {@link html} */
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may be put into markup: text and numbers are escaped, markup and lists of it are not; undefined and '' are nothing. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/**
 * Markup from a template: `html\`<b>${title}</b>\``. Values may stand between tags and in quoted attributes, nowhere else
 * (not in script or style elements).
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const text = strings.reduce((sum, string, k) => `${sum}${escaped(parts[k - 1])}${string}`);
  return new Html(text);
}

/** Parts one below the other. */
export function lines(parts: readonly HtmlPart[]): Html {
  return new Html(parts.map(escaped).join('\n'));
}

function escaped(part: HtmlPart): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(escaped).join('');
  return escapeHtml(String(part));
}
