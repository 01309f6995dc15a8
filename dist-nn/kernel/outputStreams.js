"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.redirectOutput = redirectOutput;
/** What cells print: process.stdout and process.stderr become stream messages. */
const node_string_decoder_1 = require("node:string_decoder");
/** @param send publishes text of one of the two streams */
function redirectOutput(send) {
    for (const name of ['stdout', 'stderr']) {
        const decoder = new node_string_decoder_1.StringDecoder('utf8'); // a character may be split between two writes
        const write = (chunk, encoding, done) => {
            const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
            if (text !== '')
                send(name, text);
            const callback = typeof encoding === 'function' ? encoding : done;
            if (callback)
                process.nextTick(callback);
            return true;
        };
        process[name].write = write;
    }
    // Node's own notes (deprecated, experimental) tell a notebook's reader nothing; other warnings do.
    process.removeAllListeners('warning');
    process.on('warning', (warning) => {
        if (!/^(Deprecation|Experimental)Warning$/.test(warning.name))
            send('stderr', `${warning.name}: ${warning.message}\n`);
    });
}
//# sourceMappingURL=outputStreams.js.map