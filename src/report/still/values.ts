/** Reading a plotly figure, whose fields are whatever the reader wrote. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** The items of an array or a typed array; none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<unknown>)
    : [];
}

export function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function stringOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** The words of a title, which is a text or holds one. plotly's few tags are left out. */
export function wordsOf(title: unknown): string {
  const text = typeof title === 'object' ? fieldsOf(title).text : title;
  if (typeof text !== 'string' && typeof text !== 'number') return '';
  return String(text)
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?(?:a|b|em|i|s|span|strong|sub|sup|u)\b[^<>]*>/gi, '');
}

/** A number, also where it is written as text or as a BigInt; undefined for everything else. */
export function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}
