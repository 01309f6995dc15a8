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
exports.download = download;
const fs = __importStar(require("node:fs"));
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
/** Trouble that another attempt may cure: a dropped connection, a server that is busy. */
class PassingError extends Error {
}
/**
 * Fetches a file, resuming with a Range request where a part of it is there already.
 * @throws LabError when the server cannot be reached, answers with an error, or sends more than `bytes`
 */
async function download(request) {
    const { url, label, bytes, attempts = 4 } = request;
    const progress = (0, progress_1.startProgress)({ label: `Download ${label}`, total: bytes, unit: 'bytes' });
    let reason = '';
    for (let attempt = 1; attempt <= attempts; attempt++) {
        try {
            await fetchRest(request, (done) => progress.update(done));
            progress.finish();
            return;
        }
        catch (error) {
            if (!(error instanceof PassingError))
                throw error;
            reason = error.message;
            if (attempt < attempts)
                await new Promise((resolve) => setTimeout(resolve, 100 * 3 ** (attempt - 1)));
        }
    }
    throw new errors_1.LabError(`${url} cannot be fetched (${reason}): connect to the network and try again (what has arrived is kept), ` +
        'or set LAB_DATA_MIRROR to a folder that holds the file as DATASET/PATH.');
}
async function fetchRest(request, report) {
    const { url, part, bytes, idleMilliseconds = 30_000 } = request;
    let start = fs.existsSync(part) ? fs.statSync(part).size : 0;
    if (start === bytes)
        return;
    if (start > bytes) {
        fs.rmSync(part);
        start = 0;
    }
    const controller = new AbortController();
    let idle = setTimeout(() => controller.abort(), idleMilliseconds);
    let file;
    try {
        const headers = { 'accept-encoding': 'identity' };
        if (start > 0)
            headers.range = `bytes=${start}-`;
        const response = await fetch(url, { headers, signal: controller.signal });
        if (response.status === 416) {
            // The server has less than what lies here: begin again.
            fs.rmSync(part);
            throw new PassingError('the part fetched earlier does not fit');
        }
        if (!response.ok || !response.body)
            throw refused(url, response.status);
        const goesOn = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
        let done = goesOn ? start : 0;
        file = await fs.promises.open(part, goesOn ? 'a' : 'w');
        for await (const chunk of response.body) {
            clearTimeout(idle);
            idle = setTimeout(() => controller.abort(), idleMilliseconds);
            done += chunk.length;
            if (done > bytes) {
                await file.close();
                file = undefined;
                fs.rmSync(part);
                throw new errors_1.LabError(`${url} sends more than the ${bytes} bytes that its card states: correct the card or its address.`);
            }
            await file.write(chunk);
            report(done);
            await (0, stop_1.breathe)();
        }
        await file.sync();
        if (done < bytes)
            throw new PassingError(`${done} of ${bytes} bytes arrived`);
    }
    catch (error) {
        if (error instanceof errors_1.LabError || error instanceof PassingError)
            throw error;
        throw new PassingError(reasonOf(error));
    }
    finally {
        clearTimeout(idle);
        await file?.close();
        controller.abort();
    }
}
function refused(url, status) {
    if (status === 408 || status === 429 || status >= 500)
        return new PassingError(`the server answers ${status}`);
    return new errors_1.LabError(`${url} cannot be fetched (the server answers ${status}): correct the address in the card.`);
}
function reasonOf(error) {
    const { cause, name, message } = error;
    if (name === 'AbortError')
        return 'the server fell silent';
    return cause?.code ?? cause?.message ?? message;
}
//# sourceMappingURL=download.js.map