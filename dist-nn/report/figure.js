"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Figure = void 0;
/** A figure said once, drawn twice: interactive by plotly and as a small still picture in SVG, from the same numbers. */
const display_1 = require("./display");
const plotlyFigure_1 = require("./plotlyFigure");
const svgFigure_1 = require("./svgFigure");
class Figure {
    specification;
    constructor(specification) {
        this.specification = specification;
    }
    /** For plotly.js. */
    plotly() {
        return (0, plotlyFigure_1.plotlyOf)(this.specification);
    }
    /** A still picture, for paper and for viewers that run no scripts. */
    svg() {
        return (0, svgFigure_1.svgOf)(this.specification);
    }
    /** Every run behind a point of the figure. */
    runs() {
        const points = this.specification.series.flatMap((series) => series.points);
        return [...new Set(points.flatMap((point) => point.runs))];
    }
    toDisplay() {
        return (0, display_1.figureBundle)(this.plotly(), this.svg());
    }
}
exports.Figure = Figure;
//# sourceMappingURL=figure.js.map