"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.terminalProgress = terminalProgress;
/** Progress on stderr: live bars in a terminal, a line now and then in a log. */
const cli_progress_1 = require("cli-progress");
const progressGroup_1 = require("./progressGroup");
const progressMeter_1 = require("./progressMeter");
/** Seconds between two lines in a log. */
const logPause = 10;
const framesPerSecond = 10;
const barWidth = 24;
/** @param stream where to draw; live if it is a terminal */
function terminalProgress(stream = process.stderr) {
    const clock = { loggedAt: Number.NEGATIVE_INFINITY };
    const groups = new progressGroup_1.ProgressGroups(() => stream.isTTY ? new LiveDrawing(stream) : new LogDrawing(stream, clock));
    return (options) => groups.start(options);
}
/** Its redrawing timer must not keep alive a command whose work failed between start and finish. */
class BackgroundMultiBar extends cli_progress_1.MultiBar {
    update() {
        super.update();
        this.timer?.unref();
    }
}
class LiveDrawing {
    stream;
    lines = new Map();
    screen;
    constructor(stream) {
        this.stream = stream;
        this.screen = new BackgroundMultiBar({
            stream,
            fps: framesPerSecond,
            hideCursor: true,
            clearOnComplete: false,
            stopOnComplete: false,
            gracefulExit: false, // Ctrl-C belongs to the command, which stops at a safe point
            format: (_options, _parameters, payload) => this.line(payload.bar),
        });
        process.once('exit', this.stop); // gives the cursor back whatever happened
    }
    draw(bars) {
        for (const bar of bars) {
            if (!this.lines.has(bar))
                this.lines.set(bar, this.screen.create(1, 0, { bar }));
        }
        for (const [bar, line] of this.lines) {
            if (bars.includes(bar)) {
                line.update(bar.meter.state().fraction ?? 0);
            }
            else {
                this.screen.remove(line);
                this.lines.delete(bar);
            }
        }
    }
    end(bars) {
        this.draw(bars);
        this.screen.update();
        process.off('exit', this.stop);
        this.stop();
    }
    stop = () => this.screen.stop();
    line({ meter, finished }) {
        const state = meter.state(finished);
        if (finished)
            return this.cut((0, progressMeter_1.progressLine)(state, true));
        const filled = Math.round((state.fraction ?? 0) * barWidth);
        const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
        const text = [state.counts, state.rate, state.elapsed, state.left && `${state.left} left`, state.note];
        return this.cut(`${state.label} ${bar} ${text.filter(Boolean).join(' · ')}`);
    }
    /** A line that wraps would be drawn anew below itself. */
    cut(line) {
        return line.slice(0, (this.stream.columns ?? 80) - 1);
    }
}
class LogDrawing {
    stream;
    clock;
    constructor(stream, clock) {
        this.stream = stream;
        this.clock = clock;
    }
    draw(bars) {
        const now = performance.now() / 1000;
        if (this.clock.loggedAt === Number.NEGATIVE_INFINITY)
            this.clock.loggedAt = now; // the first after a pause too
        if (now - this.clock.loggedAt < logPause)
            return;
        this.clock.loggedAt = now;
        this.stream.write(`${bars.map(({ meter, finished }) => (0, progressMeter_1.progressLine)(meter.state(finished))).join(' | ')}\n`);
    }
    end(bars) {
        this.clock.loggedAt = performance.now() / 1000;
        for (const { meter } of bars)
            this.stream.write(`${(0, progressMeter_1.progressLine)(meter.state(true), true)}\n`);
    }
}
//# sourceMappingURL=progressTerminal.js.map