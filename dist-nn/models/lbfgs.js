"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.minimise = minimise;
/** Pairs of steps and gradient changes remembered: more cost memory and seldom help. */
const memory = 8;
/** Finds the minimum of a smooth convex function from a start. The start is not changed. */
function minimise(objective, start, options) {
    const size = objective.parameters;
    const pairs = [];
    let point = start.slice();
    let gradient = new Float64Array(size);
    let value = objective.evaluate(point, gradient);
    let iterations = 0;
    let norm = largest(gradient);
    while (norm > options.gradientTolerance && iterations < options.maximumIterations) {
        const direction = descentDirection(objective, gradient, pairs);
        const next = searchLine(objective, point, value, gradient, direction);
        if (!next)
            break;
        const step = subtract(next.point, point);
        const change = subtract(next.gradient, gradient);
        const product = dot(step, change);
        if (product > 0) {
            if (pairs.length === memory)
                pairs.shift();
            pairs.push({ step, change, inverseProduct: 1 / product });
        }
        ({ point, value, gradient } = next);
        norm = largest(gradient);
        iterations++;
    }
    return { point, value, iterations, gradientNorm: norm, converged: norm <= options.gradientTolerance };
}
/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function descentDirection(objective, gradient, pairs) {
    const direction = gradient.slice();
    const shares = new Float64Array(pairs.length);
    for (let p = pairs.length - 1; p >= 0; p--) {
        shares[p] = pairs[p].inverseProduct * dot(pairs[p].step, direction);
        addScaled(direction, -shares[p], pairs[p].change);
    }
    objective.precondition(direction);
    const last = pairs.at(-1);
    if (last) {
        const preconditioned = last.change.slice();
        objective.precondition(preconditioned);
        const scale = 1 / (last.inverseProduct * dot(last.change, preconditioned));
        for (let k = 0; k < direction.length; k++)
            direction[k] *= scale;
    }
    for (let p = 0; p < pairs.length; p++) {
        const share = pairs[p].inverseProduct * dot(pairs[p].change, direction);
        addScaled(direction, shares[p] - share, pairs[p].step);
    }
    for (let k = 0; k < direction.length; k++)
        direction[k] = -direction[k];
    return direction;
}
/** Enough decrease for the step taken (Armijo), and a slope that has flattened enough (weak Wolfe). */
const [enoughDecrease, enoughFlattening] = [1e-4, 0.9];
/**
 * Near the minimum the value's last digits are noise while the gradient's are not: a value equal up to this share is
 * judged by the slope instead (Hager & Zhang 2005, the approximate Wolfe conditions).
 */
const rounding = 1e-12;
/** Finds a step along a descent direction; undefined when rounding leaves none that lowers the value. */
function searchLine(objective, point, value, gradient, direction) {
    const slope = dot(gradient, direction);
    if (!(slope < 0))
        return undefined;
    let [low, high, length] = [0, Number.POSITIVE_INFINITY, 1];
    const trial = { point: new Float64Array(point.length), value, gradient: new Float64Array(point.length) };
    for (let attempt = 0; attempt < 50; attempt++) {
        for (let k = 0; k < point.length; k++)
            trial.point[k] = point[k] + length * direction[k];
        trial.value = objective.evaluate(trial.point, trial.gradient);
        const trialSlope = dot(trial.gradient, direction);
        const lower = trial.value <= value + enoughDecrease * length * slope ||
            (trial.value <= value + rounding * Math.abs(value) && trialSlope <= (2 * enoughDecrease - 1) * slope);
        if (!lower)
            high = length;
        else if (trialSlope < enoughFlattening * slope)
            low = length;
        else
            return trial;
        length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
    }
    return undefined;
}
function dot(a, b) {
    let sum = 0;
    for (let k = 0; k < a.length; k++)
        sum += a[k] * b[k];
    return sum;
}
function addScaled(target, factor, source) {
    for (let k = 0; k < target.length; k++)
        target[k] += factor * source[k];
}
function subtract(a, b) {
    const difference = new Float64Array(a.length);
    for (let k = 0; k < a.length; k++)
        difference[k] = a[k] - b[k];
    return difference;
}
function largest(vector) {
    let norm = 0;
    for (let k = 0; k < vector.length; k++)
        norm = Math.max(norm, Math.abs(vector[k]));
    return norm;
}
//# sourceMappingURL=lbfgs.js.map