import type { SeededRandom } from './seededRandom';
/** What takes up light: the dye of red cells and pink plasma, of nuclei, of blue plasma, and of orange grains. */
export type Dye = 'eosin' | 'nucleus' | 'plasma' | 'grains';
/** A round shape with a wavy rim. Lengths are in micrometres from the centre of the field. */
export interface Blob {
    readonly x: number;
    readonly y: number;
    readonly radius: number;
    /** Longer to shorter axis. Default 1. */
    readonly elongation?: number;
    /** Of the longer axis, in radians. Default 0. */
    readonly angle?: number;
    /** Waves of the rim from two a turn on: size as a share of the radius, and phase. Default none. */
    readonly waves?: readonly (readonly [size: number, phase: number])[];
}
/** How much dye stands over each point of a square field: optical density, [points, points] a dye. */
export declare class Field {
    readonly points: number;
    readonly micrometres: number;
    readonly density: Readonly<Record<Dye, Float64Array>>;
    /** @param points a side; @param micrometres a side */
    constructor(points: number, micrometres: number);
    /**
     * Adds dye where any of the blobs lies and none of the holes.
     * @param amount optical density, or a function of place and of the depth as a share of the first blob's radius
     */
    add(dye: Dye, blobs: readonly Blob[], amount: number | ((x: number, y: number, depth: number) => number), holes?: readonly Blob[]): void;
}
/** Waves of a rim: sizes normal with the given deviation for two waves a turn, falling with their number. */
export declare function rimWaves(random: SeededRandom, deviation: number): [number, number][];
/** Smooth unevenness about 1, such as that of chromatin: a few plane waves. @param length of a wave in micrometres */
export declare function unevenness(random: SeededRandom, strength: number, length: number): (x: number, y: number) => number;
/**
 * A field as a camera sees it: light falls off by the dyes' absorption (Beer and Lambert), points are averaged to pixels,
 * blurred, and made noisy.
 * @returns bytes [size, size, 3]
 */
export declare function photograph(field: Field, size: number, look: {
    /** Red, green, blue of the empty slide, 0 to 1. */
    readonly light: readonly number[];
    /** Share by which light changes over half the field, and in which direction. */
    readonly falloff: number;
    readonly falloffDirection: number;
    /** Absorption of red, green, blue by a dye's unit density. */
    readonly absorption: Readonly<Record<Dye, readonly number[]>>;
    /** Standard deviation in pixels. */
    readonly blur: number;
    /** Standard deviation, pixels from 0 to 1. */
    readonly noise: number;
}, random: SeededRandom): Uint8Array;
