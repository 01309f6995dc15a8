"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Channels = void 0;
/** The five sockets of a kernel, bound where the connection file says. */
const fs = __importStar(require("node:fs"));
const node_module_1 = require("node:module");
const outbox_1 = require("./outbox");
const wire_1 = require("./wire");
/** How long a closing kernel waits for its last messages to leave, in milliseconds. */
const linger = 2000;
class Channels {
    wire;
    outboxes;
    sockets;
    constructor(wire, outboxes, sockets) {
        this.wire = wire;
        this.outboxes = outboxes;
        this.sockets = sockets;
    }
    /** Binds all sockets; `onRequest` gets each request of the shell and control channels with a way to answer it. */
    static async open(connectionFile, onRequest) {
        const connection = JSON.parse(fs.readFileSync(connectionFile, 'utf8'));
        // zeromq is tslab's own dependency: found from there, wherever the package manager put it.
        const zmq = (0, node_module_1.createRequire)(require.resolve('tslab'))('zeromq');
        // No high-water mark: a cell that prints 100,000 lines must not lose the error that follows them.
        const options = { sendHighWaterMark: 0, linger };
        const shell = new zmq.Router(options);
        const control = new zmq.Router(options);
        const stdin = new zmq.Router();
        const iopub = new zmq.Publisher(options);
        const heartbeat = new zmq.Reply();
        const named = { shell, control, stdin, iopub, hb: heartbeat };
        await Promise.all(Object.entries(named).map(([name, socket]) => socket.bind(`${connection.transport}://${connection.ip}:${connection[`${name}_port`]}`)));
        const outboxes = { shell: new outbox_1.Outbox(shell), control: new outbox_1.Outbox(control), iopub: new outbox_1.Outbox(iopub) };
        const channels = new Channels(new wire_1.Wire(connection.key), outboxes, Object.values(named));
        void channels.listen(outboxes.shell, onRequest);
        void channels.listen(outboxes.control, onRequest);
        void (async () => {
            for await (const frames of heartbeat)
                await heartbeat.send(frames);
        })();
        return channels;
    }
    /** Publishes to every client, as a consequence of `parent`. */
    publish(type, content, parent) {
        this.outboxes.iopub.send(this.wire.pack(type, content, parent, [Buffer.from(type)]));
    }
    /**
     * Waits a moment until what was sent has been handed to ZeroMQ, then closes. Not for ever: an interrupt that ends a
     * busy loop may take the promise of a send with it, which then never tells its end.
     */
    async close() {
        const deadline = Date.now() + linger;
        while (Date.now() < deadline && !Object.values(this.outboxes).every((outbox) => outbox.empty)) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        for (const socket of this.sockets)
            socket.close();
    }
    async listen(outbox, onRequest) {
        for await (const frames of outbox.socket) {
            let request;
            try {
                request = this.wire.unpack(frames);
            }
            catch {
                continue; // not from our client: the specification says to ignore it
            }
            onRequest(request, (type, content) => outbox.send(this.wire.pack(type, content, request, request.identities)));
        }
    }
}
exports.Channels = Channels;
//# sourceMappingURL=channels.js.map