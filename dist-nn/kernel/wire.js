"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Wire = exports.protocolVersion = void 0;
/**
 * Jupyter's messages as ZeroMQ frames: [identity, ..., <IDS|MSG>, signature, header, parent, metadata, content].
 * Specification: jupyter-client, "Messaging in Jupyter", the wire protocol, version 5.3.
 */
const node_crypto_1 = require("node:crypto");
const delimiter = Buffer.from('<IDS|MSG>');
exports.protocolVersion = '5.3';
/** Signs, checks, packs and unpacks the messages of one connection. */
class Wire {
    key;
    session = (0, node_crypto_1.randomUUID)();
    constructor(key) {
        this.key = key;
    }
    /** @throws Error if the delimiter is missing or the signature is wrong */
    unpack(frames) {
        const at = frames.findIndex((frame) => frame.equals(delimiter));
        if (at < 0)
            throw new Error('A message without delimiter.');
        const [signature, ...parts] = frames.slice(at + 1);
        if (this.key !== '') {
            const expected = Buffer.from(this.sign(parts.slice(0, 4)));
            if (signature.length !== expected.length || !(0, node_crypto_1.timingSafeEqual)(signature, expected)) {
                throw new Error('A message with a wrong signature.');
            }
        }
        const [header, parent, , content] = parts.map((part) => part.toString('utf8'));
        return {
            identities: frames.slice(0, at),
            header: JSON.parse(header),
            parent: JSON.parse(parent),
            content: JSON.parse(content),
        };
    }
    /** Packs an answer to `parent` (or, for the very first status, to nobody). */
    pack(type, content, parent, identities) {
        const header = {
            msg_id: (0, node_crypto_1.randomUUID)(),
            session: parent?.header.session ?? this.session,
            username: parent?.header.username ?? 'kernel',
            date: new Date().toISOString(),
            msg_type: type,
            version: exports.protocolVersion,
        };
        const parts = [header, parent?.header ?? {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
        return [...identities, delimiter, Buffer.from(this.sign(parts)), ...parts];
    }
    sign(parts) {
        if (this.key === '')
            return '';
        const hmac = (0, node_crypto_1.createHmac)('sha256', this.key);
        for (const part of parts)
            hmac.update(part);
        return hmac.digest('hex');
    }
}
exports.Wire = Wire;
//# sourceMappingURL=wire.js.map