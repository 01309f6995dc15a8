"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Field = void 0;
exports.rimWaves = rimWaves;
exports.unevenness = unevenness;
exports.photograph = photograph;
/** How much dye stands over each point of a square field: optical density, [points, points] a dye. */
class Field {
    points;
    micrometres;
    density;
    /** @param points a side; @param micrometres a side */
    constructor(points, micrometres) {
        this.points = points;
        this.micrometres = micrometres;
        const plane = () => new Float64Array(points * points);
        this.density = { eosin: plane(), nucleus: plane(), plasma: plane(), grains: plane() };
    }
    /**
     * Adds dye where any of the blobs lies and none of the holes.
     * @param amount optical density, or a function of place and of the depth as a share of the first blob's radius
     */
    add(dye, blobs, amount, holes = []) {
        const { points, micrometres } = this;
        const step = micrometres / points;
        const plane = this.density[dye];
        const reach = blobs.map((blob) => 1.35 * blob.radius * Math.sqrt(blob.elongation ?? 1) + step);
        const bound = (side, sign) => {
            const edge = Math.max(...blobs.map((blob, k) => sign * blob[side] + reach[k]));
            const place = (sign * edge + micrometres / 2) / step;
            return Math.max(0, Math.min(points - 1, sign === 1 ? Math.ceil(place) : Math.floor(place)));
        };
        const [fromX, toX, fromY, toY] = [bound('x', -1), bound('x', 1), bound('y', -1), bound('y', 1)];
        const depths = blobs.map(depthIn);
        const gaps = holes.map(depthIn);
        for (let row = fromY; row <= toY; row++) {
            const y = (row + 0.5) * step - micrometres / 2;
            for (let column = fromX; column <= toX; column++) {
                const x = (column + 0.5) * step - micrometres / 2;
                let deepest = Number.NEGATIVE_INFINITY;
                for (const depth of depths)
                    deepest = Math.max(deepest, depth(x, y));
                let cover = coverage(deepest, step);
                if (cover === 0)
                    continue;
                for (const gap of gaps)
                    cover = Math.min(cover, 1 - coverage(gap(x, y), step));
                plane[row * points + column] +=
                    cover *
                        (typeof amount === 'number'
                            ? amount
                            : amount(x, y, Math.max(0, Math.min(1, deepest / blobs[0].radius))));
            }
        }
    }
}
exports.Field = Field;
/** The depth of a point below a blob's rim, in micrometres; negative outside. */
function depthIn(blob) {
    const { angle = 0, elongation = 1, waves = [], radius } = blob;
    const [cos, sin, stretch] = [Math.cos(angle), Math.sin(angle), Math.sqrt(elongation)];
    // Beyond this the waves need not be known.
    const far = radius * (1 + waves.reduce((sum, [size]) => sum + Math.abs(size), 0));
    return (x, y) => {
        const [dx, dy] = [x - blob.x, y - blob.y];
        const along = (dx * cos + dy * sin) / stretch;
        const across = (dy * cos - dx * sin) * stretch;
        const distance = Math.sqrt(along * along + across * across);
        if (distance > far + 1 || waves.length === 0)
            return radius - distance;
        const turn = Math.atan2(across, along);
        let rim = 1;
        for (let k = 0; k < waves.length; k++)
            rim += waves[k][0] * Math.cos((k + 2) * turn + waves[k][1]);
        return rim * radius - distance;
    };
}
/** Share of a point that is covered: the rim is two points wide. */
function coverage(depth, step) {
    return Math.max(0, Math.min(1, depth / (2 * step) + 0.5));
}
/** Waves of a rim: sizes normal with the given deviation for two waves a turn, falling with their number. */
function rimWaves(random, deviation) {
    return [2, 3, 4, 5].map((count) => [
        (Math.max(-2, Math.min(2, random.normal())) * deviation * 2) / count,
        random.uniform() * 2 * Math.PI,
    ]);
}
/** Smooth unevenness about 1, such as that of chromatin: a few plane waves. @param length of a wave in micrometres */
function unevenness(random, strength, length) {
    const waves = Array.from({ length: 6 }, () => {
        const direction = random.uniform() * 2 * Math.PI;
        const frequency = ((2 * Math.PI) / length) * (0.5 + random.uniform());
        const [alongX, alongY] = [frequency * Math.cos(direction), frequency * Math.sin(direction)];
        return { alongX, alongY, phase: random.uniform() * 2 * Math.PI };
    });
    return (x, y) => {
        let sum = 0;
        for (const { alongX, alongY, phase } of waves)
            sum += Math.cos(alongX * x + alongY * y + phase);
        return Math.max(0, 1 + (strength * sum) / 2);
    };
}
/**
 * A field as a camera sees it: light falls off by the dyes' absorption (Beer and Lambert), points are averaged to pixels,
 * blurred, and made noisy.
 * @returns bytes [size, size, 3]
 */
function photograph(field, size, look, random) {
    const share = field.points / size;
    const [cos, sin] = [Math.cos(look.falloffDirection), Math.sin(look.falloffDirection)];
    const bytes = new Uint8Array(size * size * 3);
    const planes = [0, 1, 2].map(() => new Float64Array(size * size));
    const { eosin, nucleus, plasma, grains } = field.density;
    const { absorption } = look;
    for (let row = 0; row < field.points; row++) {
        for (let column = 0; column < field.points; column++) {
            const at = row * field.points + column;
            const pixel = Math.floor(row / share) * size + Math.floor(column / share);
            for (let channel = 0; channel < 3; channel++) {
                const density = eosin[at] * absorption.eosin[channel] +
                    nucleus[at] * absorption.nucleus[channel] +
                    plasma[at] * absorption.plasma[channel] +
                    grains[at] * absorption.grains[channel];
                planes[channel][pixel] += (density === 0 ? 1 : Math.exp(-density)) / (share * share);
            }
        }
    }
    planes.forEach((plane, channel) => {
        const seen = blurred(plane, size, look.blur);
        for (let row = 0; row < size; row++) {
            for (let column = 0; column < size; column++) {
                const across = ((column - size / 2) * cos + (row - size / 2) * sin) / (size / 2);
                const value = seen[row * size + column] * look.light[channel] * (1 + look.falloff * across) +
                    look.noise * random.normal();
                bytes[(row * size + column) * 3 + channel] = Math.round(255 * Math.max(0, Math.min(1, value)));
            }
        }
    });
    return bytes;
}
/** Gaussian blur along rows, then columns; beyond an edge the edge's value goes on. */
function blurred(plane, size, deviation) {
    const reach = Math.ceil(3 * deviation);
    const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-((k - reach) ** 2) / (2 * Math.max(deviation, 1e-6) ** 2)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const padded = new Float64Array(size + 2 * reach);
    const pass = (from, along, across) => {
        const to = new Float64Array(size * size);
        for (let line = 0; line < size; line++) {
            for (let k = 0; k < padded.length; k++)
                padded[k] = from[line * across + Math.max(0, Math.min(size - 1, k - reach)) * along];
            for (let place = 0; place < size; place++) {
                let sum = 0;
                for (let k = 0; k < weights.length; k++)
                    sum += weights[k] * padded[place + k];
                to[line * across + place * along] = sum / total;
            }
        }
        return to;
    };
    return pass(pass(plane, 1, size), size, 1);
}
//# sourceMappingURL=cellDrawing.js.map