"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.cellKinds = void 0;
exports.stainedCells = stainedCells;
exports.cellsOfSlide = cellsOfSlide;
const cellDrawing_1 = require("./cellDrawing");
const idx_1 = require("./idx");
const seededRandom_1 = require("./seededRandom");
/** The kinds of cells, in the order of their labels. */
exports.cellKinds = [
    'red cell',
    'platelet',
    'neutrophil',
    'eosinophil',
    'lymphocyte',
    'monocyte',
];
/** Share of each kind. Red cells lead, as in blood, by far less than there: white cells are many times as frequent as on a smear. */
const shares = {
    'red cell': 0.44,
    platelet: 0.16,
    neutrophil: 0.18,
    eosinophil: 0.05,
    lymphocyte: 0.12,
    monocyte: 0.05,
};
const slides = 60;
const cellsOnSlide = 100;
/** Pixels a side; each is drawn of 2 x 2 points. */
const size = 28;
/** What the field shows, a side, before a slide's and an image's own magnification. */
const micrometres = 19;
/**
 * Synthetic photographs of single blood cells on stained smears, 28 x 28 colour: what pathologists look at, as a drawing.
 * Sizes and shapes follow textbook descriptions (diameters, lobes of the nucleus, grains, plasma); stain, light, sharpness,
 * magnification and crowding are drawn for each slide, and again, less, for each image. No real cell went into it, so it
 * tells nothing about diagnosis; `slides.idx` lets splits share no slide.
 */
function stainedCells(seed) {
    const count = slides * cellsOnSlide;
    const pixels = new Uint8Array(count * size * size * 3);
    const labels = new Uint8Array(count);
    const slideOf = new Uint8Array(count);
    for (let slide = 0; slide < slides; slide++) {
        const cells = cellsOfSlide(seed, slide);
        const first = slide * cellsOnSlide;
        pixels.set(cells.pixels, first * size * size * 3);
        labels.set(cells.labels, first);
        slideOf.fill(slide, first, first + cellsOnSlide);
    }
    return {
        'images.idx': (0, idx_1.writeIdx)([count, size, size, 3], pixels),
        'labels.idx': (0, idx_1.writeIdx)([count], labels),
        'slides.idx': (0, idx_1.writeIdx)([count], slideOf),
    };
}
/** The cells of one slide: bytes [100, 28, 28, 3], and the place of each one's kind in {@link cellKinds}. */
function cellsOfSlide(seed, slide) {
    const random = (0, seededRandom_1.seededRandom)(`stained-cells/${seed}/${slide}`);
    const look = drawSlide(random);
    const pixels = new Uint8Array(cellsOnSlide * size * size * 3);
    const labels = new Uint8Array(cellsOnSlide);
    for (let cell = 0; cell < cellsOnSlide; cell++) {
        const kind = drawKind(random);
        pixels.set(drawCell(kind, look, random), cell * size * size * 3);
        labels[cell] = exports.cellKinds.indexOf(kind);
    }
    return { pixels, labels };
}
function drawKind(random) {
    let left = random.uniform();
    for (const kind of exports.cellKinds) {
        left -= shares[kind];
        if (left < 0)
            return kind;
    }
    return 'red cell';
}
/** Stain, light and crowding of one slide. */
function drawSlide(random) {
    const between = range(random);
    // Absorption of red, green, blue: pink eosin, purple nuclei, blue plasma, orange grains.
    const usual = {
        eosin: [0.12, 0.55, 0.45],
        nucleus: [0.95, 1.25, 0.5],
        plasma: [0.5, 0.4, 0.12],
        grains: [0.1, 0.75, 0.95],
    };
    const strength = between(0.7, 1.25);
    // Acid or alkaline buffer: the whole slide turns pink or blue.
    const blueness = between(-1, 1);
    const stained = ([red, green, blue]) => [red * (1 + 0.35 * blueness), green, blue * (1 - 0.35 * blueness)].map((value) => value * strength * between(0.85, 1.15));
    const brightness = between(0.78, 1);
    return {
        absorption: {
            eosin: stained(usual.eosin),
            nucleus: stained(usual.nucleus),
            plasma: stained(usual.plasma),
            grains: stained(usual.grains),
        },
        light: [between(0.9, 1), between(0.86, 0.97), between(0.82, 1)].map((value) => value * brightness),
        falloff: between(0, 0.1),
        blur: between(0.2, 0.9),
        noise: between(0.008, 0.025),
        magnification: between(0.9, 1.1),
        /** Mean number of red cells in sight beside the cell itself. */
        crowding: between(0.5, 4.5),
        /** How pale red cells are in the middle. */
        pallor: between(0.3, 0.75),
    };
}
/** One image of the slide, a cell of this kind near its middle. */
function drawCell(kind, slide, random) {
    const between = range(random);
    const field = new cellDrawing_1.Field(2 * size, micrometres / (slide.magnification * between(0.9, 1.1)));
    const centre = { x: 0.8 * bounded(random), y: 0.8 * bounded(random) };
    const radius = drawings[kind](field, centre, slide, random);
    for (let left = poisson(slide.crowding, random); left > 0; left--) {
        const direction = between(0, 2 * Math.PI);
        // Neighbours touch or overlap the cell a little; many are cut by the image's edge.
        const distance = radius + between(2.4, 8);
        const place = {
            x: centre.x + distance * Math.cos(direction),
            y: centre.y + distance * Math.sin(direction),
        };
        drawRedCell(field, place, slide, random);
    }
    if (random.uniform() < 0.15) {
        const [direction, distance] = [between(0, 2 * Math.PI), radius + between(1.8, 6)];
        drawPlatelet(field, { x: centre.x + distance * Math.cos(direction), y: centre.y + distance * Math.sin(direction) }, slide, random);
    }
    const light = slide.light.map((value) => value * between(0.95, 1.05));
    const look = { ...slide, light, blur: slide.blur * between(0.7, 1.4), falloffDirection: between(0, 6.3) };
    return (0, cellDrawing_1.photograph)(field, size, look, random);
}
const drawings = {
    'red cell': drawRedCell,
    platelet: drawPlatelet,
    neutrophil: drawNeutrophil,
    eosinophil: drawEosinophil,
    lymphocyte: drawLymphocyte,
    monocyte: drawMonocyte,
};
/** 6 to 8.5 micrometres across, no nucleus, thinner in the middle. */
function drawRedCell(field, centre, slide, random) {
    const between = range(random);
    const radius = between(3, 4.2);
    const pallor = Math.max(0, slide.pallor + between(-0.2, 0.2));
    const elongation = 1 + 0.25 * random.uniform() ** 2;
    const cell = {
        ...centre,
        ...{ radius, elongation, angle: between(0, Math.PI), waves: (0, cellDrawing_1.rimWaves)(random, 0.02) },
    };
    field.add('eosin', [cell], (_x, _y, depth) => 1 - pallor * Math.exp(-(((1 - depth) / 0.5) ** 2)));
    return radius;
}
/** 2 to 4 micrometres across, ragged, with a grainy middle. */
function drawPlatelet(field, centre, _slide, random) {
    const between = range(random);
    const radius = between(1, 2);
    const elongation = between(1, 1.6);
    const cell = {
        ...centre,
        ...{ radius, elongation, angle: between(0, Math.PI), waves: (0, cellDrawing_1.rimWaves)(random, 0.09) },
    };
    const grainy = (0, cellDrawing_1.unevenness)(random, 0.5, 1);
    field.add('plasma', [cell], 0.4);
    field.add('nucleus', [{ ...cell, radius: 0.7 * radius }], (x, y) => 0.45 * grainy(x, y));
    return radius;
}
/** 12 to 14 micrometres, three to five lobes on a string or, young, one bent band; fine pink grains. */
function drawNeutrophil(field, centre, _slide, random) {
    const radius = range(random)(5.6, 7);
    drawBody(field, centre, radius, { eosin: 0.28, plasma: 0.06 }, random, (0, cellDrawing_1.unevenness)(random, 0.35, 0.9));
    const band = random.uniform() < 0.12;
    const lobes = band ? 7 : 3 + random.integer(3);
    drawLobes(field, centre, lobes, band ? 1.45 : 1.75, band ? 0.35 : 0.9, radius, random);
    return radius;
}
/** 12 to 15 micrometres, two lobes, seldom three; coarse orange grains that fill the plasma. */
function drawEosinophil(field, centre, _slide, random) {
    const between = range(random);
    const radius = between(5.8, 7.3);
    drawBody(field, centre, radius, { eosin: 0.25 }, random);
    for (let grain = 0; grain < 70; grain++) {
        const [direction, distance] = [between(0, 2 * Math.PI), radius * 0.9 * Math.sqrt(random.uniform())];
        const place = {
            x: centre.x + distance * Math.cos(direction),
            y: centre.y + distance * Math.sin(direction),
        };
        field.add('grains', [{ ...place, radius: between(0.35, 0.6) }], between(0.3, 0.6));
    }
    drawLobes(field, centre, random.uniform() < 0.8 ? 2 : 3, 2.2, 1, radius, random);
    return radius;
}
/** 8 to 12 micrometres, a dense round nucleus that nearly fills it, a thin rim of blue plasma. */
function drawLymphocyte(field, centre, _slide, random) {
    const between = range(random);
    const radius = 3.8 + 2.6 * random.uniform() ** 1.5;
    drawBody(field, centre, radius, { plasma: between(0.5, 0.9) }, random);
    const nucleus = radius * between(0.72, 0.9);
    const direction = between(0, 2 * Math.PI);
    const aside = (radius - nucleus) * between(0, 0.9);
    const clumps = (0, cellDrawing_1.unevenness)(random, 0.12, 2.5);
    const blob = {
        x: centre.x + aside * Math.cos(direction),
        y: centre.y + aside * Math.sin(direction),
        radius: nucleus,
        elongation: between(1, 1.2),
        angle: between(0, Math.PI),
        waves: (0, cellDrawing_1.rimWaves)(random, 0.02),
    };
    // A shallow dent in some of them, as in monocytes.
    const dent = random.uniform() < 0.25 ? [notch(blob, 0.35, 1, random)] : [];
    field.add('nucleus', [blob], (x, y) => 1.05 * clumps(x, y), dent);
    return radius;
}
/** 13 to 18 micrometres, a paler nucleus bent like a kidney, wide blue-grey plasma with some holes. */
function drawMonocyte(field, centre, _slide, random) {
    const between = range(random);
    const radius = between(6.3, 8.6);
    const holes = Array.from({ length: random.integer(5) }, () => {
        const [direction, distance] = [between(0, 2 * Math.PI), radius * between(0.5, 0.9)];
        return {
            x: centre.x + distance * Math.cos(direction),
            y: centre.y + distance * Math.sin(direction),
            radius: between(0.4, 0.8),
        };
    });
    const plasma = (0, cellDrawing_1.unevenness)(random, 0.15, 2);
    drawBody(field, centre, radius, { plasma: between(0.45, 0.7), eosin: 0.08 }, random, plasma, holes);
    const direction = between(0, 2 * Math.PI);
    const aside = radius * between(0, 0.25);
    const blob = {
        x: centre.x + aside * Math.cos(direction),
        y: centre.y + aside * Math.sin(direction),
        radius: radius * between(0.56, 0.7),
        elongation: between(1.1, 1.6),
        angle: between(0, Math.PI),
        waves: (0, cellDrawing_1.rimWaves)(random, 0.05),
    };
    const folds = (0, cellDrawing_1.unevenness)(random, 0.2, 2);
    field.add('nucleus', [blob], (x, y) => 0.78 * folds(x, y), [notch(blob, between(0.35, 0.6), 0.9, random)]);
    return radius;
}
/** A white cell's plasma. */
function drawBody(field, centre, radius, amounts, random, uneven = () => 1, holes = []) {
    const between = range(random);
    const cell = {
        ...centre,
        ...{ radius, elongation: between(1, 1.2), angle: between(0, Math.PI), waves: (0, cellDrawing_1.rimWaves)(random, 0.03) },
    };
    for (const [dye, amount] of Object.entries(amounts))
        field.add(dye, [cell], (x, y) => amount * uneven(x, y), holes);
}
/** Lobes of a nucleus along a bent line about the cell's middle, thin strands between them. */
function drawLobes(field, centre, lobes, lobeRadius, spacing, radius, random) {
    const between = range(random);
    const bend = radius * between(0.4, 0.55);
    const start = between(0, 2 * Math.PI);
    const turn = (spacing * 2 * lobeRadius) / bend;
    const chain = [];
    for (let lobe = 0; lobe < lobes; lobe++) {
        const angle = start + lobe * turn * between(0.85, 1.1);
        const away = bend * between(0.85, 1.15);
        chain.push({
            x: centre.x + away * Math.cos(angle),
            y: centre.y + away * Math.sin(angle),
            radius: lobeRadius * between(0.85, 1.2),
            elongation: between(1, 1.5),
            angle: angle + Math.PI / 2,
            waves: (0, cellDrawing_1.rimWaves)(random, 0.04),
        });
        const before = chain[chain.length - 2];
        const now = chain[chain.length - 1];
        if (before) {
            for (let step = 1; step < 6; step++)
                chain.splice(chain.length - 1, 0, {
                    x: before.x + ((now.x - before.x) * step) / 6,
                    y: before.y + ((now.y - before.y) * step) / 6,
                    radius: 0.45,
                });
        }
    }
    const clumps = (0, cellDrawing_1.unevenness)(random, 0.15, 1.5);
    field.add('nucleus', chain, (x, y) => 1.05 * clumps(x, y));
}
/** A round bite out of a nucleus's rim. @param share of the nucleus's radius; @param away from its centre, as a share too */
function notch(nucleus, share, away, random) {
    // From the side of the shorter axis, as a bean is bent.
    const angle = (nucleus.angle ?? 0) + (random.uniform() < 0.5 ? 1 : -1) * (Math.PI / 2);
    const distance = (away * nucleus.radius) / Math.sqrt(nucleus.elongation ?? 1);
    return {
        x: nucleus.x + distance * Math.cos(angle),
        y: nucleus.y + distance * Math.sin(angle),
        radius: share * nucleus.radius,
    };
}
function range(random) {
    return (low, high) => low + (high - low) * random.uniform();
}
/** A standard normal number kept within two deviations. */
function bounded(random) {
    return Math.max(-2, Math.min(2, random.normal()));
}
/** A Poisson number (Knuth). */
function poisson(mean, random) {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = random.uniform(); product > limit; product *= random.uniform())
        count++;
    return count;
}
//# sourceMappingURL=stainedCells.js.map