"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ProgressGroups = void 0;
const progressMeter_1 = require("./progressMeter");
class ProgressGroups {
    newDrawing;
    bars = [];
    drawing;
    constructor(newDrawing) {
        this.newDrawing = newDrawing;
    }
    start(options) {
        if (this.bars.length === 0)
            this.drawing = this.newDrawing();
        const drawing = this.drawing;
        const bar = {
            meter: new progressMeter_1.ProgressMeter(options),
            outermost: this.bars.length === 0,
            finished: false,
        };
        this.bars.push(bar);
        drawing.draw(this.bars, true);
        return {
            update: (done, note) => {
                if (bar.finished)
                    return;
                bar.meter.update(done, note);
                if (this.drawing === drawing)
                    drawing.draw(this.bars, false);
            },
            finish: (note) => {
                if (bar.finished)
                    return;
                if (note !== undefined)
                    bar.meter.note = note;
                bar.finished = true;
                if (this.drawing === drawing)
                    this.afterFinish(bar);
            },
        };
    }
    /** Forgets bars that were never finished (the work failed or was stopped); what is drawn stays. */
    abandon() {
        this.bars = [];
        this.drawing = undefined;
    }
    afterFinish(bar) {
        if (!bar.outermost)
            this.bars = this.bars.filter((other) => other !== bar);
        if (this.bars.every((other) => other.finished)) {
            this.drawing.end(this.bars);
            this.abandon();
        }
        else {
            this.drawing.draw(this.bars, true);
        }
    }
}
exports.ProgressGroups = ProgressGroups;
//# sourceMappingURL=progressGroup.js.map