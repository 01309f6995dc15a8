"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.warmupCosine = warmupCosine;
/**
 * Linear warm-up, then a half cosine down (Loshchilov & Hutter 2017, eq. 5, without restarts).
 * @param step 0-based
 */
function warmupCosine(step, { peak, warmupSteps, steps, finalShare = 0 }) {
    if (step < warmupSteps)
        return (peak * (step + 1)) / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
    return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
//# sourceMappingURL=schedule.js.map