"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Background = void 0;
/**
 * Failures that no cell awaits: rejections, errors in timers, process.exit. They fail the cell that is running;
 * a cell is over only when what it left behind in the next moments is over too.
 */
const node_async_hooks_1 = require("node:async_hooks");
const cellErrors_1 = require("./cellErrors");
/** How long after its end a cell may be held open by timers and requests it started, in milliseconds. */
const longestSettling = 2000;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
/** Work that will call back once, by itself, soon: seen in process.getActiveResourcesInfo(). */
const shortLived = /Req|ConnectWrap/;
class Background {
    fail;
    leftBehind = [];
    cell = new node_async_hooks_1.AsyncLocalStorage();
    /** Takes over the process's last-resort events, its exits, and its timers. Called once. */
    install() {
        process.on('uncaughtException', (error) => this.report(error));
        process.on('unhandledRejection', (reason) => this.report(reason));
        const exit = (how) => () => {
            const error = new cellErrors_1.ProcessExit(`${how} was called. A cell cannot end the kernel; throw an error instead.`);
            this.report(error); // as well, so that a catch-all in the cell cannot hide it
            throw error;
        };
        process.exit = exit('process.exit()');
        process.abort = exit('process.abort()');
        this.watchTimers();
    }
    /** An error left by an earlier cell after that cell was over, if there is one; it is then forgotten. */
    takeLeftBehind() {
        const errors = this.leftBehind;
        this.leftBehind = [];
        return errors;
    }
    /**
     * Runs a cell's work to its end, including what it left behind.
     * @throws what the work throws, or the first background failure meanwhile
     */
    async watch(work, interrupted) {
        const failed = new Promise((_, reject) => {
            this.fail = reject;
        });
        failed.catch(() => { });
        const timers = new Set();
        const before = requests();
        try {
            const result = this.cell.run({ timers }, work);
            result.catch(() => { }); // it may lose the race and fail later: the failure is then told already
            const value = await Promise.race([result, failed, interrupted]);
            await Promise.race([settle(timers, before), failed, interrupted]);
            return value;
        }
        catch (error) {
            await nextTurn(); // a rejection of the same moment belongs to this cell too, not to the next one
            throw error;
        }
        finally {
            this.fail = undefined;
        }
    }
    report(error) {
        if (this.fail)
            this.fail(error);
        else
            this.leftBehind.push(error);
    }
    /** Timers that a cell sets and does not wait for hold it open until they first fire, if that is soon. */
    watchTimers() {
        const track = (original) => {
            const tracked = (callback, delay, ...args) => {
                const timers = this.cell.getStore()?.timers;
                if (!timers || typeof callback !== 'function' || (delay ?? 0) > longestSettling) {
                    return original(callback, delay, ...args);
                }
                const timer = original((...given) => {
                    // After the callback, so that what it starts or throws still counts.
                    setImmediate(() => timers.delete(timer));
                    callback(...given);
                }, delay, ...args);
                timers.add(timer);
                return timer;
            };
            return Object.assign(tracked, original);
        };
        globalThis.setTimeout = track(globalThis.setTimeout);
        globalThis.setInterval = track(globalThis.setInterval);
    }
}
exports.Background = Background;
function requests() {
    return process.getActiveResourcesInfo().filter((kind) => shortLived.test(kind)).length;
}
async function settle(timers, requestsBefore) {
    const end = Date.now() + longestSettling;
    const active = () => [...timers].some((timer) => {
        const { _destroyed: cleared } = timer;
        return !cleared && timer.hasRef();
    });
    do {
        await nextTurn();
        await nextTurn();
        if (!active() && requests() <= requestsBefore)
            return;
        await new Promise((resolve) => setTimeout(resolve, 5));
    } while (Date.now() < end);
}
//# sourceMappingURL=background.js.map