/** A figure said once, drawn twice: interactive by plotly and as a small still picture in SVG, from the same numbers. */
import { figureBundle, type MimeBundle } from './display';
import type { FigureLike } from './figureLike';
import type { FigureSpecification } from './figureSpecification';
import type { Html } from './html';
import { plotlyOf } from './plotlyFigure';
import { svgOf } from './svgFigure';

export class Figure {
  constructor(readonly specification: FigureSpecification) {}

  /** For plotly.js. */
  plotly(): FigureLike {
    return plotlyOf(this.specification);
  }

  /** A still picture, for paper and for viewers that run no scripts. */
  svg(): string {
    return this.picture().toString();
  }

  /** The same as markup, for a page. */
  picture(): Html {
    return svgOf(this.specification);
  }

  /** Every run behind a point of the figure. */
  runs(): string[] {
    const points = this.specification.series.flatMap((series) => series.points);
    return [...new Set(points.flatMap((point) => point.runs))];
  }

  toDisplay(): MimeBundle {
    return figureBundle(this.plotly(), this.svg());
  }
}
