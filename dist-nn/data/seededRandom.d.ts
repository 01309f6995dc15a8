/** Random numbers that depend on the seed alone: the same on every machine, Node version and number of cores. */
export interface SeededRandom {
    /** A number in [0, 1), with 32 random bits. */
    uniform(): number;
    /** A whole number in [0, below), exactly equally likely each; below is 1 to 2^32. */
    integer(below: number): number;
    /** The same array, put in a random order in place (Fisher and Yates). */
    shuffle<T>(items: T[]): T[];
    /** A standard normal number (Box and Muller). */
    normal(): number;
}
/**
 * A generator keyed by a number or a name; `seededRandom('labels/7')` and `seededRandom('batches/7')` are unrelated streams.
 * The generator is sfc32 (C. Doty-Humphrey, PractRand), its 128 bits of state come from the SHA-256 of the seed.
 */
export declare function seededRandom(seed: number | string): SeededRandom;
