"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.curveFigure = curveFigure;
/** Curves of one training run each, such as the loss over steps. */
const figure_1 = require("./figure");
const colours = ['#0072b2', '#d55e00', '#009e73', '#7a7f87', '#cc79a7', '#e69f00'];
/** Draws values over training steps. `quantity` is the vertical axis with its unit: 'Loss (nats)'. */
function curveFigure(title, quantity, curves) {
    return new figure_1.Figure({
        title,
        caption: Object.entries(curves)
            .map(([name, points]) => `${name}: ${points.length} points`)
            .join('; '),
        x: { title: 'Training step', scale: 'linear' },
        y: { title: quantity, scale: 'linear' },
        height: 360,
        series: Object.entries(curves).map(([name, points], index) => ({
            name,
            group: name,
            colour: colours[index % colours.length],
            symbol: 'circle',
            style: 'line',
            legend: true,
            points: points.map(({ step, value }) => ({
                x: step,
                y: value,
                runs: [],
                label: `${value.toFixed(3)} at step ${step}`,
            })),
        })),
    });
}
//# sourceMappingURL=curveFigure.js.map