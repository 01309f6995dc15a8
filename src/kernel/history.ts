/** What a session's cells said and answered, for clients that offer it again (jupyter-client, "History"). */

/** Session, number of the cell, and its source, or source and result. */
export type HistoryEntry = readonly [number, number, string | readonly [string, string | null]];

interface Line {
  readonly number: number;
  readonly source: string;
  readonly result: string | null;
}

/** A kernel remembers its own session alone. */
const session = 1;

export class History {
  private readonly lines: Line[] = [];

  /** @param result the text of what the cell gave, if it gave anything */
  add(number: number, source: string, result: string | null): void {
    this.lines.push({ number, source, result });
  }

  /** Answers a history_request: a range of cells, the last n, or the last n that match a pattern with * and ?. */
  entries(request: Record<string, unknown>): HistoryEntry[] {
    return this.chosen(request).map(({ number, source, result }) => [
      session,
      number,
      request.output === true ? [source, result] : source,
    ]);
  }

  private chosen({ hist_access_type: access, ...request }: Record<string, unknown>): Line[] {
    const most = numberOr(request.n, Number.POSITIVE_INFINITY);
    if (access === 'tail') return last(this.lines, most);
    if (access === 'search') {
      const pattern = globExpression(String(request.pattern ?? '*'));
      const matching = this.lines.filter(({ source }) => pattern.test(source));
      return last(request.unique === true ? withoutRepeats(matching) : matching, most);
    }
    // Zero is the session that runs; earlier ones, counted backwards, are not remembered.
    const asked = numberOr(request.session, 0);
    if (asked !== 0 && asked !== session) return [];
    const [start, stop] = [numberOr(request.start, 1), numberOr(request.stop, Number.POSITIVE_INFINITY)];
    return this.lines.filter(({ number }) => number >= start && number < stop);
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function last<T>(items: readonly T[], most: number): T[] {
  return items.slice(Math.max(0, items.length - most));
}

/** The last of each source. */
function withoutRepeats(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [line.source, line])).values()].sort((a, b) => a.number - b.number);
}

function globExpression(pattern: string): RegExp {
  const written = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${written.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
