"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.currentEnvironment = currentEnvironment;
/** The environment of this process. Loads the native engine on the first call. */
async function currentEnvironment() {
    const { environmentFingerprint } = await import('../engine/fingerprint.js');
    const { hash, ...facts } = environmentFingerprint();
    return { hash, facts: { ...facts } };
}
//# sourceMappingURL=environment.js.map