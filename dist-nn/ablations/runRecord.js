"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.runId = runId;
exports.encodeRecord = encodeRecord;
exports.decodeRecord = decodeRecord;
const identity_1 = require("./identity");
/** SHA-256 over what determines the run. */
function runId(determinants) {
    return (0, identity_1.identify)(determinants);
}
/** A record as it is stored: one JSON document that carries its own checksum. */
function encodeRecord(record) {
    const body = JSON.parse((0, identity_1.canonicalJson)(record));
    return `${JSON.stringify({ checksum: (0, identity_1.identify)(body), ...body }, null, 2)}\n`;
}
/**
 * Reads a stored record.
 * @returns the record, or in one clause what is wrong with it
 */
function decodeRecord(text, id) {
    let stored;
    try {
        stored = JSON.parse(text);
    }
    catch {
        return 'it is not complete JSON';
    }
    if (stored === null || typeof stored !== 'object' || Array.isArray(stored))
        return 'it is not a JSON object';
    const { checksum, ...body } = stored;
    if (checksum !== (0, identity_1.sha256)((0, identity_1.canonicalJson)(body)))
        return 'its checksum does not match its content';
    if (body.format !== 1)
        return `its format is ${String(body.format)}, not 1`;
    const record = body;
    if (record.id !== id || runId(record.determinants) !== id)
        return 'its id does not follow from its content';
    return record;
}
//# sourceMappingURL=runRecord.js.map