"use strict";
/** Sending without waiting, on a socket that takes one message at a time. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Outbox = void 0;
/**
 * A socket whose sends may overlap. zeromq sends at once where it can, so that a cell which then keeps the process
 * busy is still heard; where it cannot, it refuses a second send (EBUSY), and the rest waits in line.
 */
class Outbox {
    socket;
    waiting = [];
    unfinished = 0;
    constructor(socket) {
        this.socket = socket;
    }
    send(frames) {
        this.waiting.push(frames);
        this.sendWaiting();
    }
    get empty() {
        return this.unfinished === 0 && this.waiting.length === 0;
    }
    sendWaiting() {
        // Out of the line before it is sent: an interrupt may end this code at any point, and one that comes as soon as
        // the client has the message (a printed line, say) must not leave it here to be sent a second time.
        for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
            if (!this.trySend(next)) {
                this.waiting.unshift(next);
                return;
            }
        }
    }
    trySend(frames) {
        try {
            const sent = this.socket.send(frames);
            this.unfinished += 1;
            const next = () => {
                this.unfinished -= 1;
                this.sendWaiting();
            };
            sent.then(next, next); // rejected: the client is gone, and nobody is left to tell
            return true;
        }
        catch (error) {
            if (error.code === 'EBUSY')
                return false;
            throw error;
        }
    }
}
exports.Outbox = Outbox;
//# sourceMappingURL=outbox.js.map