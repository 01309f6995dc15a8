"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.continuePretraining = continuePretraining;
exports.mixReplay = mixReplay;
/**
 * Continued pretraining (Gururangan et al. 2020): an encoder pretrained on general text goes on with the domain's texts
 * (DAPT), the task's own (TAPT), or one after the other; general text mixed in as replay tempers forgetting.
 */
const seededRandom_1 = require("../data/seededRandom");
const errors_1 = require("../errors");
const pretrain_1 = require("../training/pretrain");
/**
 * Pretrains an encoder phase by phase: DAPT then TAPT is two phases. Each starts a fresh optimiser and schedule from the
 * weights that the one before left. The encoder's parameters are changed in place.
 * @throws LabError for no phase, a share out of range, or a loss that stops being a number; StoppedError on request
 */
async function continuePretraining(encoder, phases, settings) {
    if (phases.length === 0)
        throw new errors_1.LabError('Continued pretraining needs at least one phase; name its texts and steps.');
    const results = [];
    for (const [place, { name, sequences, steps, replay }] of phases.entries()) {
        const seed = settings.seed + 1_000_003 * place;
        const texts = replay ? mixReplay(sequences, replay.sequences, { share: replay.share, seed }) : sequences;
        results.push({ name, ...(await (0, pretrain_1.pretrain)(encoder, { ...settings, sequences: texts, steps, seed })) });
    }
    const sum = (of) => results.reduce((total, result) => total + of(result), 0);
    return {
        phases: results,
        tokens: sum(({ tokens }) => tokens),
        trainingFlops: sum(({ trainingFlops }) => trainingFlops),
        seconds: sum(({ seconds }) => seconds),
        steps: sum(({ steps }) => steps),
    };
}
/**
 * Domain texts with general ones mixed in, so that general text makes up the given share of the tokens (to within one
 * text): all domain texts, and general texts drawn at random, each once before any a second time.
 * @throws LabError when the share is out of range or there is no general token to draw
 */
function mixReplay(domain, general, { share, seed }) {
    if (!(share >= 0 && share < 1))
        throw new errors_1.LabError(`The replay share is ${share}; give the general text's share of the tokens, 0 to below 1.`);
    const mixture = [...domain];
    if (share === 0)
        return mixture;
    const domainTokens = domain.reduce((sum, { length }) => sum + length, 0);
    if (!general.some(({ length }) => length > 0))
        throw new errors_1.LabError('There is no general text to replay; give some, or set the share to 0.');
    const random = (0, seededRandom_1.seededRandom)(`replay/${seed}`);
    let left = (domainTokens * share) / (1 - share);
    let queue = [];
    while (left > 0) {
        if (queue.length === 0)
            queue = random.shuffle([...general]);
        const text = queue.pop();
        // The last text comes in only if most of it is still wanted.
        if (text.length / 2 > left)
            break;
        mixture.push(text);
        left -= text.length;
    }
    return mixture;
}
//# sourceMappingURL=continuedPretraining.js.map