/** Every head of an encoder as a small picture of what it looks at, with a number such as its importance. */
import { LabError } from '../errors';
import type { Displayable, MimeBundle } from './display';
import { lines as below, html } from './html';
import { xmlText } from './xmlText';

export interface HeadPictures {
  readonly title: string;
  /** [layers][heads][rows][columns], 0 or above. Each picture is as dark as its own largest value allows. */
  readonly weights: readonly (readonly (readonly (readonly number[])[])[])[];
  /** Names of the columns of each picture, such as the words: written once, below the last layer, where they fit. */
  readonly words?: readonly string[];
  /** A number for each head, [layers][heads]: the frame is the wider the larger it is. */
  readonly scores?: readonly (readonly number[])[];
  /** What the numbers are: 'importance'. */
  readonly score?: string;
  /** Heads that are drawn crossed out, [layers][heads]: true stays. Default: all stay. */
  readonly kept?: readonly (readonly boolean[])[];
}

const blue = [0, 114, 178] as const;
const gap = 14;
const left = 64;
const top = 34;

/** Heads side by side, layers one below the other, the first on top. */
export class HeadGrid implements Displayable {
  /** @throws LabError where scores or kept heads do not match the pictures */
  constructor(readonly pictures: HeadPictures) {
    const { weights, scores, kept } = pictures;
    if (weights.length === 0 || weights[0]!.length === 0)
      throw new LabError('There is no head to draw; give at least one layer of one head.');
    for (const [what, given] of [
      ['scores', scores],
      ['kept heads', kept],
    ] as const) {
      if (
        given &&
        (given.length !== weights.length || given.some((row, k) => row.length !== weights[k]!.length))
      )
        throw new LabError(
          `The ${what} are of ${given.length} layers of ${given[0]?.length ?? 0} heads; the pictures of ${weights.length} of ${weights[0]!.length}.`,
        );
    }
  }

  /** A still picture. */
  svg(): string {
    const { title, weights, words = [], scores, score = '', kept } = this.pictures;
    const heads = Math.max(...weights.map((layer) => layer.length));
    const side = Math.min(110, Math.max(44, Math.floor((900 - left) / heads) - gap));
    const step = side + gap + (scores ? 12 : 0);
    const largest = Math.max(0, ...(scores ?? []).flat());
    const parts = weights.flatMap((layer, l) =>
      layer.map((picture, h) => {
        const [x, y] = [left + h * (side + gap), top + 18 + l * step];
        const gone = kept?.[l]?.[h] === false;
        const own = scores?.[l]?.[h];
        const frame = own === undefined || largest === 0 ? 1 : 0.5 + (3.5 * own) / largest;
        return below([
          cells(picture, x, y, side),
          html`<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="none" stroke="${gone ? '#d55e00' : '#8a8f98'}" stroke-width="${frame.toFixed(2)}"/>`,
          gone
            ? html`<path d="M${x} ${y}L${x + side} ${y + side}M${x + side} ${y}L${x} ${y + side}" stroke="#d55e00" stroke-width="1.5"/>`
            : undefined,
          own === undefined
            ? undefined
            : html`<text x="${x + side / 2}" y="${y + side + 12}" text-anchor="middle" font-size="10">${own.toFixed(2)}</text>`,
        ]);
      }),
    );
    const bottom = top + 18 + weights.length * step;
    const width = left + heads * (side + gap);
    const legend = `${words.length > 0 ? `Rows ask, columns are asked: ${words.join(' ')}` : ''}`;
    const whole = bottom + (legend ? 22 : 4);
    const labels = [
      html`<text x="${left}" y="18" font-size="14">${title}${score ? `; below each: ${score}` : ''}</text>`,
      ...Array.from(
        { length: heads },
        (_, h) =>
          html`<text x="${left + h * (side + gap) + side / 2}" y="${top + 12}" text-anchor="middle">head ${h + 1}</text>`,
      ),
      ...weights.map(
        (_, l) =>
          html`<text x="${left - 8}" y="${top + 18 + l * step + side / 2 + 4}" text-anchor="end">layer ${l + 1}</text>`,
      ),
      legend ? html`<text x="${left}" y="${bottom + 12}">${legend}</text>` : undefined,
    ];
    const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#5f6670"><title>${title}</title>\n${below([...labels, ...parts])}\n</svg>`;
    return xmlText(picture.toString());
  }

  toDisplay(): MimeBundle {
    const { title, scores, score = 'score' } = this.pictures;
    const rows = (scores ?? []).map(
      (layer, l) => `layer ${l + 1}: ${layer.map((own) => own.toFixed(2)).join(' ')}`,
    );
    return {
      'image/svg+xml': this.svg(),
      'text/plain': [
        `[picture: ${title}]`,
        ...(rows.length > 0 ? [`${score} of each head`] : []),
        ...rows,
      ].join('\n'),
    };
  }
}

function cells(picture: readonly (readonly number[])[], x: number, y: number, side: number) {
  const largest = Math.max(1e-12, ...picture.flat());
  const high = side / picture.length;
  return below(
    picture.flatMap((row, r) =>
      row.map((value, c) => {
        const wide = side / row.length;
        const colour = blue.map((channel) => Math.round(255 + (value / largest) * (channel - 255)));
        // A hair wider, so that no light line shows between two cells.
        return html`<rect x="${(x + c * wide).toFixed(2)}" y="${(y + r * high).toFixed(2)}" width="${(wide + 0.3).toFixed(2)}" height="${(high + 0.3).toFixed(2)}" fill="rgb(${colour.join()})"/>`;
      }),
    ),
  );
}

/** Draws heads in a grid; give it to `show`. */
export function headGrid(pictures: HeadPictures): HeadGrid {
  return new HeadGrid(pictures);
}
